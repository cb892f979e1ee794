package dev.ballast.decide;

import static dev.ballast.decide.Told.actions;
import static dev.ballast.decide.Told.notes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.model.Action.DrainInstances;
import dev.ballast.model.Decision;
import dev.ballast.model.OwnerTags;
import dev.ballast.model.Reason.Code;
import dev.ballast.model.Settings.Survive;
import dev.ballast.model.Signal;
import dev.ballast.model.TimeWindow;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@link Given#NOON} is a Thursday's, in UTC. */
class BudgetsTest {
    private static final String POOLS = "abc";

    private static Given tooMany(int hosts) {
        var given = Given.cluster().target(1).survive(Survive.NONE).drainsAtOnce(20);
        for (var i = 0; i < hosts; i++)
            given.host(String.format("i-%02d", i), "m5.large/" + POOLS.charAt(i % POOLS.length()));
        return given;
    }

    private static int drained(Decision decision) {
        return actions(decision, DrainInstances.class).stream()
                .mapToInt(drain -> drain.containerInstanceArns().size())
                .sum();
    }

    @ParameterizedTest
    @CsvSource({
        "'',      8", // a decision looks at no more
        "2,       2",
        "10%,     3",
        "1%,      1",
        "0,       0",
        "0%,      0",
        "5 3,     3",
        "3 10% 4, 3",
        "100%,    8"
    })
    void theSmallestBudgetCountsAndSharesAreRoundedUp(String budgets, int drained) {
        var given = tooMany(21);
        for (var budget : budgets.split(" ")) if (!budget.isEmpty()) given.budget(budget);
        given.decide();
        assertThat(drained(given.later(Duration.ofMinutes(1)).decide())).isEqualTo(drained);
    }

    @Test
    void drainsAtOnceBoundsEveryBudget() {
        var given = tooMany(21).drainsAtOnce(2).budget("50%");
        given.decide();
        assertThat(drained(given.later(Duration.ofMinutes(1)).decide())).isEqualTo(2);
    }

    @Test
    void whoIsOnTheWayOutTakesATurn() {
        var given = tooMany(21).budget("3");
        given.decide();
        var first = given.later(Duration.ofMinutes(1)).decide();
        given.carryOut(first).budget("2");
        assertThat(drained(given.later(Duration.ofSeconds(5)).decide())).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "THURSDAY, 11:00, 13:00, UTC,              0",
        "THURSDAY, 12:00, 13:00, UTC,              0",
        "THURSDAY, 11:00, 12:00, UTC,              2",
        "FRIDAY,   11:00, 13:00, UTC,              2",
        "THURSDAY, 20:00, 23:00, Asia/Tokyo,       0",
        "WEDNESDAY,22:00, 14:00, UTC,              0"
    })
    void aBudgetHoldsWithinItsWindow(String day, String from, String to, String zone, int drained) {
        var given = tooMany(4).budget("2").budget("0", window(day, from, to, zone));
        given.now = Given.NOON.minus(Duration.ofMinutes(1));
        given.decide();
        given.now = Given.NOON;
        assertThat(drained(given.decide())).isEqualTo(drained);
    }

    private static TimeWindow window(String day, String from, String to, String zone) {
        return new TimeWindow(
                new TreeSet<>(List.of(DayOfWeek.valueOf(day))),
                LocalTime.parse(from),
                LocalTime.parse(to),
                ZoneId.of(zone));
    }

    @Test
    void aClosedBudgetIsSaidOnceAndOpensAtItsEdge() {
        var given = tooMany(3).budget("0", window("THURSDAY", "08:00", "18:00", "UTC"));
        given.decide();

        var held = given.later(Duration.ofMinutes(1)).decide();
        assertThat(held.steps()).isEmpty();
        assertThat(held.settled()).as("nothing is to be done until then").isTrue();
        assertThat(notes(held)).contains(Code.SURPLUS);
        assertThat(given.later(Duration.ofMinutes(1)).decide().notes()).isEqualTo(held.notes());

        given.now = Instant.parse("2026-01-01T17:50:00Z");
        assertThat(given.decide().nextWake()).isEqualTo(Instant.parse("2026-01-01T18:00:00Z"));
        given.now = Instant.parse("2026-01-01T18:00:00Z");
        assertThat(drained(given.decide())).isEqualTo(2);
    }

    @Test
    void onDemandGoesBackToSpotWithinTheBudget() {
        var given = Given.cluster().target(1).survive(Survive.NONE).budget("0");
        given.host("i-1", "m5.large/a/on-demand");
        var held = given.decide();
        assertThat(held.memory().retiring()).isEmpty();
        assertThat(notes(held)).contains(Code.BACK_TO_SPOT);
    }

    @Test
    void whatAwsTakesAsksNoBudget() {
        var given = PlanTest.whole().survive(Survive.NONE).budget("0").notice("i-1");
        assertThat(drained(given.decide())).isEqualTo(1);
    }

    @Test
    void aHostWithAProtectedTaskStaysUntilTheProtectionEnds() {
        var given = tooMany(2);
        given.service("web", 2).needing(256, 512);
        var ends = given.now.plus(Duration.ofMinutes(7));
        given.task("web", "i-00").protectedUntil(ends);
        given.task("web", "i-01").protectedUntil(ends.plusSeconds(5));
        given.decide();

        var held = given.later(Duration.ofMinutes(2)).decide();
        assertThat(held.steps()).isEmpty();
        assertThat(held.notes())
                .anyMatch(note -> note.code() == Code.SURPLUS && note.sentence().contains("protected until " + ends));
        assertThat(held.nextWake()).isEqualTo(ends);

        given.now = ends;
        given.decide();
        var drain = given.later(Duration.ofMinutes(1)).decide();
        assertThat(drained(drain)).isEqualTo(1);
    }

    @Test
    void anotherHostGoesInsteadOfOneThatIsTagged() {
        var given = tooMany(3);
        given.hosts.get("i-00").tags.put(OwnerTags.DO_NOT_DISRUPT, "true");
        given.hosts.get("i-01").tags.put(OwnerTags.DO_NOT_DISRUPT, "no");
        given.decide();
        assertThat(actions(given.later(Duration.ofMinutes(1)).decide(), DrainInstances.class))
                .containsExactly(new DrainInstances(List.of("arn:ci/i-01", "arn:ci/i-02")));
    }

    @Test
    void aTaggedHostIsNotReplacedForARecommendationButTakenDownWithAllOthers() {
        var given = PlanTest.whole().survive(Survive.NONE).signal(Signal.Kind.REBALANCE, "i-1");
        given.hosts.get("i-1").tags.put(OwnerTags.DO_NOT_DISRUPT, "true");
        var ignored = given.decide();
        assertThat(ignored.steps()).isEmpty();
        assertThat(notes(ignored)).contains(Code.REBALANCE_IGNORED);
        assertThat(drained(given.takenDown().decide())).isEqualTo(3);
    }

    @Test
    void ofHostsThatAreAlikeTheYoungGoLast() {
        var given = tooMany(4).target(3);
        given.hosts.get("i-00").launchedAt(given.now.minusSeconds(30));
        given.hosts.get("i-03").launchedAt(given.now.minusSeconds(30));
        given.decide();
        assertThat(actions(given.later(Duration.ofMinutes(1)).decide(), DrainInstances.class))
                .containsExactly(new DrainInstances(List.of("arn:ci/i-01")));
    }
}
