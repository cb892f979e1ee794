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
    /** Of one call, one message, one record: drawn once a seed between these, evenly in their logarithm. */
    private static final double RAREST = 0.002;

    private static final double COMMONEST = 0.2;

    /** Of what happens by itself: the mean time between two, drawn the same way. */
    private static final Duration SHORTEST = Duration.ofMinutes(8);

    private static final Duration LONGEST = Duration.ofHours(8);

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
        return chances.computeIfAbsent(
                adversity, one -> RAREST * Math.pow(COMMONEST / RAREST, draws.at("storm/chance/" + one, 0)));
    }

    /** How long until it happens by itself the next time. */
    Duration next(Adversity adversity) {
        var mean = SHORTEST.toMillis()
                * Math.pow((double) LONGEST.toMillis() / SHORTEST.toMillis(), draws.at("storm/mean/" + adversity, 0));
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
