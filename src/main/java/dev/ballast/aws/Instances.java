package dev.ballast.aws;

import dev.ballast.model.Outcome;
import dev.ballast.model.Outcome.Failure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;

/** The end of EC2 instances. */
final class Instances {
    /** What one TerminateInstances call takes. */
    private static final int TERMINATED_MAX = 1_000;

    private final AwsClients clients;

    Instances(AwsClients clients) {
        this.clients = clients;
    }

    /** One that EC2 no longer knows is terminated. */
    Outcome terminate(Collection<String> instanceIds) {
        var failures = new ArrayList<Failure>();
        for (var chunk : Together.chunks(instanceIds, TERMINATED_MAX)) terminate(chunk, failures);
        if (failures.isEmpty()) return Outcome.DONE;
        var first = failures.getFirst();
        var isOneRefusal = failures.size() == instanceIds.size()
                && failures.stream().allMatch(failure -> failure.code().equals(first.code()));
        return isOneRefusal
                ? new Outcome.Refused(first.code(), first.message())
                : new Outcome.PartlyDone(List.of(), failures);
    }

    /**
     * EC2 refuses all of them for one that it no longer knows, or that is protected from termination; halving finds which.
     */
    private void terminate(List<String> instanceIds, List<Failure> failures) {
        if (instanceIds.isEmpty()) return;
        try {
            clients.writes().ec2().terminateInstances(request -> request.instanceIds(instanceIds));
        } catch (Ec2Exception error) {
            switch (AwsErrors.meaning(error)) {
                case NOT_FOUND -> {
                    var left = existing(instanceIds);
                    if (left.size() < instanceIds.size()) terminate(left, failures);
                    else throw error;
                }
                case DENIED, REFUSED, EXISTS, LAUNCHED_AND_GONE, NO_CAPACITY -> {
                    if (instanceIds.size() == 1)
                        failures.add(
                                new Failure(instanceIds.getFirst(), AwsErrors.code(error), AwsErrors.words(error)));
                    else
                        Together.chunks(instanceIds, (instanceIds.size() + 1) / 2)
                                .forEach(half -> terminate(half, failures));
                }
                case THROTTLED, UNSURE, CREDENTIALS, EXPIRED -> throw error;
            }
        }
    }

    private List<String> existing(List<String> instanceIds) {
        var found = new TreeSet<String>();
        for (var chunk : Together.chunks(instanceIds, InstanceTypes.FILTER_VALUES_MAX))
            clients
                    .reads()
                    .ec2()
                    .describeInstancesPaginator(request -> request.filters(
                            Filter.builder().name("instance-id").values(chunk).build()))
                    .reservations()
                    .stream()
                    .flatMap(reservation -> reservation.instances().stream())
                    .forEach(instance -> found.add(instance.instanceId()));
        return new ArrayList<>(found);
    }
}
