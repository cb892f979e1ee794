package dev.ballast.decide;

import static dev.ballast.decide.Told.actions;
import static dev.ballast.decide.Told.codes;
import static dev.ballast.decide.Told.notes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.model.Action.DrainInstances;
import dev.ballast.model.Action.LaunchInstances;
import dev.ballast.model.Action.TerminateInstances;
import dev.ballast.model.Decision;
import dev.ballast.model.Outcome;
import dev.ballast.model.OwnerTags;
import dev.ballast.model.Reason.Code;
import dev.ballast.model.Settings.Backend;
import dev.ballast.model.Settings.Survive;
import dev.ballast.model.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConsolidationTest {
    /** Three hosts, of which i-1 costs about twice what c5.large in its zone would. */
    private static Given dear() {
        var given = Given.cluster().target(3).survive(Survive.NONE).consolidating();
        given.host("i-1", "m5.xlarge/a");
        given.host("i-2", "c5.large/b");
        given.host("i-3", "c5.large/c");
        given.service("web", 3);
        given.running("web", "i-1", "i-2", "i-3");
        return given;
    }

    private static List<LaunchInstances> launched(Decision decision) {
        return decision.steps().stream()
                .filter(step -> step.reason().code() == Code.CONSOLIDATE)
                .map(step -> step.action())
                .filter(LaunchInstances.class::isInstance)
                .map(LaunchInstances.class::cast)
                .toList();
    }

    @Test
    void aDearHostGoesWhenACheaperOneStandsInItsPlace() {
        var given = dear();

        var launch = given.decide();
        assertThat(codes(launch)).containsExactly(Code.CONSOLIDATE);
        assertThat(launched(launch)).singleElement().satisfies(one -> {
            assertThat(one.total()).isEqualTo(1);
            assertThat(one.offers().getFirst().pool()).isEqualTo(Given.pool("c5.large/a"));
        });
        assertThat(launch.settled()).isFalse();

        given.carryOut(launch).later(Duration.ofSeconds(30));
        assertThat(given.decide().steps()).as("while it boots").isEmpty();

        var drain = given.everythingRegisters().later(Duration.ofSeconds(30)).decide();
        assertThat(codes(drain)).containsExactly(Code.CONSOLIDATE);
        assertThat(actions(drain, DrainInstances.class)).containsExactly(new DrainInstances(List.of("arn:ci/i-1")));

        given.carryOut(drain).schedulerRuns().later(Duration.ofSeconds(15));
        var end = given.decide();
        assertThat(actions(end, TerminateInstances.class)).containsExactly(new TerminateInstances(List.of("i-1")));

        given.carryOut(end).later(Duration.ofMinutes(15));
        var after = given.decide();
        assertThat(after.steps()).isEmpty();
        assertThat(after.settled()).isTrue();
    }

    @Test
    void theReasonNamesBothTheSavingTheCostAndWhatLost() {
        var reason = dear().decide().steps().getFirst().reason();
        assertThat(reason.sentence())
                .contains("i-1 (m5.xlarge/eu-west-1a)", "c5.large/eu-west-1a", "less (", "1.0 h", "1 service task");
        assertThat(reason.alternatives()).isNotEmpty();
    }

    @Test
    void twoHostsThatAreLittleUsedGoForOneCheaper() {
        var given = Given.cluster().target(0).survive(Survive.NONE).consolidating();
        given.host("i-1", "m5.large/a");
        given.host("i-2", "m5.large/b");
        given.service("web", 2).needing(1024, 2900);
        given.service("api", 1).needing(900, 900);
        given.running("web", "i-1", "i-2").running("api", "i-1");
        given.priced("m5.xlarge/c", "0.08")
                .offeredOnly("m5.large/eu-west-1a", "m5.large/eu-west-1b", "m5.xlarge/eu-west-1c");

        var launch = given.decide();

        assertThat(launched(launch))
                .singleElement()
                .satisfies(one -> assertThat(one.offers().getFirst().pool()).isEqualTo(Given.pool("m5.xlarge/c")));
        assertThat(launch.memory().retiring()).containsOnlyKeys("i-1", "i-2");
        var drain = given.carryOut(launch)
                .everythingRegisters()
                .later(Duration.ofMinutes(1))
                .decide();
        assertThat(actions(drain, DrainInstances.class))
                .containsExactly(new DrainInstances(List.of("arn:ci/i-1", "arn:ci/i-2")));
    }

    static Stream<Named<Consumer<Given>>> whatKeepsAHost() {
        return Stream.of(
                kept("it is switched off", given -> given.leastSaving(1)),
                kept("the saving is below the least", given -> given.leastSaving(0.6)),
                kept("it is tagged", given -> given.hosts.get("i-1").tags.put(OwnerTags.DO_NOT_DISRUPT, "true")),
                kept("it is young", given -> given.hosts.get("i-1").launchedAt(given.now.minusSeconds(599))),
                kept(
                        "a task of its is protected",
                        given -> given.tasks.get("arn:task/00001").protectedUntil(given.now.plusSeconds(90))),
                kept("a standalone task runs on it", given -> given.standalone("i-1")),
                kept("its tasks cannot move", given -> given.services.get("web").healthy(100, 100)),
                kept("somebody else is noticed", given -> given.notice("i-2")),
                kept("a rebalance is recommended for it", given -> given.signal(Signal.Kind.REBALANCE, "i-1")),
                kept(
                        "something is on its way",
                        given -> given.host("i-4", "r5.large/a").booting().launchedAt(given.now)),
                kept("something is missing", given -> given.target(4)),
                kept("something is too much", given -> given.target(2)),
                kept("no host may go", given -> given.budget("0")),
                kept("AWS chooses what is launched", given -> given.backend(Backend.SPOT_FLEET)),
                kept("it is of somebody else", given -> given.hosts.get("i-1").foreign()),
                kept("it runs on demand", given -> {
                    given.hosts.remove("i-1");
                    given.tasks.clear();
                    given.host("i-1", "m5.xlarge/a/on-demand");
                    given.running("web", "i-1", "i-2", "i-3");
                }),
                kept("whatever is cheaper takes its instances back all the time", given -> {
                    for (var type : List.of("c5.large", "m5.large", "r5.large"))
                        for (var zone : List.of("a", "b", "c")) given.losing(type + "/" + zone, 300);
                }),
                kept(
                        "whatever is cheaper is full of hosts already",
                        given -> given.offeredOnly(
                                "m5.xlarge/eu-west-1a", "c5.large/eu-west-1b", "c5.large/eu-west-1c")),
                kept(
                        "its tasks fit on nothing cheaper",
                        given -> given.services.get("web").needing(1900, 9000)));
    }

    private static Named<Consumer<Given>> kept(String why, Consumer<Given> change) {
        return Named.of(why, change);
    }

    @ParameterizedTest
    @MethodSource
    void whatKeepsAHost(Consumer<Given> change) {
        var given = dear();
        change.accept(given);
        var decision = given.decide();
        assertThat(launched(decision)).isEmpty();
        assertThat(decision.memory().retiring().values()).noneMatch(retiring -> retiring.why() == Code.CONSOLIDATE);
    }

    @ParameterizedTest
    @CsvSource({"tag", "age", "task", "budget"})
    void whatHoldsItBackIsSaidInWordsThatStayAndWakesWhenItEnds(String guard) {
        var given = dear();
        Instant ends = null;
        switch (guard) {
            case "tag" -> given.hosts.get("i-1").tags.put(OwnerTags.DO_NOT_DISRUPT, "true");
            case "age" -> {
                given.hosts.get("i-1").launchedAt(given.now.minusSeconds(60));
                ends = given.now.plusSeconds(540);
            }
            case "task" -> {
                ends = given.now.plusSeconds(700);
                given.tasks.get("arn:task/00001").protectedUntil(ends);
            }
            default -> given.budget("0");
        }

        var held = given.decide();

        var note = held.notes().stream()
                .filter(one -> one.code() == Code.CONSOLIDATE)
                .toList();
        assertThat(note).hasSize(1);
        assertThat(note.getFirst().sentence()).contains("i-1", " but ");
        assertThat(held.settled()).isTrue();
        if (ends != null) {
            assertThat(held.nextWake()).isEqualTo(ends);
            given.now = ends;
            assertThat(launched(given.decide())).hasSize(1);
        } else {
            assertThat(given.later(Duration.ofMinutes(15)).decide().notes()).containsAll(note);
        }
    }

    @Test
    void aHostWhoseReplacementIsRefusedStaysAndIsTriedAgainMuchLater() {
        var given = dear();
        var launch = given.decide();
        given.answer(launch.steps().getFirst(), new Outcome.NoCapacity(List.of()));

        var stays = given.later(Duration.ofSeconds(2)).decide();

        assertThat(stays.steps()).isEmpty();
        assertThat(stays.memory().retiring()).isEmpty();
        assertThat(notes(stays)).contains(Code.CONSOLIDATE);
        assertThat(given.later(Duration.ofMinutes(9)).decide().steps()).isEmpty();
    }

    @Test
    void aHostThatIsNeededWhileItsReplacementBootsStaysAndNothingElseIsBought() {
        var given = dear();
        given.carryOut(given.decide()).later(Duration.ofSeconds(20));
        given.services.get("web").desired = 14;

        var decision = given.decide();

        assertThat(decision.steps()).isEmpty();
        assertThat(decision.memory().retiring()).isEmpty();
    }

    @Test
    void aHostTakesTheTasksOfOneThatAwsTakesMeanwhile() {
        var given = dear();
        given.carryOut(given.decide()).later(Duration.ofSeconds(20));
        given.services.get("web").needing(1500, 2000);
        given.notice("i-2");

        var decision = given.decide();

        assertThat(decision.memory().retiring()).isEmpty();
    }

    @Test
    void aReplacementThatNeverJoinsReplacesNobody() {
        var given = dear();
        given.carryOut(given.decide());
        Decision last = null;
        for (var i = 0; i < 50; i++) {
            last = given.later(Duration.ofSeconds(15)).decide();
            assertThat(actions(last, DrainInstances.class)).isEmpty();
            given.carryOut(last);
        }
        assertThat(last.memory().retiring()).doesNotContainKey("i-1");
        assertThat(given.hosts.get("i-1").state.isAlive()).isTrue();
    }

    @Test
    void pricesThatWobbleByLessThanTheLeastSavingMoveNothing() {
        var given = dear();
        settle(given);
        var random = new Random(7);
        var before = given.offers;
        for (var round = 0; round < 100; round++) {
            given.offers = before;
            for (var offer : before)
                given.priced(offer.pool(), offer.price().times(0.976 + 0.048 * random.nextDouble()));
            var decision = given.later(Duration.ofMinutes(6)).decide();
            assertThat(decision.steps()).as("round %d", round).isEmpty();
        }
    }

    private static void settle(Given given) {
        for (var round = 0; round < 200; round++) {
            given.carryOut(given.decide()).everythingRegisters().schedulerRuns().later(Duration.ofMinutes(1));
        }
    }

    @Test
    void aFruitlessComparisonIsNotRepeatedAtOnceButAfterSomethingHasChanged() {
        var given = dear();
        given.service("big", 1).needing(1900, 3000);
        given.running("big", "i-1");
        given.tasks.remove("arn:task/00001");
        given.services.get("web").desired = 2;
        var looked = given.decide();
        assertThat(looked.steps())
                .as("big fits into what is cheaper, but only just")
                .isEmpty();
        assertThat(looked.memory().watch().comparedAt()).contains(given.now);

        given.priced("m5.xlarge/a", "0.2").priced("m5.xlarge/c", "0.01").hosts.remove("i-3");
        given.tasks.remove("arn:task/00003");
        given.host("i-4", "c5.large/c");
        given.running("web", "i-4");
        var resting = given.later(Duration.ofMinutes(1)).decide();
        assertThat(resting.steps()).isEmpty();
        assertThat(resting.memory().watch().comparedAt())
                .isEqualTo(looked.memory().watch().comparedAt());
        assertThat(resting.nextWake()).isEqualTo(given.now.plus(Duration.ofMinutes(4)));

        assertThat(launched(given.later(Duration.ofMinutes(4)).decide())).hasSize(1);
    }

    @Test
    void afterAHostWentByChoiceNothingIsReplacedDuringTheCoolDown() {
        var given = dear();
        given.host("i-4", "c5.large/a");
        given.hosts.get("i-1").tags.put(OwnerTags.DO_NOT_DISRUPT, "true");
        for (var round = 0; round < 8; round++)
            given.carryOut(given.decide()).schedulerRuns().later(Duration.ofSeconds(15));
        assertThat(given.hosts.get("i-4").state.isAlive()).isFalse();
        var gone = given.decide();
        assertThat(gone.memory().retiring()).isEmpty();
        var disruptedAt = gone.memory().watch().disruptedAt().orElseThrow();

        given.hosts.get("i-1").tags.remove(OwnerTags.DO_NOT_DISRUPT);
        var resting = given.decide();
        assertThat(resting.steps()).isEmpty();
        assertThat(resting.nextWake()).isEqualTo(disruptedAt.plus(Duration.ofMinutes(5)));

        given.now = resting.nextWake();
        assertThat(launched(given.decide())).hasSize(1);
    }
}
