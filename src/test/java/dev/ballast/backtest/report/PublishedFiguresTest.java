package dev.ballast.backtest.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ballast.app.session.PapersSettings;
import dev.ballast.backtest.replay.SetUp;
import dev.ballast.backtest.replay.SpotMarket;
import dev.ballast.config.Recording;
import dev.ballast.config.TraceCapacity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What others published of these recordings and rivals, in the same set-up: three replicas, 120 s, no notice, 30 s ticks. */
class PublishedFiguresTest {
    private static final Path DATA = Path.of("../shared/data");
    private static final SetUp PAPERS = SetUp.of(3, Duration.ofSeconds(120), Duration.ZERO);

    @ParameterizedTest(name = "{1} on {0}")
    @CsvSource(delimiter = '|', textBlock = """
            # recording              | policy      | available | cost beside on-demand
            availability-aws1-4node  | bound-fluid | 100.0     | .389
            availability-aws1-4node  | round-robin | 89.9      | .305
            availability-aws1-4node  | spothedge+1 | 99.56     | .505
            availability-aws1-4node  | greedy      | 99.21     | .393
            availability-gcp1        | bound-fluid | 100.0     | .334
            availability-gcp1        | round-robin | 99.1      | .333
            availability-gcp1        | spothedge+1 | 99.90     | .458
            availability-gcp1        | greedy      | 99.79     | .336
            """)
    void ourReplayFindsThem(String recording, String policy, double available, double cost) {
        var figures = run(recording, policy, 10);
        assertThat(figures.availability() * 100).isCloseTo(available, within(0.3));
        assertThat(figures.costOverOnDemand()).isCloseTo(cost, within(0.02 * cost));
    }

    @Test
    void withANoticeAsLongAsTheColdStartGreedyMissesNothing() {
        var noticed = SetUp.of(3, Duration.ofSeconds(120), Duration.ofSeconds(120));
        for (var recording : List.of("availability-aws1-4node", "availability-gcp1", "availability-r5-use1")) {
            var figures = new Backtest(List.of(market(recording)), List.of(noticed), policy("greedy"), 1, 1)
                    .run()
                    .getFirst();
            assertThat(figures.availability()).as(recording).isEqualTo(1);
            // published: 1.01 to 1.04; here r5 comes to 1.045
            assertThat(figures.costOverLowerBound()).as(recording).isBetween(1.0, 1.05);
        }
    }

    private static Figures run(String recording, String policy, int seeds) {
        return new Backtest(List.of(market(recording)), List.of(PAPERS), policy(policy), 1, seeds)
                .run()
                .getFirst();
    }

    private static List<Policy> policy(String word) {
        return List.of(Policy.find(word, PapersSettings.read()).orElseThrow());
    }

    private static SpotMarket market(String recording) {
        assumeTrue(Files.isDirectory(DATA), "the recorded traces are not at hand in " + DATA);
        var read = Recording.read(List.of(DATA.resolve(recording + ".csv")), TraceCapacity.UNLIMITED)
                .getFirst();
        return SpotMarket.of(read.name(), read.trace(), Duration.ofSeconds(30), 3);
    }
}
