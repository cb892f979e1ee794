package dev.ballast.sim.world.ec2;

import dev.ballast.sim.world.core.Draws;
import dev.ballast.sim.world.core.Tail;
import java.time.Duration;

/** How this account answers, and how long things take in it. */
public record Ec2Rules(String accountId, UnknownIds unknownIds, Timings timings) {
    /** AWS's own example account. */
    public static final Ec2Rules DEFAULT = new Ec2Rules("123456789012", UnknownIds.ADOPTED, Timings.DEFAULT);

    public Ec2Rules with(UnknownIds other) {
        return new Ec2Rules(accountId, other, timings);
    }

    /** What becomes of a well-formed id in a request that names nothing in this account. */
    public enum UnknownIds {
        /** The thing is made to exist, so that requests written for a real account work as they are. */
        ADOPTED,
        /** As AWS: InvalidSubnetID.NotFound and its like. */
        REFUSED
    }

    public Ec2Rules with(Timings other) {
        return new Ec2Rules(accountId, unknownIds, other);
    }

    /** From shortest to longest; every length between is equally likely, and a few are beyond where there is a tail. */
    public record Span(Duration shortest, Duration longest, Tail tail) {
        Duration draw(Draws.Stream draws) {
            return tail.beyond(longest, draws).orElseGet(() -> drawUsual(draws));
        }

        private Duration drawUsual(Draws.Stream draws) {
            var spread = longest.minus(shortest).toMillis();
            return shortest.plusMillis(spread <= 0 ? 0 : draws.nextLong(spread + 1));
        }
    }

    /**
     * All counted from the call, drawn evenly unless a {@link Tail} is put on.
     *
     * @param running launch call to {@code running}
     * @param booted launch call to user data read; with the agent's own start and registration (3 to 8 s, drawn by ECS) a host
     *     is ACTIVE 45 to 90 s after the launch call, which is what teams report of current ECS images
     * @param shuttingDown terminate to {@code terminated}
     * @param stopping stop to {@code stopped}
     */
    public record Timings(Span running, Span booted, Span shuttingDown, Span stopping) {
        public static final Timings DEFAULT =
                new Timings(seconds(8, 20), seconds(42, 82), seconds(10, 40), seconds(15, 45));

        private static Span seconds(int shortest, int longest) {
            return new Span(Duration.ofSeconds(shortest), Duration.ofSeconds(longest), Tail.NONE);
        }

        /** The same, with launches and boots that may take much longer. */
        public Timings with(Tail tail) {
            return new Timings(
                    new Span(running.shortest(), running.longest(), tail),
                    new Span(booted.shortest(), booted.longest(), tail),
                    shuttingDown,
                    stopping);
        }
    }
}
