package dev.ballast.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.ballast.decide.draft.Draft;
import dev.ballast.decide.facts.Join;
import dev.ballast.decide.market.LossRates;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.Experience;
import dev.ballast.model.Experience.History;
import dev.ballast.model.LossBand;
import dev.ballast.model.Observation.Scope;
import dev.ballast.model.Settings;
import dev.ballast.model.Settings.Survive;
import dev.ballast.model.Signal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a pool's loss rate is made of: what others say, and what the cluster has seen there. */
class LossRatesTest {
    private static final CapacityPool POOL = Given.pool("m5.large/a");

    private static double perDay(Given given) {
        return perDay(given, POOL);
    }

    private static double perDay(Given given, CapacityPool pool) {
        var facts = new Join().facts(given.observation(Scope.FULL), given.settings, given.memory.launches());
        return LossRates.of(facts, new Draft(given.memory, Given.CLUSTER, given.now))
                .perDay(pool);
    }

    private static Given with(double losses, double days) {
        var pools = new TreeMap<CapacityPool, History>();
        pools.put(POOL, new History(losses, days, Given.NOON, false, 0, Optional.empty()));
        return Given.cluster().experience(new Experience(List.of(), null, pools, Optional.empty(), null));
    }

    /** The offers say 0.01 a day, which counts like thirty days. */
    static Stream<Arguments> rates() {
        return Stream.of(
                arguments(0.0, 0.0, 0.01),
                arguments(0.0, 10.0, 0.3 / 40),
                arguments(1.0, 0.0, 1.3 / 30),
                arguments(1.0, 10.0, 1.3 / 40),
                arguments(80.0, 10.0, 80.3 / 40));
    }

    @ParameterizedTest(name = "{0} losses in {1} days: {2}")
    @MethodSource("rates")
    void onesOwnLossesWeighInAsFarAsTheyGo(double losses, double days, double perDay) {
        assertThat(perDay(with(losses, days))).isCloseTo(perDay, within(1e-12));
    }

    @Test
    void theAdvisorsBandReplacesWhatTheOfferSays() {
        var expected = new double[] {0.025 / 30, 0.075 / 30, 0.125 / 30, 0.175 / 30, 0.225 / 30};
        for (var band : LossBand.values()) {
            var rates = new TreeMap<String, LossBand>();
            rates.put("m5.large", band);
            var given = Given.cluster().risk(new Settings.Risk(0.0001, rates));
            assertThat(perDay(given)).isCloseTo(expected[band.ordinal()], within(1e-12));
            assertThat(perDay(given, Given.pool("c5.large/a"))).isEqualTo(0.01);
        }
    }

    @Test
    void onDemandIsNotLostAndAPoolThatIsOfferedNoMoreIsLostAsUsual() {
        assertThat(perDay(Given.cluster(), Given.pool("m5.large/a/on-demand"))).isZero();
        assertThat(perDay(Given.cluster(), Given.pool("z1d.large/a"))).isEqualTo(0.005);
    }

    private static History history(Given given) {
        return given.memory.experience().pools().get(POOL);
    }

    private static Given standing(int hosts) {
        var given = Given.cluster().target(0).survive(Survive.NONE);
        for (var i = 0; i < hosts; i++) given.host("i-" + i, "m5.large/a");
        given.decide();
        return given;
    }

    @Test
    void aDayCountsOnceHoweverManyInstancesStandThere() {
        for (var hosts : List.of(1, 5)) {
            var given = standing(hosts);
            for (var hour = 0; hour < 24; hour++)
                given.later(Duration.ofHours(1)).decide();
            // a little less than one: the first hours lie a day back
            assertThat(history(given).days()).isBetween(0.95, 1.0);
            assertThat(history(given).losses()).isZero();
        }
    }

    @Test
    void instancesOfOnePoolThatGoTogetherAreOneLoss() {
        var given = standing(4);
        for (var id : List.of("i-0", "i-1")) given.notice(id);
        given.decide();
        assertThat(history(given).losses()).isEqualTo(0.5);
        for (var id : List.of("i-2", "i-3")) given.notice(id);
        given.later(Duration.ofSeconds(10)).decide(Scope.SIGNALS_ONLY);
        assertThat(history(given).losses()).isCloseTo(1, within(1e-4));
        given.later(Duration.ofSeconds(10)).decide();
        assertThat(history(given).losses()).as("each is told once").isCloseTo(1, within(1e-4));
    }

    @Test
    void aRebalanceRecommendationIsNoLossAndAForeignHostNoExperience() {
        var given = standing(1);
        given.signal(Signal.Kind.REBALANCE, "i-0");
        given.host("i-9", "m5.large/a").foreign();
        given.notice("i-9");
        given.decide();
        assertThat(history(given).losses()).isZero();
    }

    @Test
    void theWorldIsSlowlyForgotten() {
        var given = with(4, 8);
        given.later(Duration.ofDays(7)).decide();
        assertThat(history(given).losses()).isEqualTo(2);
        assertThat(perDay(given)).isCloseTo((0.3 + 2) / (30 + 4), within(1e-9));
        for (var week = 0; week < 20; week++) given.later(Duration.ofDays(7)).decide();
        assertThat(history(given)).isNull();
        assertThat(perDay(given)).isEqualTo(0.01);
    }

    @Test
    void whatNobodyLookedAtIsNotCounted() {
        var given = standing(1);
        given.later(Duration.ofDays(3)).decide();
        assertThat(history(given).days()).isLessThan(0.1);
    }

    @Test
    void aQuietTickLeavesTheExperienceAsItIs() {
        var given = standing(3);
        var before = given.memory.experience();
        assertThat(given.later(Duration.ofMinutes(59)).decide().memory().experience())
                .isEqualTo(before);
        assertThat(given.later(Duration.ofMinutes(1)).decide().memory().experience())
                .isNotEqualTo(before);
    }

    @Test
    void ofPoolsThatItHasLeftTheClusterRemembersAHundred() {
        var pools = new TreeMap<CapacityPool, History>();
        for (var i = 0; i < 150; i++)
            pools.put(
                    CapacityPool.spot("m" + i + ".large", "eu-west-1a"),
                    new History(0, 1 + i, Given.NOON, false, 0, Optional.empty()));
        var given = Given.cluster().experience(new Experience(List.of(), null, pools, Optional.empty(), null));
        var kept = given.decide().memory().experience().pools();
        assertThat(kept).hasSize(100);
        assertThat(kept.values()).allSatisfy(one -> assertThat(one.days()).isGreaterThan(50));
    }
}
