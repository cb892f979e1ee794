package dev.ballast.sim.world.faults;

import dev.ballast.sim.world.core.WorldTime;
import dev.ballast.sim.world.faults.ThrottleRules.Counting;
import dev.ballast.sim.world.faults.ThrottleRules.Limit;
import dev.ballast.sim.world.faults.ThrottleRules.Sharing;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * AWS's token buckets, one set a region: a call takes a token, in some operations one more for each instance it means, and one that finds
 * too few is refused and takes nothing. Tokens flow back
 * on the world's time, so that a world that stands still refills nothing.
 */
public final class Throttles {
    private static final What.Refusal OF_EC2 = new What.Refusal("RequestLimitExceeded", "Request limit exceeded.", 503);
    private static final What.Refusal OF_THE_OTHERS = new What.Refusal("ThrottlingException", "Rate exceeded", 400);

    /** Counts in billionths of a token, so that what flows back in a nanosecond is a whole number. */
    private static final long TOKEN = 1_000_000_000L;

    private static final class Bucket {
        private final Limit limit;
        private long level;
        private Instant filledAt;

        private Bucket(Limit limit, Instant now) {
            this.limit = limit;
            level = limit.burst() * TOKEN;
            filledAt = now;
        }

        private boolean has(int tokens, Instant now) {
            var full = limit.burst() * TOKEN;
            var passed = Duration.between(filledAt, now);
            filledAt = now;
            // A bucket is full long before so many seconds could overflow the product.
            level = passed.toSeconds() >= limit.burst()
                    ? full
                    : Math.min(full, level + passed.toNanos() * limit.perSecond());
            return level >= tokens * TOKEN;
        }

        private void take(int tokens) {
            level -= tokens * TOKEN;
        }
    }

    private final WorldTime time;
    private final ThrottleRules rules;
    private final Map<String, Bucket> buckets = new TreeMap<>();

    public Throttles(WorldTime time, ThrottleRules rules) {
        this.time = time;
        this.rules = rules;
    }

    /** Whether a call that arrives now is refused before anything else happens; to be asked once a call, because it counts. */
    public Optional<What.Refusal> refuse(Called called) {
        var ofCalls = bucket(called, Counting.CALLS);
        var ofResources = called.resources() == 0 ? Optional.<Bucket>empty() : bucket(called, Counting.RESOURCES);
        var now = time.now();
        if (ofCalls.filter(bucket -> !bucket.has(1, now)).isPresent()
                || ofResources
                        .filter(bucket -> !bucket.has(called.resources(), now))
                        .isPresent()) return Optional.of(refusal(called.service()));
        ofCalls.ifPresent(bucket -> bucket.take(1));
        ofResources.ifPresent(bucket -> bucket.take(called.resources()));
        return Optional.empty();
    }

    private Optional<Bucket> bucket(Called called, Counting counting) {
        for (var i = 0; i < rules.limits().size(); i++) {
            var limit = rules.limits().get(i);
            if (limit.counting() != counting || !limit.means(called)) continue;
            var name = called.region() + "/" + i + (limit.sharing() == Sharing.EACH ? "/" + called.operation() : "");
            return Optional.of(buckets.computeIfAbsent(name, first -> new Bucket(limit, time.now())));
        }
        return Optional.empty();
    }

    /** How a service says it. */
    static What.Refusal refusal(String service) {
        return service.equals("ec2") ? OF_EC2 : OF_THE_OTHERS;
    }
}
