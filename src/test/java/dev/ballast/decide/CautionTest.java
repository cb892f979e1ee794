package dev.ballast.decide;

import static dev.ballast.decide.Told.actions;
import static dev.ballast.decide.Told.codes;
import static dev.ballast.decide.Told.notes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ballast.model.Action.DrainInstances;
import dev.ballast.model.Action.LaunchInstances;
import dev.ballast.model.Action.TerminateInstances;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.Decision;
import dev.ballast.model.Experience;
import dev.ballast.model.Experience.Caution;
import dev.ballast.model.Experience.History;
import dev.ballast.model.Experience.Setback;
import dev.ballast.model.InstanceState;
import dev.ballast.model.Outcome;
import dev.ballast.model.Outcome.Failure;
import dev.ballast.model.Outcome.Launched;
import dev.ballast.model.PurchaseOption;
import dev.ballast.model.Reason.Code;
import dev.ballast.model.Settings.OnDemand;
import dev.ballast.model.Settings.Survive;
import dev.ballast.model.UsdPerHour;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When on demand is stood in although spot could be had, because its pools are young. Hosts are sure 5 s before a notice ends. */
class CautionTest {
    private static final CapacityPool POOL = Given.pool("m5.large/a");

    private static Given cluster(int coldStartSeconds, String cap, double caution) {
        return Given.cluster()
                .target(1)
                .survive(Survive.NONE)
                .offeredOnly("m5.large/eu-west-1a", "m5.large/eu-west-1a/on-demand")
                .onDemand(new OnDemand(Duration.ofMinutes(5), UsdPerHour.of(cap), 1, 0, caution))
                .coldStarts(Collections.nCopies(5, Duration.ofSeconds(coldStartSeconds)));
    }

    private static Given slow() {
        return cluster(180, "100", 0.1);
    }

    private static Given setBack(Given given, Setback setback, Caution caution) {
        var pools = new TreeMap<CapacityPool, History>();
        pools.put(POOL, new History(0, 0, given.now, false, 0, Optional.of(setback)));
        var known = given.memory.experience();
        return given.experience(new Experience(known.coldStarts(), null, pools, Optional.empty(), caution));
    }

    private static Given aged(Given given, Duration age) {
        return setBack(given, new Setback(given.now.minus(age), true, given.now), Caution.NONE);
    }

    private static String bought(Decision decision) {
        return actions(decision, LaunchInstances.class).stream()
                .flatMap(launch -> launch.offers().stream())
                .map(offer -> offer.pool().option() == PurchaseOption.SPOT ? "spot" : "on demand")
                .findFirst()
                .orElse("nothing");
    }

    /** With a share of unnoticed losses u, a loss leaves tasks without a place for u x (cold start + 5) + (1 - u) x (cold start - 115) s. */
    @ParameterizedTest(name = "cold start {0} s, {1} losses without a notice, age {2}: {3}")
    @CsvSource({
        "180, 0, PT1M, on demand",
        "180, 0, PT10H, on demand",
        "180, 0, P20D, spot",
        "120, 0, PT1H, on demand",
        "120, 0, PT12H, spot",
        "115, 0, PT0S, spot",
        "60, 0, PT0S, spot",
        "60, 4, PT1H, on demand",
        "60, 4, P20D, spot"
    })
    void onDemandIsStoodInWhileAPoolIsTooYoung(int coldStart, int unnoticed, Duration age, String expected) {
        var given = cluster(coldStart, "100", 0.1);
        var caution = new Caution(0, unnoticed, 0, 0, 0, 0, given.now);
        setBack(given, new Setback(given.now.minus(age), true, given.now), caution);
        assertThat(bought(given.decide())).isEqualTo(expected);
    }

    @Test
    void theReasonIsSaidWithThePoolThatIsNotAsked() {
        var decision = aged(slow(), Duration.ofMinutes(10)).decide();
        assertThat(codes(decision)).containsOnly(Code.YOUNG_POOL);
        assertThat(decision.steps().getFirst().reason().alternatives())
                .containsExactly(
                        "m5.large/eu-west-1a: lost or empty until 600 s ago, and so too likely to be lost for what on"
                                + " demand costs more");
    }

    @Test
    void aPoolThatNeverFailedIsOld() {
        assertThat(bought(slow().decide())).isEqualTo("spot");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"caution is 0", "no fallback", "a spare is held", "nothing is measured"})
    void spotIsBoughtWhere(String what) {
        var given = switch (what) {
            case "caution is 0" -> cluster(180, "100", 0);
            case "no fallback" -> cluster(180, "0", 0.1);
            case "a spare is held" -> slow().survive(Survive.POOL);
            default -> slow().coldStarts(List.of());
        };
        assertThat(bought(aged(given, Duration.ofMinutes(1)).decide())).isEqualTo("spot");
    }

    /** The younger, the longer it is worth it: at an hour two thirds of the budget are. */
    @ParameterizedTest(name = "{0} of 10 dollars used, age {1}: {2}")
    @CsvSource({
        "0, PT1H, on demand",
        "5, PT1H, on demand",
        "9.5, PT1H, spot",
        "9.5, PT1M, on demand",
        "10, PT1M, spot",
        "20, PT1M, spot"
    })
    void whatCautionHasCostMakesItBolder(double premium, Duration age, String expected) {
        var given = slow();
        var caution = new Caution(1, 0, premium, 100, 0, 0, given.now);
        setBack(given, new Setback(given.now.minus(age), true, given.now), caution);
        assertThat(bought(given.decide())).isEqualTo(expected);
    }

    @Test
    void whatItCostsIsAddedUpWhileAYoungPoolCouldBeHad() {
        var given = aged(slow(), Duration.ofMinutes(1));
        given.host("i-1", "m5.large/a/on-demand");
        given.decide();
        var begun = given.memory.experience().caution();
        var onDemand = given.offers.getLast().price().dollars();
        var spot = given.offers.getFirst().price().dollars();
        assertThat(begun.premiumPerHour()).isCloseTo(onDemand - spot, within(1e-6));
        assertThat(begun.basePerHour()).isCloseTo(spot, within(1e-6));
        given.later(Duration.ofHours(1)).decide();
        assertThat(given.memory.experience().caution().premium()).isCloseTo(onDemand - spot, within(1e-3));
    }

    @Test
    void whereOnDemandIsCappedYoungPoolsAreTheLastResort() {
        var decision = aged(cluster(180, "0.0001", 0.1), Duration.ofMinutes(1)).decide();
        assertThat(bought(decision)).isEqualTo("spot");
        assertThat(notes(decision)).contains(Code.CAPPED);
    }

    // losses

    @Test
    void whatEc2TookWithoutANoticeIsALossAndNoReasonToDoubtTheView() {
        var given = slow().target(4).offered("m5.large", "c5.large");
        for (var i = 0; i < 4; i++) given.host("i-" + i, "m5.large/a");
        given.decide();
        for (var i = 0; i < 4; i++) {
            var host = given.hosts.get("i-" + i).in(InstanceState.TERMINATED);
            host.reclaimed = true;
            host.registered = false;
        }
        var decision = given.later(Duration.ofSeconds(10)).decide();
        assertThat(notes(decision)).doesNotContain(Code.TOO_MANY_HOSTS_MISSING);
        assertThat(actions(decision, LaunchInstances.class)).isNotEmpty();
        var experience = given.memory.experience();
        assertThat(experience.caution().unnoticed()).isCloseTo(4, within(1e-6));
        assertThat(experience.pools().get(POOL).losses()).isCloseTo(1, within(1e-6));
        assertThat(experience.pools().get(POOL).setback())
                .hasValueSatisfying(setback -> assertThat(setback.isBack()).isFalse());

        given.later(Duration.ofSeconds(10)).decide();
        assertThat(given.memory.experience().caution().unnoticed()).as("once").isCloseTo(4, within(1e-3));
    }

    @Test
    void aPersonWhoEndsAnInstanceIsNoLoss() {
        var given = slow();
        given.host("i-1", "m5.large/a");
        given.decide();
        given.hosts.get("i-1").in(InstanceState.TERMINATED).registered = false;
        given.later(Duration.ofSeconds(10)).decide();
        assertThat(given.memory.experience().caution().unnoticed()).isZero();
        assertThat(given.memory.experience().pools()).doesNotContainKey(POOL);
    }

    @Test
    void whoeverStandsInAPoolThatJustLostAnotherGoesOnDemandTheReplacementFirst() {
        var given = slow().target(2);
        given.host("i-1", "m5.large/a");
        given.host("i-2", "m5.large/a");
        given.decide();
        given.notice("i-1");
        given.decide();
        assertThat(given.memory.retiring()).containsOnlyKeys("i-2");
        var launches = actions(given.decide(), LaunchInstances.class);
        assertThat(launches.stream().mapToInt(LaunchInstances::total).sum()).isLessThanOrEqualTo(2);
        assertThat(actions(given.decide(), DrainInstances.class))
                .allSatisfy(drain -> assertThat(drain.containerInstanceArns()).doesNotContain("arn:ci/i-2"));
    }

    // probes

    private static Given standingIn() {
        var given = slow();
        given.host("i-1", "m5.large/a/on-demand");
        var at = given.now.minus(Duration.ofMinutes(20));
        return setBack(given, new Setback(at, false, at), new Caution(1, 0, 0, 100, 0, 0, given.now));
    }

    @Test
    void whileOnDemandStandsInAPoolThatHadNothingIsAskedForOneThatIsEndedAtOnce() {
        var given = standingIn();
        var decision = given.decide();
        assertThat(codes(decision)).containsExactly(Code.PROBE);
        var launch = (LaunchInstances) decision.steps().getFirst().action();
        assertThat(launch.total()).isEqualTo(1);
        given.answer(decision.steps().getFirst(), Outcome.launched(List.of(new Launched("i-probe", POOL))));
        assertThat(given.later(Duration.ofSeconds(1)).decide().steps())
                .as("EC2 does not list it yet")
                .isEmpty();
        assertThat(given.memory.launches()).as("it is nothing to wait for").isEmpty();
        assertThat(given.memory.experience().pools().get(POOL).setback())
                .contains(new Setback(given.now, true, given.now));
        assertThat(given.memory.experience().caution().premium()).as("a minute").isPositive();

        given.host("i-probe", "m5.large/a").booting();
        assertThat(actions(given.later(Duration.ofSeconds(15)).decide(), TerminateInstances.class))
                .singleElement()
                .satisfies(end -> assertThat(end.instanceIds()).containsExactly("i-probe"));
        given.hosts.remove("i-probe");
        assertThat(given.later(Duration.ofMinutes(1)).decide().steps())
                .as("seen a minute ago")
                .isEmpty();
        assertThat(codes(given.later(Duration.ofMinutes(5)).decide())).containsExactly(Code.PROBE);
    }

    @Test
    void aProbeThatFindsNothingIsSentAgainWhenThePoolMayBeAsked() {
        var given = standingIn();
        var decision = given.decide();
        given.answer(
                decision.steps().getFirst(),
                new Outcome.NoCapacity(List.of(new Failure(POOL.toString(), "InsufficientInstanceCapacity", "none"))));
        assertThat(given.later(Duration.ofSeconds(1)).decide().steps()).isEmpty();
        assertThat(given.memory.quarantine()).containsOnlyKeys(POOL);
        assertThat(codes(given.later(Duration.ofMinutes(2)).decide())).containsExactly(Code.PROBE);
    }

    @Test
    void nobodyIsProbedWhereNothingIsOnDemand() {
        var given = slow().offered("m5.large");
        given.host("i-1", "m5.large/b");
        var at = given.now.minus(Duration.ofMinutes(20));
        assertThat(setBack(given, new Setback(at, false, at), Caution.NONE)
                        .decide()
                        .steps())
                .isEmpty();
    }

    @Test
    void aProbeThatJoinedBeforeItsAnswerCameIsDrainedFirst() {
        var given = standingIn();
        var decision = given.decide();
        given.answer(decision.steps().getFirst(), Outcome.launched(List.of(new Launched("i-probe", POOL))));
        given.host("i-probe", "m5.large/a");
        given.service("web", 1);
        given.running("web", "i-probe");
        for (var look = 0; look < 3; look++)
            assertThat(actions(given.later(Duration.ofSeconds(15)).decide(), TerminateInstances.class))
                    .isEmpty();
        assertThat(given.memory.retiring()).containsOnlyKeys("i-probe");
    }
}
