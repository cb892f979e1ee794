package dev.ballast.decide;

import static dev.ballast.decide.Given.pool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.model.Architecture;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.Memory.Quarantine;
import dev.ballast.model.PoolChoice;
import dev.ballast.model.PoolChoice.Verdict;
import dev.ballast.model.PurchaseOption;
import dev.ballast.model.Settings.Survive;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every pool that the settings name has one verdict, with its reason and what it costs against what is bought. */
class EveryPoolTest {
    /** What two tasks of half a host need is bought; m5.large/a is the cheapest, and all of its kind. */
    private static Given twoTasks() {
        var given = Given.cluster().survive(Survive.NONE);
        given.service("web", 2).needing(900, 3_000);
        return given.priced("m5.large/a", "0.010");
    }

    private static PoolChoice of(String pool, List<PoolChoice> pools) {
        return pools.stream()
                .filter(one -> one.pool().equals(pool(pool)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void everyPoolIsNamedOnce() {
        var given = twoTasks();
        var pools = given.explain().pools();
        assertThat(pools)
                .extracting(PoolChoice::pool)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(
                        given.offers.stream().map(offer -> offer.pool()).toList());
        assertThat(pools).extracting(PoolChoice::why).noneMatch(String::isBlank);
    }

    @Test
    void whatIsBoughtStandsFirstWithItsCount() {
        var first = twoTasks().explain().pools().getFirst();
        assertThat(first.pool()).isEqualTo(pool("m5.large/a"));
        assertThat(first.verdict()).isEqualTo(Verdict.BOUGHT);
        assertThat(first.why()).isEqualTo("1 more");
        assertThat(first.difference()).contains(0.0);
    }

    @Test
    void theSameDecisionIsMadeAsWithoutAsking() {
        var given = twoTasks();
        assertThat(given.explain().decision().steps()).isEqualTo(given.decide().steps());
    }

    @ParameterizedTest(name = "{0} at {1}: {2}, {3}")
    @CsvSource({
        "m5.large/b, 0.0120, DEARER, '20.0 % dearer for what these tasks need than the dearest that is bought'",
        "m5.large/b, 0.0100, NOT_NEEDED, 'no dearer for what these tasks need, but enough is bought of others'",
        "m5.large/b/on-demand, 0.1070, FALLBACK, 'on demand is not asked: capacity.on-demand.cap-per-hour is 0'"
    })
    void whatMayBeAskedIsComparedWithWhatIsBought(String pool, String price, Verdict verdict, String why) {
        var choice = of(pool, twoTasks().priced(pool, price).explain().pools());
        assertThat(choice.verdict()).isEqualTo(verdict);
        assertThat(choice.why()).isEqualTo(why);
        assertThat(choice.price()).hasToString("$" + price + "/h");
    }

    @Test
    void onDemandWaitsForAShortageWhereItHasACap() {
        var choice = of(
                "m5.large/b/on-demand",
                twoTasks().onDemandAfter(Duration.ofMinutes(2), "5").explain().pools());
        assertThat(choice.verdict()).isEqualTo(Verdict.FALLBACK);
        assertThat(choice.why()).isEqualTo("on demand is asked only while spot is short");
        assertThat(choice.difference().orElseThrow()).isGreaterThan(1);
    }

    @Test
    void whatIsBoughtOnDemandIsBought() {
        var given = twoTasks().onDemandAfter(Duration.ZERO, "5");
        var dry = new TreeMap<CapacityPool, Quarantine>();
        for (var offer : given.offers)
            if (offer.pool().option() == PurchaseOption.SPOT)
                dry.put(
                        offer.pool(),
                        new Quarantine(given.now.plus(Duration.ofMinutes(3)), 1, "InsufficientInstanceCapacity", null));
        var pools = given.quarantine(dry).explain().pools();
        assertThat(pools.getFirst().verdict()).isEqualTo(Verdict.BOUGHT);
        assertThat(pools.getFirst().pool().option()).isEqualTo(PurchaseOption.ON_DEMAND);
        assertThat(of("m5.large/a", pools).verdict()).isEqualTo(Verdict.QUARANTINED);
        assertThat(of("m5.large/a", pools).why())
                .isEqualTo("quarantined until 2026-01-01T12:03:00Z (InsufficientInstanceCapacity)");
    }

    @Test
    void aPoolAboveTheBoundSaysTheBound() {
        var choice = of("m5.large/a", twoTasks().maxPrice("0.009").explain().pools());
        assertThat(choice.verdict()).isEqualTo(Verdict.ABOVE_MAX_PRICE);
        assertThat(choice.why()).isEqualTo("$0.0100/h is above the bound of $0.0090/h");
    }

    @Test
    void aPoolOfAnotherArchitectureThanTheImageSaysSo() {
        var given = twoTasks();
        given.offered("m5.large", "m6g.large");
        var choice = of("m6g.large/a", given.explain().pools());
        assertThat(choice.verdict()).isEqualTo(Verdict.WRONG_ARCHITECTURE);
        assertThat(choice.why()).isEqualTo("the image is for " + Architecture.X86_64.ec2Name());
    }

    @Test
    void aPoolWhoseHostsAreTooSmallSaysSo() {
        var given = Given.cluster().survive(Survive.NONE);
        given.service("big", 1).needing(3_000, 8_000);
        var choice = of("m5.large/a", given.explain().pools());
        assertThat(choice.verdict()).isEqualTo(Verdict.NOTHING_FITS);
        assertThat(choice.difference()).isEmpty();
    }

    @Test
    void aCheapPoolOfLargeHostsLosesMoreAtOnce() {
        var given = Given.cluster().survive(Survive.POOL);
        given.service("web", 2).needing(900, 3_000);
        for (var zone : List.of("a", "b", "c")) given.priced("m5.large/" + zone, "0.010");
        var choice =
                of("m5.xlarge/a", given.priced("m5.xlarge/a", "0.020").explain().pools());
        assertThat(choice.verdict()).isEqualTo(Verdict.LARGER_LOSS);
    }

    @Test
    void whereNothingIsMissingPoolsAreComparedWithWhatRuns() {
        var given = twoTasks();
        given.host("i-1", "m5.large/a");
        given.running("web", "i-1", "i-1");
        given.priced("m5.large/b", "0.011").priced("m5.large/c", "0.010");
        var pools = given.explain().pools();
        assertThat(pools.getFirst().pool()).isEqualTo(pool("m5.large/a"));
        assertThat(pools.getFirst().verdict()).isEqualTo(Verdict.RUNS);
        assertThat(pools.getFirst().why()).isEqualTo("nothing is missing");
        assertThat(of("m5.large/b", pools).why())
                .isEqualTo("10.0 % dearer for what these tasks need than the dearest that runs");
        assertThat(of("m5.large/c", pools).why())
                .isEqualTo("no dearer for what these tasks need, but nothing is missing");
    }

    @Test
    void withoutTasksTheTargetsUnitIsCompared() {
        var given = Given.cluster().target("2 vcpu").survive(Survive.NONE).priced("m5.large/a", "0.010");
        assertThat(of(
                                "m5.large/b",
                                given.priced("m5.large/b", "0.015").explain().pools())
                        .why())
                .isEqualTo("50.0 % dearer for each vCPU than the dearest that is bought");
    }

    @Test
    void whileTheClusterIsTakenDownNoPoolIsAsked() {
        assertThat(twoTasks().takenDown().explain().pools()).isEmpty();
    }
}
