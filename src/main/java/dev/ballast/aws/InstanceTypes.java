package dev.ballast.aws;

import dev.ballast.model.InstanceType;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.ec2.model.Filter;

/** Instance types by name, read once a process: what a type is does not change. Thread-safe. */
final class InstanceTypes {
    /** EC2 takes at most 200 values in a filter. */
    static final int FILTER_VALUES_MAX = 200;

    private final AwsClients clients;
    private final Map<String, InstanceType> known = new TreeMap<>();

    InstanceTypes(AwsClients clients) {
        this.clients = clients;
    }

    /** Those of the names that exist in this region; one that does not exist is not an error. */
    synchronized Map<String, InstanceType> named(Collection<String> names) {
        var missing = new TreeSet<>(names);
        missing.removeAll(known.keySet());
        for (var chunk : Together.chunks(missing, FILTER_VALUES_MAX)) read(chunk);
        var found = new TreeMap<>(known);
        found.keySet().retainAll(names);
        return found;
    }

    private void read(Collection<String> names) {
        // As a filter, because InstanceTypes=… refuses all of them for one that this region does not have.
        var pages = clients.reads()
                .ec2()
                .describeInstanceTypesPaginator(request -> request.filters(
                        Filter.builder().name("instance-type").values(names).build()));
        for (var page : pages)
            for (var told : page.instanceTypes())
                Ec2Mapping.instanceType(told).ifPresent(type -> known.put(type.name(), type));
    }
}
