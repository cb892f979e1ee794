package dev.ballast.simulation;

import dev.ballast.model.Service.HealthyPercent;
import dev.ballast.sim.world.core.Draws;
import dev.ballast.sim.world.market.Regime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What one seed is about: a cluster, its services, and what goes wrong. The same seed is the same scenario everywhere.
 *
 * @param stormy how long things go wrong
 * @param calm how long nothing does, afterwards
 * @param adversities which exist in this world
 * @param regime of the spot market, throughout
 */
record Scenario(
        long seed,
        Duration stormy,
        Duration calm,
        Set<Adversity> adversities,
        Regime regime,
        String yaml,
        List<Workload> services) {
    /** Half of them with adversities. */
    static final Duration LENGTH = Duration.ofHours(36);

    private static final List<String> FAMILIES =
            List.of("m5", "m5a", "m5n", "m6i", "m6a", "c5", "c5a", "c6i", "c6a", "r5", "r5a", "r6i", "r6a", "m4");
    private static final List<String> SIZES = List.of("large", "xlarge", "2xlarge");
    private static final List<HealthyPercent> HEALTHY = List.of(
            new HealthyPercent(100, 200),
            new HealthyPercent(50, 200),
            new HealthyPercent(50, 100),
            new HealthyPercent(100, 100));

    /** @param daemon one task on every host */
    record Workload(
            String name,
            int cpuUnits,
            int memoryMib,
            int desired,
            HealthyPercent healthy,
            boolean daemon,
            Ending ending) {
        Workload(String name, int cpuUnits, int memoryMib, int desired, HealthyPercent healthy, boolean daemon) {
            this(name, cpuUnits, memoryMib, desired, healthy, daemon, Ending.AT_ONCE);
        }
    }

    /**
     * How a task ends.
     *
     * @param deregistrationDelay of its target group; empty without a load balancer
     * @param stopTimeout empty: the agent's
     */
    record Ending(Optional<Duration> deregistrationDelay, Optional<Duration> stopTimeout, boolean ignoresSigterm) {
        static final Ending AT_ONCE = new Ending(Optional.empty(), Optional.empty(), false);
    }

    Scenario {
        adversities = Collections.unmodifiableSet(
                adversities.isEmpty() ? EnumSet.noneOf(Adversity.class) : EnumSet.copyOf(adversities));
        services = List.copyOf(services);
    }

    static Scenario of(long seed) {
        var draws = new Draws(seed);
        return new Scenario(
                seed,
                LENGTH.dividedBy(2),
                LENGTH.dividedBy(2),
                adversities(draws),
                regime(draws),
                yaml(draws),
                services(draws));
    }

    /** Every second seed lives in typical times, in which things go wrong now and then; the others share calm and stress, and a fierce storm. */
    private static Regime regime(Draws draws) {
        return List.of(Regime.TYPICAL, Regime.TYPICAL, Regime.CALM, Regime.STRESS)
                .get(draws.stream("scenario/regime").nextInt(4));
    }

    Storm.Force force() {
        return regime == Regime.TYPICAL ? Storm.Force.MODERATE : Storm.Force.FIERCE;
    }

    Scenario with(Set<Adversity> others) {
        return new Scenario(seed, stormy, calm, others, regime, yaml, services);
    }

    Scenario withStorm(Duration other) {
        return new Scenario(seed, other, calm, adversities, regime, yaml, services);
    }

    Scenario with(List<Workload> fewer) {
        return new Scenario(seed, stormy, calm, adversities, regime, yaml, fewer);
    }

    Scenario at(Regime other) {
        return new Scenario(seed, stormy, calm, adversities, other, yaml, services);
    }

    Scenario lasting(Duration storm, Duration afterwards) {
        return new Scenario(seed, storm, afterwards, adversities, regime, yaml, services);
    }

    /** With another target. */
    Scenario sized(int instances) {
        return new Scenario(
                seed,
                stormy,
                calm,
                adversities,
                regime,
                yaml.replaceFirst("target: \\d+", "target: " + instances),
                services);
    }

    /** Every kind is there with the same chance, which is itself drawn: some worlds know few kinds, some nearly all. */
    private static Set<Adversity> adversities(Draws draws) {
        var stream = draws.stream("scenario/adversities");
        var share = stream.nextDouble();
        var some = EnumSet.noneOf(Adversity.class);
        for (var one : Adversity.values()) if (stream.nextDouble() < share) some.add(one);
        return some;
    }

    private static String yaml(Draws draws) {
        var stream = draws.stream("scenario/settings");
        var types = new ArrayList<String>();
        for (var family : FAMILIES) for (var size : SIZES) if (stream.nextInt(3) > 0) types.add(family + "." + size);
        types.add("m5.2xlarge");
        var survive = List.of("pool", "pool", "none", "zone", "auto").get(stream.nextInt(5));
        return """
                cluster: live
                region: %s
                capacity:
                  target: %d
                  survive: %s
                  types: %s
                  on-demand:
                    patience: %ds
                    cap-per-hour: %s
                instance:
                  registry-auth:
                    reference: secretsmanager:registry
                interruption:
                  rerun-standalone-tasks: %s
                  agent-drains: %s
                brakes:
                  drains-at-once: %d
                """.formatted(
                        Cluster.REGION,
                        stream.nextInt(21),
                        survive,
                        types.stream().distinct().toList(),
                        60 + stream.nextInt(540),
                        List.of("0", "0.50", "2.00", "20.00").get(stream.nextInt(4)),
                        stream.nextBoolean(),
                        stream.nextInt(4) == 0,
                        1 + stream.nextInt(4));
    }

    /** Half of them behind a load balancer, some of those with AWS's own delay, which no notice is long enough for. */
    private static Ending ending(Draws draws) {
        var stream = draws.stream("scenario/endings");
        var delays = List.of(5, 30, 60, 300);
        var timeouts = List.of(5, 30, 90, 120);
        Optional<Duration> delay = stream.nextBoolean()
                ? Optional.of(Duration.ofSeconds(delays.get(stream.nextInt(delays.size()))))
                : Optional.empty();
        Optional<Duration> timeout = stream.nextBoolean()
                ? Optional.of(Duration.ofSeconds(timeouts.get(stream.nextInt(timeouts.size()))))
                : Optional.empty();
        return new Ending(delay, timeout, stream.nextInt(8) == 0);
    }

    private static List<Workload> services(Draws draws) {
        var stream = draws.stream("scenario/services");
        var services = new ArrayList<Workload>();
        var count = 1 + stream.nextInt(6);
        for (var i = 0; i < count; i++)
            services.add(new Workload(
                    "s" + i,
                    128 << stream.nextInt(5),
                    256 << stream.nextInt(5),
                    1 + stream.nextInt(12),
                    HEALTHY.get(stream.nextInt(HEALTHY.size())),
                    false,
                    ending(draws)));
        if (stream.nextInt(3) == 0) services.add(new Workload("agent", 64, 128, 0, new HealthyPercent(0, 100), true));
        return services;
    }
}
