package dev.ballast.decide;

import static dev.ballast.decide.Given.pool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.ballast.model.Action;
import dev.ballast.model.Decision;
import dev.ballast.model.Experience.Cause;
import dev.ballast.model.PoolChoice;
import dev.ballast.model.PoolChoice.Verdict;
import dev.ballast.model.Reason.Code;
import dev.ballast.model.Settings.Backend;
import dev.ballast.model.Settings.Survive;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A zone that EC2 scores low is taken last and counts as short, and nothing is ever forbidden by it. */
class PlacementScoresTest {
    private static Given sixInstances() {
        return Given.cluster().survive(Survive.NONE).target(6);
    }

    private static Consumer<Given> scored(int a, int b, int c) {
        return given -> given.scored("a", a).scored("b", b).scored("c", c);
    }

    private static String zonesBought(Decision decision) {
        var zones = new TreeSet<String>();
        for (var launch : Told.actions(decision, Action.LaunchInstances.class))
            for (var offer : launch.offers()) zones.add(offer.pool().zone().substring("eu-west-1".length()));
        return String.join("", zones);
    }

    private static int bought(Decision decision) {
        return Told.actions(decision, Action.LaunchInstances.class).stream()
                .mapToInt(Action.LaunchInstances::total)
                .sum();
    }

    private static Consumer<Given> none() {
        return given -> {};
    }

    static Stream<Arguments> choices() {
        return Stream.of(
                arguments("nothing is known", none(), "abc"),
                arguments("all are good", scored(9, 9, 9), "abc"),
                arguments("four is not low", scored(4, 9, 9), "abc"),
                arguments("three is", scored(3, 9, 9), "bc"),
                arguments("the lowest", scored(1, 9, 9), "bc"),
                arguments("two of three", scored(2, 9, 1), "b"),
                arguments(
                        "one is low, of the others nothing is known",
                        (Consumer<Given>) given -> given.scored("c", 2),
                        "ab"),
                arguments("all are low: none is better", scored(1, 3, 2), "abc"),
                arguments(
                        "as old as it may be",
                        scored(2, 9, 9).andThen(given -> given.later(Duration.ofMinutes(179))),
                        "bc"),
                arguments("too old", scored(2, 9, 9).andThen(given -> given.later(Duration.ofHours(3))), "abc"),
                arguments("not read again", scored(2, 9, 9).andThen(given -> given.scoresNotRead("no")), "bc"));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("choices")
    void whatIsMissingIsBoughtInTheOtherZones(String what, Consumer<Given> known, String zones) {
        var given = sixInstances();
        known.accept(given);
        var decision = given.decide();
        assertThat(bought(decision)).isEqualTo(6);
        assertThat(zonesBought(decision)).isEqualTo(zones);
    }

    @Test
    void theReasonNamesTheZoneThatIsTakenLast() {
        var given = sixInstances();
        scored(2, 9, 9).accept(given);
        assertThat(given.decide().steps().getFirst().reason().alternatives())
                .contains("eu-west-1a scores 2 of 10, and what scores 3 or less is taken last");
    }

    @Test
    void aLowZoneGivesWhatTheOthersCannot() {
        // one host of each pool is all that a task takes: what fits only in zone a is bought there
        var given = Given.cluster()
                .survive(Survive.NONE)
                .offeredOnly("m5.xlarge/eu-west-1a", "m5.large/eu-west-1b", "c5.large/eu-west-1c");
        given.service("small", 1).needing(1_000, 2_000);
        given.service("large", 1).needing(3_000, 10_000);
        scored(1, 9, 9).accept(given);
        var decision = given.decide();
        assertThat(zonesBought(decision)).contains("a");
        assertThat(decision.notes()).noneMatch(note -> note.code() == Code.NO_OFFER);
    }

    @Test
    void aLowZoneIsBoughtOfWhereThereIsNoOther() {
        var given = sixInstances()
                .offeredOnly("m5.large/eu-west-1a", "c5.large/eu-west-1a")
                .scored("a", 1)
                .scored("b", 9);
        assertThat(zonesBought(given.decide())).isEqualTo("a");
    }

    @Test
    void theSpareOfASinglePoolComesFromALowZoneRatherThanNotAtAll() {
        var given = Given.cluster()
                .survive(Survive.POOL)
                .offeredOnly("m5.large/eu-west-1a", "m5.large/eu-west-1b")
                .scored("a", 2)
                .scored("b", 9);
        given.service("web", 2).needing(500, 1_000);
        assertThat(zonesBought(given.decide())).isEqualTo("ab");
    }

    static Stream<Arguments> others() {
        return Stream.of(
                arguments("a zone's loss takes as many zones as there are", (Consumer<Given>)
                        given -> given.survive(Survive.ZONE)),
                arguments("AWS chooses a Spot Fleet's zones", (Consumer<Given>)
                        given -> given.backend(Backend.SPOT_FLEET)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("others")
    void noZoneIsTakenLastWhere(String why, Consumer<Given> set) {
        var scored = sixInstances();
        var plain = sixInstances();
        scored(1, 9, 9).accept(scored);
        set.accept(scored);
        set.accept(plain);
        assertThat(scored.decide().steps()).isEqualTo(plain.decide().steps());
    }

    @Test
    void everyPoolOfTheZoneIsToldWhy() {
        var given = sixInstances().scored("a", 2);
        var choice = choice(given, "m5.large/a");
        assertThat(choice.verdict()).isEqualTo(Verdict.LOW_SCORE);
        assertThat(choice.why()).isEqualTo("eu-west-1a scores 2 of 10, and what scores 3 or less is taken last");
        assertThat(choice(given, "m5.large/a/on-demand").verdict()).isEqualTo(Verdict.FALLBACK);
    }

    private static PoolChoice choice(Given given, String pool) {
        return given.explain().pools().stream()
                .filter(one -> one.pool().equals(pool(pool)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void nothingRunningIsMovedAwayFromALowZone() {
        var given = Given.cluster().survive(Survive.NONE).target(2);
        given.host("i-1", "m5.large/a");
        given.host("i-2", "m5.large/b");
        scored(1, 9, 9).accept(given);
        assertThat(given.decide().steps()).isEmpty();
    }

    @Test
    void nothingRunningIsMovedIntoALowZoneToSaveMoney() {
        assertThat(Told.codes(dear().decide())).containsExactly(Code.CONSOLIDATE);
        assertThat(dear().scored("a", 2).decide().steps()).isEmpty();
    }

    /** Its replacement would be much cheaper, in zone a only. */
    private static Given dear() {
        var given = Given.cluster()
                .survive(Survive.NONE)
                .consolidating()
                .offeredOnly("m5.large/eu-west-1a", "m5.large/eu-west-1b")
                .priced("m5.large/a", "0.01")
                .priced("m5.large/b", "0.09");
        given.host("i-1", "m5.large/b");
        given.service("web", 1).needing(500, 1_000);
        return given.running("web", "i-1");
    }

    static Stream<Arguments> verdicts() {
        return Stream.of(
                arguments("one of three zones is low", scored(1, 9, 9), Cause.TOO_NEW),
                arguments("two are", scored(1, 9, 3), Cause.SHORTAGE),
                arguments("all are", scored(1, 1, 1), Cause.SHORTAGE),
                arguments(
                        "two are, and that is too old",
                        scored(1, 9, 3).andThen(given -> given.later(Duration.ofHours(3))),
                        Cause.TOO_NEW));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("verdicts")
    void lowZonesAreShortForAuto(String what, Consumer<Given> known, Cause cause) {
        var given = Given.cluster().survive(Survive.AUTO).coldStarts(Collections.nCopies(20, Duration.ofSeconds(60)));
        known.accept(given);
        assertThat(given.decide().memory().experience().auto().orElseThrow().cause())
                .isEqualTo(cause);
    }

    @Test
    void autoSaysWhichZonesAreLow() {
        var given = Given.cluster().survive(Survive.AUTO).coldStarts(Collections.nCopies(20, Duration.ofSeconds(60)));
        scored(1, 9, 3).accept(given);
        assertThat(given.decide().notes())
                .extracting(note -> note.sentence())
                .contains(
                        "auto holds a spare for any one pool, because 8 of 12 spot pools had nothing or lost instances within"
                                + " the last hour or two, or are in a zone of which EC2 says that spot is hard to get:"
                                + " eu-west-1a scores 1 of 10, eu-west-1c scores 3 of 10");
    }

    @Test
    void scoresThatCannotBeReadAreToldInTheSameWordsEachTimeAndStopNothing() {
        var given = sixInstances().scoresNotRead("cannot read the spot placement scores: denied");
        var decision = given.decide();
        assertThat(bought(decision)).isEqualTo(6);
        assertThat(told(decision)).containsExactly("cannot read the spot placement scores: denied; no zone is scored");

        given.scored("a", 2).scoresNotRead("denied");
        var before = told(given.decide());
        assertThat(before).containsExactly("denied; those of 2026-01-01T12:00:00Z hold until 2026-01-01T15:00:00Z");
        assertThat(told(given.later(Duration.ofMinutes(5)).decide())).isEqualTo(before);
        assertThat(told(given.later(Duration.ofHours(3)).decide()))
                .containsExactly("denied; those of 2026-01-01T12:00:00Z are too old to count");
    }

    private static List<String> told(Decision decision) {
        return decision.notes().stream()
                .filter(note -> note.code() == Code.PLACEMENT_SCORES)
                .map(note -> note.sentence())
                .toList();
    }

    @Test
    void goodScoresSayNothing() {
        var plain = sixInstances().decide();
        var scored = sixInstances();
        scored(10, 10, 10).accept(scored);
        assertThat(scored.decide()).isEqualTo(plain);
    }
}
