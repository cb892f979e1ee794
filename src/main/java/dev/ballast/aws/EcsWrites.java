package dev.ballast.aws;

import dev.ballast.model.Action.DrainInstances;
import dev.ballast.model.Outcome;
import dev.ballast.model.Outcome.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ContainerInstanceStatus;
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.ecs.model.InvalidParameterException;

/** Changes to hosts and tasks of one cluster. */
final class EcsWrites {
    /** RunTask, StopTask and tags keep a note of at most this many characters. */
    private static final int NOTE_MAX = 255;

    private final AwsClients clients;
    private final String cluster;

    EcsWrites(AwsClients clients, String cluster) {
        this.clients = clients;
        this.cluster = cluster;
    }

    Outcome drain(List<String> containerInstanceArns) {
        return setState(containerInstanceArns, ContainerInstanceStatus.DRAINING);
    }

    Outcome activate(List<String> containerInstanceArns) {
        return setState(containerInstanceArns, ContainerInstanceStatus.ACTIVE);
    }

    private Outcome setState(List<String> containerInstanceArns, ContainerInstanceStatus state) {
        var failures = new ArrayList<Failure>();
        for (var chunk : Together.chunks(containerInstanceArns, DrainInstances.MOST))
            ecs().updateContainerInstancesState(request ->
                            request.cluster(cluster).containerInstances(chunk).status(state))
                    .failures()
                    .forEach(failure -> failures.add(failure(failure)));
        return failures.isEmpty() ? Outcome.DONE : new Outcome.PartlyDone(List.of(), failures);
    }

    static Failure failure(software.amazon.awssdk.services.ecs.model.Failure told) {
        return new Failure(
                Ec2Mapping.orEmpty(told.arn()),
                Ec2Mapping.orEmpty(told.reason()),
                AwsErrors.oneLine(Ec2Mapping.orEmpty(told.detail())));
    }

    Outcome stop(String taskArn, String why) {
        try {
            ecs().stopTask(request -> request.cluster(cluster)
                    .task(taskArn)
                    .reason(why.length() <= NOTE_MAX ? why : why.substring(0, NOTE_MAX)));
        } catch (InvalidParameterException error) {
            if (!saysNotFound(error)) throw error;
        }
        return Outcome.DONE;
    }

    /** By force: what still runs there is lost with the host anyway. */
    Outcome deregister(String containerInstanceArn) {
        try {
            ecs().deregisterContainerInstance(request -> request.cluster(cluster)
                    .containerInstance(containerInstanceArn)
                    .force(true));
        } catch (InvalidParameterException error) {
            if (!saysNotFound(error)) throw error;
        }
        return Outcome.DONE;
    }

    /** ECS has no code of its own for a task or container instance that it does not know; only the words tell. */
    private static boolean saysNotFound(EcsException error) {
        return Optional.ofNullable(error.awsErrorDetails())
                .map(details -> details.errorMessage())
                .filter(words -> words.contains("not found"))
                .isPresent();
    }

    private EcsClient ecs() {
        return clients.writes().ecs();
    }
}
