package dev.ballast.decide.facts;

import dev.ballast.model.CapacityPool;
import dev.ballast.model.Instance;
import dev.ballast.model.Memory.Launch;
import dev.ballast.model.Observation;
import dev.ballast.model.Settings;
import dev.ballast.model.Signal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * Joins what was read with what was heard and with the launches that are under way. It remembers the last reading: between two looks
 * every notice is decided on the same one, and a large cluster takes longer to join than a notice to decide. What comes out does not
 * depend on what is remembered. Not thread-safe.
 */
public final class Join {
    private Optional<Sight> last = Optional.empty();

    /** @param launches what is on its way, by token */
    public Facts facts(Observation observation, Settings settings, SortedMap<String, Launch> launches) {
        var sight =
                last.filter(one -> one.isOf(observation, settings)).orElseGet(() -> Sight.of(observation, settings));
        last = Optional.of(sight);
        var gone = gone(observation);
        return new Facts(
                observation,
                settings,
                hosts(sight, launches, gone),
                coming(sight, observation, launches, gone),
                sight.shared());
    }

    private static Set<String> gone(Observation observation) {
        var gone = new LinkedHashSet<String>();
        for (var signal : observation.signals()) if (signal.kind() == Signal.Kind.GONE) gone.add(signal.instanceId());
        return gone;
    }

    /** What EC2 does not list any more is still known from its launch. */
    private static LinkedHashMap<String, Host> hosts(
            Sight sight, SortedMap<String, Launch> launches, Set<String> gone) {
        var hosts = new LinkedHashMap<>(sight.hosts());
        for (var launch : launches.values())
            launch.launched()
                    .forEach((id, pool) -> hosts.computeIfPresent(
                            id,
                            (same, host) -> host.instance().isPresent()
                                    ? host
                                    : host.launchedInto(pool, sight.shared().types())));
        for (var id : gone) hosts.computeIfPresent(id, (same, host) -> host.gone());
        return hosts;
    }

    /** An instance of a launch is counted once: by its id where EC2 or ECS shows it, else as one that is to come. */
    private static List<CapacityPool> coming(
            Sight sight, Observation observation, SortedMap<String, Launch> launches, Set<String> gone) {
        var shown = new LinkedHashMap<Asked, Integer>();
        var isAnyOpen = launches.values().stream().anyMatch(launch -> !launch.answered());
        for (var instance : isAnyOpen ? observation.instances().value() : List.<Instance>of()) {
            var launch = launches.get(instance.launchToken());
            if (launch != null && !launch.answered())
                shown.merge(new Asked(instance.launchToken(), instance.pool()), 1, Integer::sum);
        }
        var coming = new ArrayList<CapacityPool>();
        launches.forEach((token, launch) -> {
            if (launch.answered()) {
                launch.launched().forEach((id, pool) -> {
                    if (!sight.shows(id) && !gone.contains(id)) coming.add(pool);
                });
            } else {
                launch.wanted().forEach((pool, count) -> {
                    var unseen = count - shown.getOrDefault(new Asked(token, pool), 0);
                    for (var i = 0; i < unseen; i++) coming.add(pool);
                });
            }
        });
        return coming;
    }

    private record Asked(String token, CapacityPool pool) {}
}
