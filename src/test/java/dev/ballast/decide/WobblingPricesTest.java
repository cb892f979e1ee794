package dev.ballast.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.model.Action.DrainInstances;
import dev.ballast.model.Action.LaunchInstances;
import dev.ballast.model.Action.TerminateInstances;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.Decision;
import dev.ballast.model.Offer;
import dev.ballast.model.Reason.Code;
import dev.ballast.model.Settings.Survive;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clusters and prices drawn by a seed, which every failure names; nothing but prices changes, and nothing fails. */
class WobblingPricesTest {
    private static final int CLUSTERS_A_BATCH = 12;
    private static final Duration RUN = Duration.ofHours(8);
    /** The plan mends first what was drawn. */
    private static final Duration BEGINNING = Duration.ofMinutes(30);

    private static final Duration YOUNG = Duration.ofMinutes(10);
    private static final Duration COOL_DOWN = Duration.ofMinutes(5);
    /** In a run, of about ten hosts, most of which stand too dear at its beginning. */
    private static final int MOST_EXCHANGES = 20;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void whateverPricesDoNothingUndoesItselfAndEverythingPacksAllTheTime(int batch) {
        var exchanges = 0;
        for (var seed = batch * CLUSTERS_A_BATCH; seed < (batch + 1) * CLUSTERS_A_BATCH; seed++) {
            var run = new Run(seed, 0.3);
            run.run();
            exchanges += run.exchanges;
        }
        assertThat(exchanges).as("otherwise nothing was tried").isPositive();
    }

    /** Published prices move by as much in a month. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void tenPercentUpAndDownEveryFiveMinutesMovesAHostOnceInAWhile(int batch) {
        for (var seed = batch * CLUSTERS_A_BATCH; seed < (batch + 1) * CLUSTERS_A_BATCH; seed++) {
            var run = new Run(seed, 0.05);
            run.run();
            assertThat(run.exchanges).as("seed %d: exchanges in %s", seed, RUN).isLessThanOrEqualTo(MOST_EXCHANGES);
        }
    }

    /** What 2 % up and 2 % down can make of a price is less than the 5 % that an exchange must save. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void pricesThatWobbleBelowTheLeastSavingNeverMoveAHostBack(int batch) {
        for (var seed = batch * CLUSTERS_A_BATCH; seed < (batch + 1) * CLUSTERS_A_BATCH; seed++) {
            var run = new Run(seed, 0.02);
            run.whenConsolidating = (leaving, replacement) -> assertThat(run.usual(replacement))
                    .as("seed %d: %s replace %s", run.seed, replacement, leaving)
                    .isLessThan(leaving.stream().mapToLong(run::usual).sum());
            run.run();
        }
    }

    private static final class Run {
        private final int seed;
        private final Random random;
        private final Given given;
        private final List<Offer> prices;
        private final List<String> told = new ArrayList<>();
        private final double wobble;
        private BiConsumer<List<CapacityPool>, CapacityPool> whenConsolidating = (leaving, replacement) -> {};
        private Instant lastDisruption = Instant.EPOCH;
        private int exchanges;

        Run(int seed, double wobble) {
            this.seed = seed;
            this.wobble = wobble;
            random = new Random(seed);
            given = drawn(random);
            prices = given.offers;
        }

        private static Given drawn(Random random) {
            var given = Given.cluster()
                    .consolidating()
                    .target(random.nextInt(6))
                    .survive(List.of(Survive.POOL, Survive.ZONE, Survive.NONE).get(random.nextInt(3)))
                    .offered("m5.large", "c5.large", "r5.large", "m5.xlarge", "c5.xlarge", "m5.2xlarge");
            var pools = given.offers.stream()
                    .map(offer -> offer.pool().toString())
                    .filter(pool -> !pool.endsWith("on-demand"))
                    .map(pool -> pool.replace("eu-west-1", ""))
                    .toList();
            for (var i = 10; i < 13 + random.nextInt(8); i++)
                given.host("i-" + i, pools.get(random.nextInt(pools.size())));
            for (var i = 0; i < 1 + random.nextInt(4); i++)
                given.service("s" + i, 1 + random.nextInt(6))
                        .needing(128 << random.nextInt(4), 256 << random.nextInt(4));
            given.schedulerRuns();
            return given;
        }

        /** In millionths of a dollar. */
        long usual(CapacityPool pool) {
            return prices.stream()
                    .filter(offer -> offer.pool().equals(pool))
                    .findFirst()
                    .orElseThrow()
                    .price()
                    .micros();
        }

        void run() {
            var end = given.now.plus(RUN);
            while (given.now.isBefore(end)) {
                changePrices();
                given.everythingRegisters().schedulerRuns();
                var decision = given.decide();
                check(decision);
                given.carryOut(decision);
                var wake = decision.nextWake();
                var read = given.now.plus(Duration.ofMinutes(5));
                given.now = wake.isAfter(given.now) && wake.isBefore(read)
                        ? wake
                        : decision.steps().isEmpty() && wake.isAfter(given.now) ? read : given.now.plusSeconds(15);
            }
        }

        private void changePrices() {
            given.offers = prices;
            for (var offer : prices)
                given.priced(offer.pool(), offer.price().times(1 + wobble * (2 * random.nextDouble() - 1)));
        }

        private void check(Decision decision) {
            for (var step : decision.steps()) {
                var code = step.reason().code();
                told.add(given.now + " " + step.action().getClass().getSimpleName() + " " + step.reason());
                if (step.action() instanceof LaunchInstances launch && code == Code.CONSOLIDATE) {
                    exchanges++;
                    whenConsolidating.accept(
                            decision.memory().retiring().keySet().stream()
                                    .map(id -> given.hosts.get(id).pool)
                                    .toList(),
                            launch.offers().getFirst().pool());
                    assertThat(Duration.between(lastDisruption, given.now))
                            .as("seed %d: cool-down before %s", seed, step.reason())
                            .isGreaterThanOrEqualTo(COOL_DOWN);
                    for (var id : decision.memory().retiring().keySet())
                        isOldEnough(id, step.reason().sentence());
                    assertThat(new Survival(given, decision).unsafe())
                            .as("seed %d: packs after %s", seed, step.reason())
                            .doesNotContain("none");
                }
                if (step.action() instanceof LaunchInstances) lastDisruption = given.now;
                if (step.action() instanceof DrainInstances drain)
                    for (var arn : drain.containerInstanceArns())
                        isOldEnough(
                                arn.substring("arn:ci/".length()), step.reason().sentence());
                if (step.action() instanceof TerminateInstances terminate) {
                    lastDisruption = given.now;
                    for (var id : terminate.instanceIds())
                        assertThat(given.tasks.values())
                                .as("seed %d: tasks on %s", seed, id)
                                .noneMatch(task -> task.host.id.equals(id));
                }
            }
        }

        /** Also as a surplus: what was just launched was launched for something. */
        private void isOldEnough(String id, String why) {
            if (given.now.isBefore(Given.NOON.plus(BEGINNING))) return;
            var host = given.hosts.get(id);
            assertThat(Duration.between(host.launchedAt, given.now))
                    .as("seed %d: %s goes young: %s, after %s", seed, id, why, told)
                    .isGreaterThanOrEqualTo(YOUNG);
        }
    }
}
