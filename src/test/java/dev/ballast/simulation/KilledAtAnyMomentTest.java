package dev.ballast.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.act.CloudWriter;
import dev.ballast.model.Outcome;
import dev.ballast.model.OwnerTags;
import dev.ballast.model.Step;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** `ballast up` may be killed between any two instructions; what counts is where: before a call, or after it and before its record. */
class KilledAtAnyMomentTest {
    private static final String YAML = """
            cluster: live
            region: eu-west-1
            capacity:
              target: 15
              survive: pool
              types: [m5.large, m5.xlarge, m4.large, m4.xlarge, c5.large, c5.xlarge, c4.large, c4.xlarge, r5.large,
                      r5.xlarge, r4.large, r4.xlarge, m5a.large, m5a.xlarge, m6i.large]
            """;

    enum Moment {
        BEFORE_THE_CALL,
        BETWEEN_CALL_AND_RECORD
    }

    @ParameterizedTest
    @EnumSource
    void itEndsInTheSameClusterWithNoExtraInstance(Moment moment) {
        var kills = 0;
        for (var call = 1; ; call++) {
            var cluster = new Cluster(call, YAML);
            var killer = new Killer(call, moment);
            cluster.between(killer::before);
            try {
                cluster.run(
                        cluster.process(),
                        Duration.ofMinutes(20),
                        tick -> tick.decision().settled());
            } catch (Killed killed) {
                kills++;
                cluster.run(
                        cluster.process(),
                        Duration.ofMinutes(20),
                        tick -> tick.decision().settled());
            }
            var seen = cluster.look();
            assertThat(seen.owned("live"))
                    .as("seed %d, killed at call %d", call, call)
                    .hasSize(15);
            assertThat(seen.containerInstances().value())
                    .filteredOn(host -> host.takesTasks())
                    .hasSize(15);
            assertThat(seen.instances().value())
                    .allSatisfy(instance -> assertThat(instance.tags()).containsKey(OwnerTags.LAUNCH));
            if (!killer.hasKilled) break;
        }
        assertThat(kills).as("the test has killed something").isPositive();
    }

    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private static final class Killer {
        private final int fatalCall;
        private final Moment moment;
        private int calls;
        private boolean hasKilled;

        private Killer(int fatalCall, Moment moment) {
            this.fatalCall = fatalCall;
            this.moment = moment;
        }

        private CloudWriter before(CloudWriter cloud) {
            return step -> perform(cloud, step);
        }

        private Outcome perform(CloudWriter cloud, Step step) {
            var isFatal = ++calls == fatalCall;
            if (isFatal) hasKilled = true;
            if (isFatal && moment == Moment.BEFORE_THE_CALL) throw new Killed();
            var outcome = cloud.perform(step);
            if (isFatal) throw new Killed();
            return outcome;
        }
    }
}
