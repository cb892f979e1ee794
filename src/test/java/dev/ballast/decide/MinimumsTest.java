package dev.ballast.decide;

import static dev.ballast.decide.Told.actions;
import static dev.ballast.decide.Told.codes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.model.Action.LaunchInstances;
import dev.ballast.model.Reason.Code;
import dev.ballast.model.Settings.Minimum;
import dev.ballast.model.Settings.Survive;
import dev.ballast.model.Target;
import dev.ballast.model.TimeWindow;
import dev.ballast.model.Wish;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A target that is higher at some hours. 2026-06-01 is a Monday, and Berlin is two hours ahead of UTC then. */
class MinimumsTest {
    private static final String OFFICE = "MONDAY-FRIDAY 08:00-20:00 Europe/Berlin ";

    /** Of {@code MONDAY-FRIDAY 08:00-20:00 Europe/Berlin 20}. */
    private static Minimum minimum(String text) {
        var words = text.split(" ", 4);
        var days = words[0].split("-");
        var times = words[1].split("-");
        var window = new TimeWindow(
                new TreeSet<>(EnumSet.range(DayOfWeek.valueOf(days[0]), DayOfWeek.valueOf(days[1]))),
                LocalTime.parse(times[0]),
                LocalTime.parse(times[1]),
                ZoneId.of(words[2]));
        return new Minimum(window, Target.of(words[3]));
    }

    private static Given cluster(String target, Instant now, String... minimums) {
        var given = Given.cluster().survive(Survive.NONE).target(target);
        var all = new ArrayList<Minimum>();
        for (var text : minimums) all.add(minimum(text));
        given.settings = given.settings.with(given.settings.capacity().withMinimums(all));
        given.now = now;
        return given;
    }

    @ParameterizedTest(name = "{0}: {1} of a target of {2}, minimums {3} and {4}")
    @CsvSource({
        "2026-06-01T05:59:59Z, 3, 3, 20, 6",
        "2026-06-01T06:00:00Z, 20, 3, 20, 6",
        "2026-06-01T17:59:59Z, 20, 3, 20, 6",
        "2026-06-01T18:00:00Z, 3, 3, 20, 6",
        // both hold at noon in Berlin: the larger one counts, whichever comes first
        "2026-06-01T10:00:00Z, 20, 3, 20, 6",
        "2026-06-01T10:00:00Z, 20, 3, 6, 20",
        // a target that is larger than the minimum
        "2026-06-01T10:00:00Z, 30, 30, 20, 6",
        // Saturday noon: only the second
        "2026-06-06T10:00:00Z, 6, 3, 20, 6",
    })
    void whatIsBoughtIsTheTargetOrTheLargestMinimumThatIsOpen(
            Instant now, int bought, int target, int office, int noon) {
        var given = cluster("" + target, now, OFFICE + office, "MONDAY-SUNDAY 11:00-13:00 Europe/Berlin " + noon);
        var launches = actions(given.decide(), LaunchInstances.class);
        assertThat(launches.stream().mapToInt(LaunchInstances::total).sum()).isEqualTo(bought);
    }

    @Test
    void theReasonSaysUntilWhenTheMinimumHolds() {
        var decision = cluster("3", Instant.parse("2026-06-01T06:00:00Z"), OFFICE + "20")
                .decide();
        assertThat(codes(decision)).containsOnly(Code.BELOW_TARGET);
        assertThat(decision.steps().getFirst().reason().sentence())
                .startsWith("0 of 20 instances (the minimum until 2026-06-01T18:00:00Z) are there or on their way");
    }

    @Test
    void aMinimumInVcpusRaisesATargetInVcpus() {
        var given = cluster("4 vcpu", Instant.parse("2026-06-01T06:00:00Z"), OFFICE + "40 vcpu");
        var vcpus = actions(given.decide(), LaunchInstances.class).stream()
                .flatMap(launch ->
                        launch.offers().stream().map(offer -> offer.type().vcpus() * launch.each()))
                .mapToInt(Integer::intValue)
                .sum();
        assertThat(vcpus).isBetween(40, 42);
    }

    @ParameterizedTest(name = "at {0} the next look is at {1}")
    @CsvSource({
        "2026-06-01T05:50:00Z, 2026-06-01T06:00:00Z",
        "2026-06-01T17:55:00Z, 2026-06-01T18:00:00Z",
        // far from any edge the ordinary look comes first
        "2026-06-01T03:00:00Z, 2026-06-01T03:15:00Z",
        // at the end of the second one
        "2026-06-01T09:55:00Z, 2026-06-01T10:00:00Z",
    })
    void theNextLookIsAtTheNextEdgeOfAnyWindow(Instant now, Instant wake) {
        // nothing is missing at any hour
        var given = cluster("2", now, OFFICE + "2", "MONDAY-SUNDAY 04:00-12:00 Europe/Berlin 1");
        given.host("i-1", "m5.large/a");
        given.host("i-2", "m5.large/b");
        var decision = given.decide();
        assertThat(decision.settled()).isTrue();
        assertThat(decision.nextWake()).isEqualTo(wake);
    }

    @Test
    void whatTheMinimumNeededIsGivenBackWhenItsWindowHasClosed() {
        var given = cluster("1", Instant.parse("2026-06-01T17:00:00Z"), OFFICE + "3");
        for (var zone : List.of("a", "b", "c")) given.host("i-" + zone, "m5.large/" + zone);
        assertThat(given.decide().steps()).isEmpty();

        assertThat(given.later(Duration.ofHours(1)).decide().steps()).isEmpty();
        assertThat(codes(given.later(Duration.ofMinutes(1)).decide())).containsOnly(Code.SURPLUS);
    }

    @Test
    void scaleHoldsUnderAMinimumOnlyWhereItIsMore() {
        var given = cluster("3", Instant.parse("2026-06-01T06:00:00Z"), OFFICE + "5");
        for (var wanted : List.of(1, 8)) {
            var wish = new Wish.Scale(given.now, Target.instances(wanted), Target.instances(3));
            var settings = given.settings.after(Optional.of(wish)).at(given.now);
            assertThat(settings.capacity().target().amount()).isEqualTo(Math.max(5, wanted));
        }
    }

    @Test
    void aClusterThatIsTakenDownStaysDown() {
        var given = cluster("3", Instant.parse("2026-06-01T06:00:00Z"), OFFICE + "5")
                .takenDown();
        assertThat(given.decide().steps()).isEmpty();
    }
}
