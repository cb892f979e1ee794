package dev.ballast.aws;

import dev.ballast.model.Outcome;
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
        for (var chunk : Together.chunks(instanceIds, TERMINATED_MAX)) {
            try {
                send(chunk);
            } catch (Ec2Exception error) {
                if (!AwsErrors.means(error, AwsErrors.Meaning.NOT_FOUND)) throw error;
                send(existing(chunk)); // EC2 refuses all of them for one that it no longer knows
            }
        }
        return Outcome.DONE;
    }

    private void send(List<String> instanceIds) {
        if (!instanceIds.isEmpty())
            clients.writes().ec2().terminateInstances(request -> request.instanceIds(instanceIds));
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
