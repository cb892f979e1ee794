package dev.ballast.simulation;

import dev.ballast.sim.world.World;
import dev.ballast.sim.world.core.Draws;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/** When each of a scenario's adversities strikes: all of them until the storm's end, none afterwards. Each draws from its own stream. */
final class Storm {
    /** How often an adversity strikes that exists: drawn once a seed for each of them, evenly in the logarithm. */
    enum Force {
        /** Most of a day passes without anything. */
        MODERATE(0.0005, 0.02, Duration.ofHours(2), Duration.ofHours(48)),
        /** So that several things go wrong at once. */
        FIERCE(0.002, 0.2, Duration.ofMinutes(8), Duration.ofHours(8));

        /** Of one call, one message, one record. */
        private final double rarest;

        private final double commonest;

        /** Of what happens by itself: the mean time between two. */
        private final Duration shortest;

        private final Duration longest;

        Force(double rarest, double commonest, Duration shortest, Duration longest) {
            this.rarest = rarest;
            this.commonest = commonest;
            this.shortest = shortest;
            this.longest = longest;
        }

        double chance(double drawn) {
            return rarest * Math.pow(commonest / rarest, drawn);
        }

        double meanMillis(double drawn) {
            return shortest.toMillis() * Math.pow((double) longest.toMillis() / shortest.toMillis(), drawn);
        }
    }

    private final World world;
    private final Draws draws;
    private final Scenario scenario;
    private final Instant end;
    private final Map<Adversity, Double> chances = new EnumMap<>(Adversity.class);
    private final Map<Adversity, Integer> strikes = new EnumMap<>(Adversity.class);

    Storm(Scenario scenario, World world) {
        this.scenario = scenario;
        this.world = world;
        draws = new Draws(~scenario.seed());
        end = world.time().now().plus(scenario.stormy());
    }

    RandomGenerator draws(Adversity adversity) {
        return draws.stream("storm/" + adversity);
    }

    boolean isBlowing() {
        return world.time().now().isBefore(end);
    }

    Instant end() {
        return end;
    }

    boolean has(Adversity adversity) {
        return scenario.adversities().contains(adversity);
    }

    /** Whether it strikes this one call, message or record. */
    boolean strikes(Adversity adversity) {
        if (!has(adversity) || !isBlowing()) return false;
        var struck = draws(adversity).nextDouble() < chance(adversity);
        if (struck) count(adversity);
        return struck;
    }

    private double chance(Adversity adversity) {
        return chances.computeIfAbsent(adversity, one -> scenario.force().chance(draws.at("storm/chance/" + one, 0)));
    }

    /** How long until it happens by itself the next time. */
    Duration next(Adversity adversity) {
        var mean = scenario.force().meanMillis(draws.at("storm/mean/" + adversity, 0));
        return Duration.ofMillis((long) (-Math.log(1 - draws(adversity).nextDouble()) * mean) + 1);
    }

    /** Evenly between the two, in seconds. */
    Duration between(Adversity adversity, long least, long most) {
        return Duration.ofSeconds(draws(adversity).nextLong(least, most + 1));
    }

    void count(Adversity adversity) {
        strikes.merge(adversity, 1, Integer::sum);
    }

    Map<Adversity, Integer> strikes() {
        return strikes;
    }
}
