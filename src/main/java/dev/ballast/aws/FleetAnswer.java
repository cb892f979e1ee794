package dev.ballast.aws;

import dev.ballast.model.CapacityPool;
import dev.ballast.model.Outcome;
import dev.ballast.model.Outcome.Failure;
import dev.ballast.model.Outcome.Launched;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What EC2 Fleet made of one launch.
 *
 * @param fleetIds empty where the launch was found again by its tag
 * @param failures one a pool and code
 */
record FleetAnswer(List<String> fleetIds, List<Launched> launched, List<Failure> failures) {
    /** Our code where EC2 Fleet launches less than asked and gives no reason; AWS has this word for it. */
    static final String UNFULFILLED = "UnfulfillableCapacity";

    FleetAnswer {
        fleetIds = List.copyOf(fleetIds);
        launched = List.copyOf(launched);
        failures = List.copyOf(failures);
    }

    boolean isSilent() {
        return launched.isEmpty() && failures.isEmpty();
    }

    FleetAnswer and(FleetAnswer other) {
        return new FleetAnswer(
                joined(fleetIds, other.fleetIds), joined(launched, other.launched), joined(failures, other.failures));
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        var all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    /**
     * @param wanted instances asked for by pool
     */
    Outcome outcome(Map<CapacityPool, Integer> wanted) {
        var instances = launched.stream()
                .sorted(Comparator.comparing(Launched::instanceId))
                .toList();
        var told = distinct();
        var asked = wanted.values().stream().mapToInt(Integer::intValue).sum();
        if (instances.size() < asked) told.addAll(unexplained(wanted, told));
        if (instances.isEmpty()) return nothing(told);
        return told.isEmpty() ? new Outcome.Done(fleetIds, instances) : new Outcome.PartlyDone(instances, told);
    }

    /** A fleet that could not launch for another reason than capacity will not be able to next time either. */
    private static Outcome nothing(List<Failure> told) {
        var isCapacity = told.stream().anyMatch(failure -> switch (AwsErrors.meaning(failure.code())) {
            case NO_CAPACITY, THROTTLED, UNSURE -> true;
            case NOT_FOUND, EXISTS, LAUNCHED_AND_GONE, CREDENTIALS, EXPIRED, DENIED, REFUSED -> false;
        });
        if (isCapacity) return new Outcome.NoCapacity(told);
        var first = told.getFirst();
        return new Outcome.Refused(first.code(), first.message());
    }

    /** EC2 Fleet repeats a failure for each of its attempts. */
    private List<Failure> distinct() {
        var byPoolAndCode = new LinkedHashMap<String, Failure>();
        for (var failure : failures) byPoolAndCode.putIfAbsent(failure.what() + " " + failure.code(), failure);
        return new ArrayList<>(byPoolAndCode.values());
    }

    /** Pools that got less than their share without a word. */
    private List<Failure> unexplained(Map<CapacityPool, Integer> wanted, List<Failure> told) {
        var explained = new TreeSet<String>();
        told.forEach(failure -> explained.add(failure.what()));
        var got = new TreeMap<CapacityPool, Integer>();
        launched.forEach(instance -> got.merge(instance.pool(), 1, Integer::sum));
        var silent = new ArrayList<Failure>();
        wanted.forEach((pool, count) -> {
            var here = got.getOrDefault(pool, 0);
            if (here < count && !explained.contains(pool.toString()))
                silent.add(new Failure(
                        pool.toString(),
                        UNFULFILLED,
                        "EC2 Fleet launched " + here + " of " + count + " here and gave no reason"));
        });
        return silent;
    }
}
