package dev.ballast.decide;

import static dev.ballast.decide.Told.actions;
import static dev.ballast.decide.Told.codes;
import static dev.ballast.decide.Told.notes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.ballast.model.Action.DrainInstances;
import dev.ballast.model.Action.LaunchInstances;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.Decision;
import dev.ballast.model.Memory.Quarantine;
import dev.ballast.model.Offer;
import dev.ballast.model.Outcome;
import dev.ballast.model.Outcome.Failure;
import dev.ballast.model.PurchaseOption;
import dev.ballast.model.Reason.Code;
import dev.ballast.model.Settings.OnDemand;
import dev.ballast.model.Settings.Survive;
import dev.ballast.model.UsdPerHour;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Spot that is not to be had: what is asked no more, what is bought on demand in its place, and how it comes back. */
class FallbackTest {
    private static OnDemand atOnce(String cap, double share, int base) {
        return new OnDemand(Duration.ZERO, UsdPerHour.of(cap), share, base, 0);
    }

    private static Given cluster(int target, OnDemand onDemand) {
        return Given.cluster().target(target).survive(Survive.NONE).onDemand(onDemand);
    }

    private static int bought(Decision decision, PurchaseOption option) {
        return actions(decision, LaunchInstances.class).stream()
                .filter(launch -> launch.offers().getFirst().pool().option() == option)
                .mapToInt(LaunchInstances::total)
                .sum();
    }

    private static int onDemand(Decision decision) {
        return bought(decision, PurchaseOption.ON_DEMAND);
    }

    private static int spot(Decision decision) {
        return bought(decision, PurchaseOption.SPOT);
    }

    /** Every spot pool had nothing a moment ago. */
    private static Given dry(Given given) {
        var quarantine = new TreeMap<CapacityPool, Quarantine>();
        for (var offer : given.offers)
            if (offer.pool().option() == PurchaseOption.SPOT)
                quarantine.put(offer.pool(), quarantine(given, Duration.ofMinutes(3)));
        return given.quarantine(quarantine);
    }

    private static Quarantine quarantine(Given given, Duration still) {
        return new Quarantine(given.now.plus(still), 1, "InsufficientInstanceCapacity", null);
    }

    // the bounds

    @ParameterizedTest(name = "of {0} needed a share of {1}: {2}")
    @CsvSource({
        "10, 1, 10",
        "10, 0.5, 5",
        "10, 0.49, 4",
        "3, 0.3334, 1",
        "3, 0.3333, 0",
        "10, 0, 0",
        "1, 0.99, 0",
        "7, 1, 7"
    })
    void theFallbackIsAtMostItsShareOfWhatIsNeeded(int target, double share, int most) {
        var decision = dry(cluster(target, atOnce("100", share, 0))).decide();
        assertThat(onDemand(decision)).isEqualTo(most);
        if (most < target) assertThat(notes(decision)).contains(Code.CAPPED);
    }

    @Test
    void whatIsThereCountsTowardsWhatIsNeeded() {
        var given = cluster(10, atOnce("100", 0.5, 0));
        for (var i = 0; i < 4; i++) given.host("i-s" + i, "m5.large/a");
        for (var i = 0; i < 3; i++) given.host("i-d" + i, "m5.large/b/on-demand");
        var decision = dry(given).decide();
        assertThat(onDemand(decision)).isEqualTo(2);
        assertThat(decision.notes())
                .anySatisfy(note -> assertThat(note.sentence()).contains("5 of at most 5 instances are used"));
    }

    @Test
    void theCapHoldsBesideTheShare() {
        // c5.large costs 0.095 an hour there, so three are the cap's most
        var decision = dry(cluster(10, atOnce("0.30", 0.5, 0))).decide();
        assertThat(onDemand(decision)).isEqualTo(3);
    }

    @Test
    void aTypeThatIsOfferedNoMoreStillCosts() {
        // a c5.xlarge is 0.19 an hour, a c5.large 0.095
        var given = cluster(4, atOnce("0.30", 1, 0));
        given.host("i-1", "c5.xlarge/a/on-demand");
        assertThat(onDemand(dry(given).decide())).isEqualTo(1);
    }

    @Test
    void withoutPatienceSpotIsAskedOnceFirst() {
        var given = cluster(3, atOnce("100", 1, 0));
        var first = given.decide();
        assertThat(spot(first)).isEqualTo(3);
        assertThat(onDemand(first)).isZero();
        refuse(given, first, "InsufficientInstanceCapacity");
        var second = given.later(Duration.ofSeconds(1)).decide();
        assertThat(onDemand(second)).isEqualTo(3);
    }

    // the base

    @Test
    void theBaseIsBoughtFirstAndTheRestOnSpot() {
        var given = cluster(5, new OnDemand(Duration.ofMinutes(5), UsdPerHour.ZERO, 0, 2, 0));
        var first = given.decide();
        assertThat(codes(first)).containsOnly(Code.ON_DEMAND_BASE);
        assertThat(onDemand(first)).isEqualTo(2);
        assertThat(first.steps().getFirst().reason().sentence()).contains("2 of the base of 2 on demand are missing");

        given.carryOut(first).later(Duration.ofSeconds(1));
        var second = given.decide();
        assertThat(onDemand(second)).isZero();
        assertThat(spot(second)).isEqualTo(3);
    }

    @Test
    void theBaseNeverGoesBackToSpotNorAsSurplus() {
        var given = cluster(3, atOnce("100", 1, 2));
        for (var i = 0; i < 3; i++)
            given.host("i-" + i, "m5.large/a/on-demand").launchedAt(given.now.minus(Duration.ofHours(5 - i)));
        given.decide();
        assertThat(given.memory.retiring()).containsOnlyKeys("i-2");

        var many = cluster(3, atOnce("100", 1, 2));
        many.host("i-0", "m5.large/a/on-demand");
        many.host("i-1", "m5.large/b/on-demand");
        for (var i = 2; i < 5; i++) many.host("i-" + i, "c5.large/a");
        many.decide();
        var drain = many.later(Duration.ofMinutes(1)).decide();
        assertThat(actions(drain, DrainInstances.class))
                .containsExactly(new DrainInstances(List.of("arn:ci/i-2", "arn:ci/i-3")));
    }

    @Test
    void theBaseReplacesSpotInstancesOfARunningCluster() {
        var given = cluster(3, atOnce("100", 1, 1));
        for (var i = 0; i < 3; i++) given.host("i-" + i, "m5.large/" + "abc".charAt(i));
        var buy = given.decide();
        assertThat(onDemand(buy)).isEqualTo(1);
        given.carryOut(buy).later(Duration.ofMinutes(1)).everythingRegisters().decide();
        given.decide();
        var drain = given.later(Duration.ofMinutes(2)).decide();
        assertThat(codes(drain)).containsExactly(Code.SURPLUS);
    }

    @Test
    void aBaseThatCannotBeHadHoldsUpNothing() {
        var given = cluster(2, atOnce("0", 1, 2));
        var quarantine = new TreeMap<CapacityPool, Quarantine>();
        for (var offer : given.offers)
            if (offer.pool().option() == PurchaseOption.ON_DEMAND)
                quarantine.put(offer.pool(), quarantine(given, Duration.ofMinutes(3)));
        assertThat(spot(given.quarantine(quarantine).decide())).isEqualTo(2);
    }

    @Test
    void theBaseIsNoPartOfCapAndShare() {
        // one c5.large is 0.095 an hour
        var given = cluster(6, atOnce("0.20", 0.5, 2));
        given.host("i-0", "m5.large/a/on-demand");
        given.host("i-1", "m5.large/b/on-demand");
        assertThat(onDemand(dry(given).decide())).isEqualTo(2);
    }

    @Test
    void aTargetThatWasLoweredBelowTheBaseIsOnDemandAltogether() {
        var given = cluster(1, atOnce("0", 1, 3));
        assertThat(onDemand(given.decide())).isEqualTo(1);
    }

    @Test
    void whoLeavesIsReplacedBeforeTheBaseIsFilledUp() {
        var given = cluster(2, atOnce("0", 1, 1));
        given.host("i-0", "m5.large/a");
        given.host("i-1", "m5.large/b");
        given.notice("i-0");
        var decision = given.decide();
        assertThat(spot(decision)).isEqualTo(1);
        assertThat(onDemand(decision)).isZero();
    }

    // what is not asked

    static Stream<Arguments> backoffs() {
        return Stream.of(
                arguments("InsufficientInstanceCapacity", List.of(2L, 4L, 8L, 10L, 10L)),
                arguments("UnfulfillableCapacity", List.of(2L, 4L, 8L)),
                arguments("AnythingElse", List.of(2L, 4L, 8L)),
                arguments("InsufficientFreeAddressesInSubnet", List.of(3L, 6L, 12L)),
                arguments("SpotMaxPriceTooLow", List.of(15L, 30L, 60L)),
                arguments("Unsupported", List.of(60L, 120L, 240L)),
                arguments("MaxSpotInstanceCountExceeded", List.of(5L, 10L, 20L)));
    }

    @ParameterizedTest(name = "{0}: {1} minutes")
    @MethodSource("backoffs")
    void eachCodeHasItsOwnBackoff(String code, List<Long> minutes) {
        var given = Given.cluster().target(1).survive(Survive.NONE).offeredOnly("m5.large/eu-west-1a");
        for (var wait : minutes) {
            refuse(given, given.decide(), code);
            given.decide();
            assertThat(asked(given.decide())).isEmpty();
            given.later(Duration.ofMinutes(wait).minusSeconds(1));
            assertThat(asked(given.decide())).isEmpty();
            given.later(Duration.ofSeconds(1));
        }
    }

    private static void refuse(Given given, Decision decision, String code) {
        for (var step : decision.steps())
            if (step.action() instanceof LaunchInstances launch)
                given.answer(
                        step,
                        new Outcome.NoCapacity(launch.offers().stream()
                                .map(offer -> new Failure(offer.pool().toString(), code, "none"))
                                .toList()));
    }

    private static List<CapacityPool> asked(Decision decision) {
        return actions(decision, LaunchInstances.class).stream()
                .flatMap(launch -> launch.offers().stream())
                .map(Offer::pool)
                .toList();
    }

    @Test
    void whatFailsInTurnWithTwoCodesBacksOffForEach() {
        var given = Given.cluster().target(1).survive(Survive.NONE).offeredOnly("m5.large/eu-west-1a");
        var waits = new ArrayList<Long>();
        for (var code : List.of(
                "InsufficientInstanceCapacity",
                "SpotMaxPriceTooLow",
                "InsufficientInstanceCapacity",
                "SpotMaxPriceTooLow")) {
            refuse(given, given.decide(), code);
            var until = given.decide()
                    .memory()
                    .quarantine()
                    .get(CapacityPool.of("m5.large/eu-west-1a"))
                    .until();
            waits.add(Duration.between(given.now, until).toMinutes());
            given.now = until;
        }
        assertThat(waits).containsExactly(2L, 15L, 4L, 30L);
    }

    @Test
    void aQuotaThatIsUsedUpPausesEveryPoolOfItsBucketAndOfNoOther() {
        var given = Given.cluster()
                .target(3)
                .survive(Survive.NONE)
                .onDemandAfter(Duration.ofMinutes(1), "100")
                .offered("m5.large", "c5.large", "r5.large", "g4dn.xlarge");
        given.offers = given.offers.stream()
                .filter(offer -> offer.pool().instanceType().equals("m5.large")
                        || offer.pool().zone().endsWith("a"))
                .toList();
        var first = given.decide();
        var launch = first.steps().getFirst();
        var one = ((LaunchInstances) launch.action()).offers().getFirst().pool();
        given.answer(
                launch,
                new Outcome.NoCapacity(List.of(new Failure(one.toString(), "MaxSpotInstanceCountExceeded", "max"))));

        var second = given.later(Duration.ofSeconds(1)).decide();

        assertThat(second.memory().quarantine()).isEmpty();
        assertThat(second.memory().pauses()).containsOnlyKeys("spot quota of standard types");
        assertThat(asked(second)).as("G is another bucket").containsOnly(Given.pool("g4dn.xlarge/a"));
        assertThat(second.notes())
                .anySatisfy(note -> assertThat(note.sentence())
                        .isEqualTo("no pool of the spot quota of standard types is asked before 2026-01-01T12:05:01Z"
                                + " (MaxSpotInstanceCountExceeded, once in a row)"));

        refuse(given, second, "InsufficientInstanceCapacity");
        given.later(Duration.ofSeconds(1)).decide();
        given.later(Duration.ofMinutes(1));
        assertThat(onDemand(given.decide()))
                .as("on demand has a quota of its own")
                .isPositive();
    }

    @Test
    void aSubnetWithoutAddressesPausesItsZoneHoweverItIsBought() {
        var given = Given.cluster().target(3).survive(Survive.NONE).onDemandAfter(Duration.ZERO, "100");
        var first = given.decide();
        var step = first.steps().getFirst();
        var here = asked(first).stream()
                .filter(pool -> pool.zone().equals("eu-west-1a"))
                .findFirst()
                .orElseThrow();
        given.answer(
                step,
                new Outcome.NoCapacity(
                        List.of(new Failure(here.toString(), "InsufficientFreeAddressesInSubnet", "no address"))));
        var second = given.later(Duration.ofSeconds(1)).decide();
        assertThat(onDemand(second)).as("patience is over").isPositive();
        assertThat(asked(second)).isNotEmpty().noneMatch(pool -> pool.zone().equals("eu-west-1a"));
    }

    @Test
    void aPauseIsCountedOnceAnAnswerAndEndsWithTheFirstInstance() {
        var given = Given.cluster().target(3).survive(Survive.NONE);
        refuse(given, given.decide(), "MaxSpotInstanceCountExceeded");
        var paused = given.later(Duration.ofSeconds(1)).decide();
        assertThat(paused.memory().pauses().values()).singleElement().satisfies(pause -> {
            assertThat(pause.failures()).isEqualTo(1);
            assertThat(paused.nextWake()).isBeforeOrEqualTo(pause.until());
            given.now = pause.until();
        });
        var again = given.decide();
        given.carryOut(again).later(Duration.ofSeconds(1));
        assertThat(given.decide().memory().pauses()).isEmpty();
    }

    @Test
    void aPartialAnswerIsFilledUpFromOtherPoolsAtOnceOnDemandToo() {
        var given = dry(cluster(3, atOnce("100", 1, 0)));
        var first = given.decide();
        var step = first.steps().getFirst();
        var launch = (LaunchInstances) step.action();
        var dry = launch.offers().getFirst().pool();
        var came = launch.offers().stream()
                .skip(1)
                .map(offer -> new Outcome.Launched("i-" + offer.pool().zone(), offer.pool()))
                .toList();
        assertThat(first.nextWake()).isBeforeOrEqualTo(given.now.plusSeconds(1));
        given.answer(
                step,
                new Outcome.PartlyDone(
                        came, List.of(new Failure(dry.toString(), "InsufficientInstanceCapacity", "none"))));

        var second = given.later(Duration.ofSeconds(1)).decide();

        assertThat(onDemand(second)).isEqualTo(3 - came.size());
        assertThat(asked(second)).isNotEmpty().doesNotContain(dry);
    }

    // back

    @ParameterizedTest(name = "quarantine over for {0} minutes: back {1}")
    @CsvSource({"-1, false", "0, false", "9, false", "10, true", "30, true"})
    void spotMustBeBackForAsLongAsAnInstanceMustStay(int minutes, boolean back) {
        var given = cluster(1, atOnce("100", 1, 0));
        given.host("i-1", "m5.large/a/on-demand");
        dry(given);
        var quarantine = new TreeMap<>(given.memory.quarantine());
        quarantine.replaceAll((pool, same) -> quarantine(given, Duration.ofMinutes(-minutes)));
        given.quarantine(quarantine).decide();
        assertThat(given.memory.retiring().containsKey("i-1")).isEqualTo(back);
    }

    @Test
    void oneSteadyPoolIsEnoughAndALosingOneIsNone() {
        var given = dry(cluster(1, atOnce("100", 1, 0)));
        given.host("i-1", "m5.large/a/on-demand");
        var quarantine = new TreeMap<>(given.memory.quarantine());
        quarantine.replaceAll(
                (pool, same) -> new Quarantine(given.now.plus(Duration.ofMinutes(5)), 0, Quarantine.LOSING, null));
        given.quarantine(quarantine).decide();
        assertThat(given.memory.retiring()).isEmpty();

        quarantine.remove(quarantine.firstKey());
        given.quarantine(quarantine).decide();
        assertThat(given.memory.retiring()).containsOnlyKeys("i-1");
    }

    @Test
    void onlySoManyGoBackAtOnceTheEldestOfTheFallbackNotBeforeTheDwell() {
        var given = cluster(5, atOnce("100", 1, 1)).drainsAtOnce(2);
        for (var i = 0; i < 5; i++)
            given.host("i-" + i, "m5.large/a/on-demand")
                    .launchedAt(given.now.minus(Duration.ofMinutes(i == 4 ? 9 : 60 - i)));
        given.decide();
        assertThat(given.memory.retiring()).containsOnlyKeys("i-1", "i-2");
        var buy = given.decide();
        assertThat(codes(buy)).containsOnly(Code.BACK_TO_SPOT);
        assertThat(spot(buy)).as("launched before anything is drained").isEqualTo(2);
        assertThat(actions(buy, DrainInstances.class)).isEmpty();
    }

    @Test
    void aReplacementThatDidNotComeKeepsNobodyFromGoingBackWhenAPoolMayBeAskedAgain() {
        var given = cluster(1, atOnce("100", 1, 0)).offeredOnly("m5.large/eu-west-1a");
        given.host("i-1", "m5.large/a/on-demand");
        given.decide();
        refuse(given, given.decide(), "InsufficientInstanceCapacity");
        given.decide();
        given.later(Duration.ofMinutes(11)).decide();
        assertThat(given.decide().memory().retiring()).as("it stays").isEmpty();
        given.later(Duration.ofMinutes(2)).decide();
        assertThat(given.memory.retiring()).containsOnlyKeys("i-1");
    }

    @Test
    void aPoolThatLosesInstancesAndHasNoneIsNotAskedAgainAtOnce() {
        var given = Given.cluster().target(1).survive(Survive.NONE).offeredOnly("m5.large/eu-west-1a");
        var pool = CapacityPool.of("m5.large/eu-west-1a");
        var losing = new TreeMap<CapacityPool, Quarantine>();
        var until = given.now.plus(Duration.ofMinutes(10));
        losing.put(pool, new Quarantine(until, 0, Quarantine.LOSING, null));
        given.quarantine(losing);
        var first = given.decide();
        assertThat(asked(first)).as("there is no other").containsExactly(pool);
        refuse(given, first, "InsufficientInstanceCapacity");
        var second = given.decide();
        assertThat(asked(second)).isEmpty();
        assertThat(second.memory().quarantine().get(pool)).satisfies(now -> {
            assertThat(now.until()).isEqualTo(until);
            assertThat(now.code()).isEqualTo("InsufficientInstanceCapacity");
        });
    }
}
