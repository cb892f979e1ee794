package dev.ballast.decide;

import static dev.ballast.decide.Told.actions;
import static dev.ballast.decide.Told.codes;
import static dev.ballast.decide.Told.notes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.model.Action.DrainInstances;
import dev.ballast.model.Action.EnsureLaunchTemplate;
import dev.ballast.model.Action.LaunchInstances;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.Memory;
import dev.ballast.model.Outcome;
import dev.ballast.model.Outcome.Failure;
import dev.ballast.model.Reason.Code;
import dev.ballast.model.Settings.Survive;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PlanTest {
    @Test
    void anEmptyClusterIsFilledUpToItsTargetOverDifferentPools() {
        var decision = Given.cluster().target(10).decide();

        assertThat(codes(decision)).containsExactly(Code.BELOW_TARGET);
        assertThat(actions(decision, LaunchInstances.class)).singleElement().satisfies(launch -> {
            assertThat(launch.total()).isEqualTo(10);
            assertThat(launch.each()).isEqualTo(1);
            var zones = new TreeMap<String, Integer>();
            launch.offers().forEach(offer -> zones.merge(offer.pool().zone(), 1, Integer::sum));
            assertThat(zones.values()).allMatch(count -> count == 3 || count == 4);
        });
        assertThat(decision.settled()).isFalse();
        assertThat(decision.steps().getFirst().reason().sentence())
                .contains("0 of 10 instances", "10 instances more over 10 pools in 3 zones", "on demand");
    }

    @Test
    void moreInstancesThanPoolsAreSharedOutEvenly() {
        var launches = actions(Given.cluster().target(29).decide(), LaunchInstances.class);

        // 12 pools: five with three, seven with two
        assertThat(launches).extracting(LaunchInstances::each).containsExactly(3, 2);
        assertThat(launches.stream().mapToInt(LaunchInstances::total).sum()).isEqualTo(29);
    }

    @Test
    void aWholeClusterHasNothingToDoAndSaysSo() {
        var given = whole();

        var decision = given.decide();

        assertThat(decision.steps()).isEmpty();
        assertThat(decision.settled()).isTrue();
        assertThat(decision.nextWake()).isEqualTo(given.now.plusSeconds(900));
        assertThat(decision.notes()).singleElement().satisfies(note -> {
            assertThat(note.code()).isEqualTo(Code.WHOLE);
            assertThat(note.sentence())
                    .isEqualTo("nothing to do: 3 instances for a target of 3 instances, 3 service tasks with 75 % room,"
                            + " survives the loss of any one pool");
        });
    }

    static Given whole() {
        var given = Given.cluster().target(3);
        given.host("i-1", "m5.large/a");
        given.host("i-2", "m5.large/b");
        given.host("i-3", "c5.large/c");
        given.service("web", 3);
        given.running("web", "i-1", "i-2", "i-3");
        return given;
    }

    @Test
    void nothingIsLaunchedBeforeItsTemplateIsKnownToExist() {
        var given = Given.cluster().target(3);
        given.memory = Memory.fresh("epoch");

        var first = given.decide();
        assertThat(first.steps())
                .singleElement()
                .satisfies(step -> assertThat(step.action()).isInstanceOf(EnsureLaunchTemplate.class));
        assertThat(first.nextWake()).isEqualTo(given.now);

        assertThat(actions(given.carryOut(first).decide(), LaunchInstances.class))
                .hasSize(1);
    }

    @Test
    void aRefusedTemplateIsNotAskedForEveryTick() {
        var given = Given.cluster().target(3);
        given.memory = Memory.fresh("epoch");
        given.answer(given.decide().steps().getFirst(), new Outcome.Refused("UnauthorizedOperation", "not you"));

        var second = given.later(Duration.ofSeconds(1)).decide();

        assertThat(second.steps()).isEmpty();
        assertThat(notes(second)).contains(Code.REFUSED);
        assertThat(second.nextWake()).isAfter(given.now);
        assertThat(given.later(Duration.ofSeconds(30)).decide().steps()).hasSize(1);
    }

    @Test
    void aTargetInVcpusIsFilledInVcpus() {
        var launches = actions(Given.cluster().target("20 vcpu").decide(), LaunchInstances.class);
        var vcpus = launches.stream()
                .flatMap(launch ->
                        launch.offers().stream().map(offer -> offer.type().vcpus() * launch.each()))
                .mapToInt(Integer::intValue)
                .sum();
        assertThat(vcpus).isBetween(20, 22);
    }

    @Test
    void waitingTasksGetRoomOnWhatIsThereBeforeAnythingIsBought() {
        var given = whole();
        given.services.get("web").desired = 6;
        given.survive(Survive.NONE);
        assertThat(given.decide().steps()).isEmpty();
    }

    @Test
    void waitingTasksWithoutRoomGetInstances() {
        var given = whole().survive(Survive.NONE);
        given.service("big", 4).needing(2048, 3000);

        var decision = given.decide();

        assertThat(codes(decision)).containsExactly(Code.TASKS_WAITING);
        assertThat(decision.steps().getFirst().reason().sentence()).contains("4 tasks need a place");
    }

    @Test
    void whatIsOnItsWayIsNotBoughtAgain() {
        var given = whole().survive(Survive.NONE);
        given.service("big", 4).needing(2048, 3000);
        given.carryOut(given.decide());

        assertThat(given.later(Duration.ofSeconds(1)).decide().steps()).isEmpty();
    }

    @Test
    void launchedInstancesThatEc2DoesNotListYetCount() {
        var given = Given.cluster().target(3);
        given.carryOut(given.decide());
        given.hosts.values().forEach(host -> host.listed = false);
        assertThat(given.later(Duration.ofSeconds(5)).decide().steps()).isEmpty();

        given.later(Duration.ofMinutes(5));
        var forgotten = given.decide();
        assertThat(notes(forgotten)).contains(Code.ORPHAN);
        assertThat(actions(forgotten, LaunchInstances.class)).hasSize(1);
    }

    @Test
    void instancesOfAnUnansweredLaunchAreFoundByTheirTag() {
        var given = Given.cluster().target(3);
        var first = given.decide();
        given.carryOut(first);
        given.outcomes.clear();
        given.answer(first.steps().getFirst(), new Outcome.Unknown("reset"));

        var second = given.later(Duration.ofSeconds(1)).decide();

        // the old step again, under its old token, and no other
        assertThat(second.steps()).containsExactly(first.steps().getFirst());
    }

    @Test
    void theLossOfAPoolIsSurvivedByBuyingForIt() {
        var given = Given.cluster().target(0);
        given.host("i-1", "m5.large/a");
        given.host("i-2", "m5.large/b");
        given.service("web", 2).needing(1500, 2000);
        given.running("web", "i-1", "i-2");

        var decision = given.decide();

        assertThat(codes(decision)).containsExactly(Code.SPARE_FOR_LOSS);
        assertThat(actions(decision, LaunchInstances.class).getFirst().total()).isEqualTo(1);
        assertThat(decision.steps().getFirst().reason().alternatives()).isNotNull();
    }

    @Test
    void aSpareForSeveralServicesHasRoomForOneOfTheHardestTaskMore() {
        var given = Given.cluster().target(0);
        given.host("i-1", "m5.large/a");
        given.host("i-2", "m5.large/b");
        given.service("large", 1).needing(1024, 3000);
        given.running("large", "i-1");
        assertThat(actions(given.decide(), LaunchInstances.class))
                .as("one service is placed as it is reckoned")
                .isEmpty();

        given.service("small", 1).needing(512, 1000);
        given.running("small", "i-1");
        assertThat(codes(given.decide()))
                .as("of several ECS may leave one out, though all fit")
                .containsExactly(Code.SPARE_FOR_LOSS);
    }

    @Test
    void aSpareThatNobodyOffersIsSaidAndDoesNotKeepTheClusterFromSettling() {
        var given = Given.cluster().target(1).offeredOnly("m5.large/eu-west-1a");
        given.host("i-1", "m5.large/a");
        given.service("web", 1);
        given.running("web", "i-1");

        var decision = given.decide();

        assertThat(decision.settled()).isTrue();
        assertThat(notes(decision)).contains(Code.NO_OFFER, Code.WHOLE);
        assertThat(decision.notes())
                .anySatisfy(note ->
                        assertThat(note.sentence()).contains("would not survive the loss of m5.large/eu-west-1a"));
    }

    @Test
    void aZoneIsSurvivedWhenThatIsAsked() {
        var given = Given.cluster().target(0).survive(Survive.ZONE);
        given.host("i-1", "m5.large/a");
        given.host("i-2", "c5.large/a");
        given.service("web", 2).needing(1500, 2000);
        given.running("web", "i-1", "i-2");

        var launches = actions(given.decide(), LaunchInstances.class);

        assertThat(launches).isNotEmpty();
        assertThat(launches)
                .allSatisfy(launch -> assertThat(launch.offers())
                        .allSatisfy(offer -> assertThat(offer.pool().zone()).isNotEqualTo("eu-west-1a")));
    }

    @Test
    void aPoolThatHadNothingIsReplacedByOthersAtOnce() {
        var given = Given.cluster().target(4);
        var first = given.decide();
        var launch = actions(first, LaunchInstances.class).getFirst();
        var dry = launch.offers().getFirst().pool();
        var came = new ArrayList<Outcome.Launched>();
        for (var offer : launch.offers().subList(1, 4))
            came.add(new Outcome.Launched("i-" + came.size(), offer.pool()));
        given.answer(
                first.steps().getFirst(),
                new Outcome.PartlyDone(
                        came, List.of(new Failure(dry.toString(), "InsufficientInstanceCapacity", "none"))));

        var second = given.later(Duration.ofSeconds(1)).decide();

        assertThat(actions(second, LaunchInstances.class)).singleElement().satisfies(more -> {
            assertThat(more.total()).isEqualTo(1);
            assertThat(more.offers().getFirst().pool()).isNotEqualTo(dry);
        });
        assertThat(notes(second)).contains(Code.POOL_QUARANTINED);
    }

    @Test
    void aDryPoolIsQuarantinedTwiceAsLongEachTimeUpToTenMinutes() {
        var given = Given.cluster().target(1).offeredOnly("m5.large/eu-west-1a");
        var waits = new ArrayList<Long>();
        for (var i = 0; i < 7; i++) {
            var decision = given.decide();
            given.answer(decision.steps().getFirst(), new Outcome.NoCapacity(List.of()));
            var quarantined = given.later(Duration.ofSeconds(1)).decide();
            assertThat(quarantined.steps()).isEmpty();
            var until = quarantined
                    .memory()
                    .quarantine()
                    .get(CapacityPool.of("m5.large/eu-west-1a"))
                    .until();
            waits.add(Duration.between(given.now, until).toMinutes());
            assertThat(quarantined.nextWake()).isBeforeOrEqualTo(until);
            given.now = until;
        }
        assertThat(waits).containsExactly(2L, 4L, 8L, 10L, 10L, 10L, 10L);
    }

    @Test
    void aPoolAboveThePriceBoundIsNotAsked() {
        var given = Given.cluster().target(3).maxPrice("0.05");
        var launch = actions(given.decide(), LaunchInstances.class).getFirst();
        assertThat(launch.offers())
                .allSatisfy(offer -> assertThat(offer.price().dollars()).isLessThanOrEqualTo(0.05));
        assertThat(launch.maxPrice()).isPresent();
    }

    @Test
    void aTaskThatFitsNowhereIsSaidAndHoldsUpNothing() {
        var given = Given.cluster().target(1);
        given.service("huge", 1).needing(1024 * 64, 1024 * 256);
        var decision = given.decide();
        assertThat(notes(decision)).contains(Code.NO_OFFER);
        assertThat(actions(decision, LaunchInstances.class).getFirst().total()).isEqualTo(1);
    }

    @Test
    void tasksOnOneHostPortNeedAHostEach() {
        var given = Given.cluster().target(0).survive(Survive.NONE);
        given.service("proxy", 5).needing(128, 128).onPort(8080);
        var launches = actions(given.decide(), LaunchInstances.class);
        assertThat(launches.stream().mapToInt(LaunchInstances::total).sum()).isEqualTo(5);
    }

    @Test
    void distinctInstancesNeedAHostEach() {
        var given = Given.cluster().target(0).survive(Survive.NONE);
        given.service("shard", 4).needing(128, 128).apart();
        var launches = actions(given.decide(), LaunchInstances.class);
        assertThat(launches.stream().mapToInt(LaunchInstances::total).sum()).isEqualTo(4);
    }

    @Test
    void daemonsComeFirstOnEveryNewHost() {
        var given = Given.cluster().target(0).survive(Survive.NONE).offeredOnly("m5.large/eu-west-1a");
        given.service("agent", 0).daemon().needing(1024, 512);
        given.service("web", 2).needing(1024, 512);
        var launches = actions(given.decide(), LaunchInstances.class);
        assertThat(launches.stream().mapToInt(LaunchInstances::total).sum()).isEqualTo(2);
    }

    @Test
    void aSurplusIsDrainedAfterAWhileThenTerminatedAndNeverBelowTarget() {
        var given = whole().survive(Survive.NONE);
        given.target(2);

        var first = given.decide();
        assertThat(first.steps()).isEmpty();
        assertThat(first.settled()).isFalse();
        assertThat(first.nextWake()).isBeforeOrEqualTo(given.now.plusSeconds(60));

        var drain = given.later(Duration.ofSeconds(60)).decide();
        assertThat(codes(drain)).containsExactly(Code.SURPLUS);
        assertThat(actions(drain, DrainInstances.class)).hasSize(1);

        given.carryOut(drain).later(Duration.ofSeconds(15));
        assertThat(given.decide().steps()).as("not empty yet").isEmpty();

        given.schedulerRuns().later(Duration.ofSeconds(15));
        var end = given.decide();
        assertThat(codes(end)).containsExactly(Code.DRAINED);
        given.carryOut(end).later(Duration.ofMinutes(5));
        var after = given.decide();
        assertThat(after.steps()).isEmpty();
        assertThat(after.settled()).isTrue();
    }

    @Test
    void aSurplusGoesAFewAtATimeAndKeepsTheSpread() {
        var given = Given.cluster().target(2);
        given.host("i-1", "m5.large/a");
        given.host("i-2", "m5.large/a");
        given.host("i-3", "m5.large/a");
        given.host("i-4", "m5.large/b");
        given.host("i-5", "c5.large/c");
        given.decide();

        var drain = given.later(Duration.ofMinutes(1)).decide();

        assertThat(actions(drain, DrainInstances.class))
                .containsExactly(new DrainInstances(List.of("arn:ci/i-1", "arn:ci/i-2")));
    }

    @Test
    void nothingGoesWhileSomethingComes() {
        var given = whole().survive(Survive.NONE);
        given.host("i-4", "c5.large/a");
        given.host("i-5", "c5.large/b").booting().launchedAt(given.now);
        given.decide();
        assertThat(given.later(Duration.ofMinutes(2)).decide().steps()).isEmpty();
    }

    @Test
    void hostsWithAnOldTemplateGoFirst() {
        var given = Given.cluster().target(2);
        given.host("i-1", "m5.large/a");
        given.host("i-2", "m5.large/b");
        given.host("i-3", "c5.large/c").tags.put("ballast:template", "old");
        given.decide();
        var drain = given.later(Duration.ofMinutes(1)).decide();
        assertThat(actions(drain, DrainInstances.class)).containsExactly(new DrainInstances(List.of("arn:ci/i-3")));
    }

    @Test
    void aShortageThatOutlastsPatienceIsBoughtOnDemandUnderTheCap() {
        var given = Given.cluster().target(3).onDemandAfter(Duration.ofMinutes(5), "0.25");
        dry(given);
        var waiting = given.later(Duration.ofSeconds(1)).decide();
        assertThat(waiting.steps()).isEmpty();
        assertThat(waiting.nextWake()).isBeforeOrEqualTo(Given.NOON.plus(Duration.ofMinutes(5)));

        given.now = Given.NOON.plus(Duration.ofMinutes(5));
        var fallback = given.decide();

        assertThat(codes(fallback)).containsOnly(Code.ON_DEMAND_FALLBACK);
        var launches = actions(fallback, LaunchInstances.class);
        assertThat(launches.stream().mapToInt(LaunchInstances::total).sum()).isEqualTo(2);
        assertThat(launches)
                .allSatisfy(launch -> assertThat(launch.offers())
                        .allSatisfy(offer -> assertThat(offer.pool().toString()).endsWith("on-demand")));
        assertThat(notes(fallback)).contains(Code.CAPPED);
    }

    /** Every spot pool is asked and has nothing. */
    private static void dry(Given given) {
        while (true) {
            var launches = given.decide().steps();
            if (launches.isEmpty()) return;
            for (var step : launches) given.answer(step, new Outcome.NoCapacity(List.of()));
        }
    }

    @Test
    void onDemandGoesWhenSpotIsBackAndStands() {
        var given = Given.cluster().target(1).survive(Survive.NONE).onDemandAfter(Duration.ofMinutes(5), "1");
        given.host("i-1", "m5.large/a/on-demand");
        given.service("web", 1);
        given.running("web", "i-1");

        var chosen = given.decide();
        assertThat(chosen.steps()).isEmpty();
        assertThat(chosen.nextWake()).isEqualTo(given.now);

        var buy = given.decide();
        assertThat(codes(buy)).containsExactly(Code.BACK_TO_SPOT);
        assertThat(actions(buy, LaunchInstances.class)).hasSize(1);

        given.carryOut(buy).later(Duration.ofSeconds(30));
        assertThat(given.decide().steps())
                .as("before the spot instance has joined")
                .isEmpty();
        var drain = given.everythingRegisters().later(Duration.ofSeconds(30)).decide();
        assertThat(actions(drain, DrainInstances.class)).hasSize(1);
    }

    @Test
    void onDemandStaysWhereSpotDoesNotComeBack() {
        var given = Given.cluster().target(1).survive(Survive.NONE).onDemandAfter(Duration.ofMinutes(5), "1");
        given.host("i-1", "m5.large/a/on-demand");
        given.decide();
        dry(given);

        var after = given.later(Duration.ofMinutes(6)).decide();

        assertThat(after.memory().retiring()).isEmpty();
        assertThat(actions(after, LaunchInstances.class)).isEmpty();
    }
}
