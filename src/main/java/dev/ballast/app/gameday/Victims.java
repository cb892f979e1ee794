package dev.ballast.app.gameday;

import dev.ballast.app.session.ExitStatus;
import dev.ballast.app.session.Refusal;
import dev.ballast.app.view.Wording;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.Instance;
import dev.ballast.model.Observation;
import dev.ballast.model.PurchaseOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The spot instances of a cluster that a person wants taken away.
 *
 * @param what for people: {@code pool m5.large/eu-west-1a}
 */
public record Victims(String what, List<Instance> instances) {
    private static final Pattern SHARE = Pattern.compile("(\\d{1,3})\\s*%");

    /**
     * @param words an instance id, a pool, a zone, or a share such as {@code 30%}
     * @param seed draws which instances are the share
     * @throws Refusal where nothing of that name can be interrupted, with what could be
     */
    public static Victims of(String words, Observation seen, String cluster, long seed) {
        var spot = seen.owned(cluster).stream()
                .filter(instance -> instance.pool().option() == PurchaseOption.SPOT)
                .sorted(Comparator.comparing(Instance::instanceId))
                .toList();
        var share = SHARE.matcher(words.strip());
        if (share.matches() && !spot.isEmpty()) return share(Integer.parseInt(share.group(1)), spot, seed);
        for (var kind : Kind.values()) {
            var some = spot.stream()
                    .filter(instance -> kind.nameOf(instance).equals(words))
                    .toList();
            if (!some.isEmpty()) return new Victims(kind.word + " " + words, some);
        }
        var pools = new TreeSet<String>();
        for (var instance : spot) pools.add(instance.pool().toString());
        throw new Refusal(
                ExitStatus.BAD_INPUT,
                "'" + words + "' is no spot instance, pool, zone or share (30%) of cluster " + cluster
                        + (pools.isEmpty()
                                ? ", which has no spot instance"
                                : "; its pools: " + String.join(", ", pools)));
    }

    private enum Kind {
        INSTANCE("instance"),
        POOL("pool"),
        ZONE("zone");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        String nameOf(Instance instance) {
            return switch (this) {
                case INSTANCE -> instance.instanceId();
                case POOL -> instance.pool().toString();
                case ZONE -> instance.pool().zone();
            };
        }
    }

    private static Victims share(int percent, List<Instance> spot, long seed) {
        if (percent < 1 || percent > 100)
            throw new Refusal(ExitStatus.BAD_INPUT, "'" + percent + "%' is no share, expected 1% to 100%");
        var shuffled = new ArrayList<>(spot);
        Collections.shuffle(shuffled, new Random(seed));
        var count = Math.ceilDiv(spot.size() * percent, 100);
        return new Victims(
                percent + "% of " + Wording.count(spot.size(), "spot instance") + " (seed " + seed + ")",
                List.copyOf(shuffled.subList(0, count)));
    }

    public List<String> ids() {
        return instances.stream().map(Instance::instanceId).toList();
    }

    public SortedMap<CapacityPool, Integer> pools() {
        var pools = new TreeMap<CapacityPool, Integer>();
        for (var instance : instances) pools.merge(instance.pool(), 1, Integer::sum);
        return pools;
    }
}
