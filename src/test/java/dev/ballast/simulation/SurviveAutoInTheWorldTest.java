package dev.ballast.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.loop.Tick;
import dev.ballast.model.ColdStart;
import dev.ballast.model.Experience;
import dev.ballast.model.Experience.Auto;
import dev.ballast.model.Experience.Cause;
import dev.ballast.model.Service.HealthyPercent;
import dev.ballast.model.Settings.Survive;
import dev.ballast.simulation.Scenario.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The measured half of {@code survive: auto}, through the real loop on a world whose time jumps. */
class SurviveAutoInTheWorldTest {
    private final Cluster cluster = new Cluster(1, """
            cluster: live
            region: eu-west-1
            capacity:
              target: 8
              survive: auto
              types: [m5.large, m5a.large, m6i.large, m6a.large, c5.large, c5a.large, c6i.large, c6a.large, r5.large,
                      r5a.large, r6i.large, r6a.large, m5.xlarge, c5.xlarge, r5.xlarge]
            """);

    @Test
    void aNewClusterMeasuresItsLaunchesAndGivesItsSpareUpWhereTheyAreQuick() {
        Workloads.create(
                cluster.world, List.of(new Workload("web", 1024, 2048, 14, new HealthyPercent(100, 200), false)));
        var loop = cluster.process();
        var held = new ArrayList<Auto>();
        var end = cluster.world.time().now().plus(Duration.ofHours(6));
        var recorded = new ArrayList<Long>();

        cluster.run(loop, Duration.ofHours(7), tick -> {
            experience(tick).auto().filter(auto -> !held.contains(auto)).ifPresent(held::add);
            if (tick.observation().asOf().isAfter(end.minus(Duration.ofHours(3))))
                recorded.add(tick.decision().number());
            return !cluster.world.time().now().isBefore(end);
        });

        var experience = cluster.journal.lastMemory().orElseThrow().experience();
        var coldStart = ColdStart.of(experience.coldStarts()).orElseThrow();
        assertThat(coldStart.launches()).isGreaterThanOrEqualTo(8);
        // 42 to 82 s until user data are read, 3 to 8 s until ACTIVE, then image and start; see docs/reliability.md
        assertThat(coldStart.p95()).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(110));
        assertThat(held).extracting(Auto::cause).containsExactly(Cause.UNMEASURED, Cause.TOO_NEW, Cause.QUICK);
        assertThat(held.getLast().holds()).isEqualTo(Survive.NONE);
        assertThat(experience.pools().values())
                .filteredOn(Experience.History::stands)
                .hasSizeGreaterThanOrEqualTo(8)
                // a host that is replaced for its price comes to its pool later
                .allSatisfy(pool -> assertThat(pool.days()).isBetween(0.1, 0.26));
        assertThat(recorded.stream().distinct().count())
                .as("decisions in three quiet hours")
                .isLessThan(20);
    }

    private static Experience experience(Tick tick) {
        return tick.decision().memory().experience();
    }
}
