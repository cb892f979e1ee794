package dev.ballast.aws;

import dev.ballast.model.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ecs.model.AssignPublicIp;
import software.amazon.awssdk.services.ecs.model.AwsVpcConfiguration;
import software.amazon.awssdk.services.ecs.model.CapacityProviderStrategyItem;
import software.amazon.awssdk.services.ecs.model.InvalidParameterException;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskField;

/**
 * Starts a standalone task again as it was: definition, overrides, group, tags, network. Placement constraints and strategies of
 * the first RunTask are not repeated, because ECS does not tell them.
 */
final class TaskReruns {
    private final AwsClients clients;
    private final String cluster;

    TaskReruns(AwsClients clients, String cluster) {
        this.clients = clients;
        this.cluster = cluster;
    }

    Outcome rerun(String token, String taskArn) {
        var found = clients.reads()
                .ecs()
                .describeTasks(
                        request -> request.cluster(cluster).tasks(taskArn).include(TaskField.TAGS))
                .tasks();
        if (found.isEmpty())
            return new Outcome.Refused("MISSING", "ECS no longer knows task " + taskArn + ", so it cannot be repeated");
        var old = found.getFirst();
        try {
            var answer = clients.writes().ecs().runTask(request(token, old, network(old)));
            if (!answer.tasks().isEmpty())
                return Outcome.created(answer.tasks().getFirst().taskArn());
            return new Outcome.NoCapacity(
                    answer.failures().stream().map(EcsWrites::failure).toList());
        } catch (InvalidParameterException error) {
            // ECS says this where the cluster has no host at all
            if (!AwsErrors.words(error).contains("No Container Instances")) throw error;
            return new Outcome.NoCapacity(
                    List.of(new Outcome.Failure(taskArn, AwsErrors.code(error), AwsErrors.words(error))));
        }
    }

    RunTaskRequest request(String token, Task old, Optional<AwsVpcConfiguration> network) {
        var request = RunTaskRequest.builder()
                .cluster(cluster)
                .clientToken(ClientToken.of(token))
                .count(1)
                .taskDefinition(old.taskDefinitionArn())
                .startedBy(old.startedBy())
                .enableExecuteCommand(old.enableExecuteCommand())
                .overrides(old.overrides());
        // the group that ECS makes up from the family may not be sent back
        if (old.group() != null && !old.group().startsWith("family:")) request.group(old.group());
        var tags =
                old.tags().stream().filter(tag -> !tag.key().startsWith("aws:")).toList();
        if (!tags.isEmpty()) request.tags(tags.toArray(Tag[]::new));
        if (old.capacityProviderName() == null) request.launchType(LaunchType.EC2);
        else
            request.capacityProviderStrategy(CapacityProviderStrategyItem.builder()
                    .capacityProvider(old.capacityProviderName())
                    .build());
        network.ifPresent(vpc -> request.networkConfiguration(config -> config.awsvpcConfiguration(vpc)));
        return request.build();
    }

    /** Of an awsvpc task: its subnet stands in its attachment, its security groups only on the interface itself. */
    private Optional<AwsVpcConfiguration> network(Task old) {
        var subnets = new TreeSet<String>();
        var interfaces = new TreeSet<String>();
        for (var attachment : old.attachments())
            for (KeyValuePair detail : attachment.details()) {
                if ("subnetId".equals(detail.name())) subnets.add(detail.value());
                if ("networkInterfaceId".equals(detail.name())) interfaces.add(detail.value());
            }
        if (subnets.isEmpty()) return Optional.empty();
        var groups = new TreeSet<String>();
        if (!interfaces.isEmpty())
            clients.reads()
                    .ec2()
                    .describeNetworkInterfaces(request -> request.networkInterfaceIds(interfaces))
                    .networkInterfaces()
                    .forEach(one ->
                            one.groups().stream().map(GroupIdentifier::groupId).forEach(groups::add));
        return Optional.of(AwsVpcConfiguration.builder()
                .subnets(subnets)
                .securityGroups(groups)
                .assignPublicIp(AssignPublicIp.DISABLED) // tasks on EC2 hosts have no other choice
                .build());
    }
}
