package dev.ballast.bench.interruptions;

import dev.ballast.app.session.SettingsFile;
import dev.ballast.backtest.loss.Keeper;
import dev.ballast.backtest.loss.Workload;
import dev.ballast.backtest.loss.Workload.Placing;
import dev.ballast.config.Overrides;
import dev.ballast.model.Service.HealthyPercent;
import dev.ballast.model.Settings;
import dev.ballast.model.TaskShape;
import dev.ballast.sim.world.core.Draws;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A cluster as many teams have it, drawn from a seed: five to ten services of 2 to 12 tasks, four in five with ECS's defaults of 100 and
 * 200 % healthy and the others with 50 and 200 %, seven in ten behind a load balancer with a delay that fits into the notice, on fifteen types or more in three zones.
 */
record TypicalCluster(Settings settings, List<Workload> services) {
    private static final List<String> FAMILIES =
            List.of("m5", "m5a", "m5n", "m6i", "m6a", "c5", "c5a", "c6i", "c6a", "r5", "r5a", "r6i");
    private static final List<String> SIZES = List.of("large", "xlarge", "2xlarge");

    static TypicalCluster of(long seed, String survive, Keeper keeper) {
        var draws = new Draws(seed);
        var stream = draws.stream("types");
        var types = new ArrayList<String>();
        for (var family : FAMILIES) for (var size : SIZES) if (stream.nextInt(3) > 0) types.add(family + "." + size);
        var yaml = """
                cluster: live
                region: eu-west-1
                capacity:
                  target: 3
                  survive: %s
                  types: %s
                interruption:
                  agent-drains: %s
                """.formatted(survive, types, keeper.agentDrains());
        return new TypicalCluster(SettingsFile.of(yaml, "seed " + seed, Overrides.none()), services(draws));
    }

    private static List<Workload> services(Draws draws) {
        var stream = draws.stream("services");
        var services = new ArrayList<Workload>();
        var count = 5 + stream.nextInt(6);
        for (var i = 0; i < count; i++) {
            var cpuUnits = 128 << stream.nextInt(4);
            var balanced = stream.nextInt(10) < 7;
            services.add(new Workload(
                    (balanced ? "web-" : "worker-") + i,
                    TaskShape.of(cpuUnits, cpuUnits << stream.nextInt(3)),
                    Placing.ANYWHERE,
                    2 + stream.nextInt(11),
                    healthy(stream.nextInt(20)),
                    balanced
                            ? Optional.of(
                                    Duration.ofSeconds(List.of(5, 10, 20, 30).get(stream.nextInt(4))))
                            : Optional.empty(),
                    stream.nextBoolean() ? Optional.of(Duration.ofSeconds(10)) : Optional.empty()));
        }
        return services;
    }

    private static HealthyPercent healthy(int drawn) {
        return drawn < 16 ? new HealthyPercent(100, 200) : new HealthyPercent(50, 200);
    }
}
