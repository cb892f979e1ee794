package dev.ballast.decide;

import static dev.ballast.decide.Told.actions;
import static dev.ballast.decide.Told.codes;
import static dev.ballast.decide.Told.notes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.model.Action.DrainInstances;
import dev.ballast.model.Action.LaunchInstances;
import dev.ballast.model.Decision;
import dev.ballast.model.PurchaseOption;
import dev.ballast.model.Reason.Code;
import dev.ballast.model.Settings.Headroom;
import dev.ballast.model.Settings.Survive;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Room for tasks that are still to come. An m5.large has 2,048 CPU units and about 7,900 MiB. */
class HeadroomTest {
    private static Given keeping(Given given, Headroom... headroom) {
        given.settings = given.settings.with(given.settings.capacity().withHeadroom(List.of(headroom)));
        return given;
    }

    private static int bought(Decision decision) {
        return actions(decision, LaunchInstances.class).stream()
                .mapToInt(LaunchInstances::total)
                .sum();
    }

    /** Two hosts with 4,096 CPU units, of which tasks hold {@code taken}, and which wait for a place for {@code waiting}. */
    @ParameterizedTest(name = "{0} tasks there, {1} waiting, room for {2} more: {3} hosts are bought")
    @CsvSource({
        "2, 0, 0, 0",
        "2, 0, 6, 0",
        "2, 0, 7, 1",
        "8, 0, 1, 1",
        // those who wait come first, and headroom is beside them
        "2, 6, 0, 0",
        "2, 6, 1, 1",
        "2, 3, 3, 0",
        "2, 3, 4, 1",
    })
    void headroomIsRoomBesideTheTasks(int there, int waiting, int headroom, int hosts) {
        var given = Given.cluster().survive(Survive.NONE).target(2).offered("m5.large");
        given.host("i-1", "m5.large/a");
        given.host("i-2", "m5.large/b");
        given.service("web", there + waiting);
        for (var i = 0; i < there; i++) given.task("web", "i-" + (1 + i % 2));
        if (headroom > 0) keeping(given, new Headroom(512, 1024, headroom));
        assertThat(bought(given.decide())).isEqualTo(hosts);
    }

    @Test
    void headroomIsBoughtForAndTheReasonSaysSo() {
        var given = keeping(PlanTest.whole().survive(Survive.NONE), new Headroom(512, 1024, 10));

        var decision = given.decide();

        assertThat(codes(decision)).containsExactly(Code.HEADROOM);
        assertThat(decision.steps().getFirst().reason().sentence())
                .contains(
                        "room for 10 more tasks of 512 CPU units and 1,024 MiB is kept, for which 1 instance is missing");
        assertThat(given.carryOut(decision)
                        .later(Duration.ofSeconds(1))
                        .decide()
                        .steps())
                .isEmpty();
    }

    @Test
    void severalShapesFindRoomTogether() {
        var given =
                keeping(PlanTest.whole().survive(Survive.NONE), new Headroom(1024, 1024, 2), new Headroom(512, 512, 5));
        assertThat(given.decide().steps()).isEmpty();

        keeping(given, new Headroom(1024, 1024, 2), new Headroom(512, 512, 6));
        var decision = given.decide();
        assertThat(decision.steps().getFirst().reason().sentence())
                .contains(
                        "room for 2 more tasks of 1,024 CPU units and 1,024 MiB and for 6 more tasks of 512 CPU units");
    }

    @Test
    void headroomIsNeverBoughtOnDemandAndIsNoShortage() {
        var given = keeping(PlanTest.whole().onDemandAfter(Duration.ofMinutes(1), "9"), new Headroom(512, 1024, 9));
        given.offers = given.offers.stream()
                .filter(offer -> offer.pool().option() == PurchaseOption.ON_DEMAND)
                .toList();

        var first = given.decide();
        assertThat(first.steps()).isEmpty();
        assertThat(first.memory().watch().shortSince()).isEmpty();
        assertThat(notes(first)).contains(Code.NO_OFFER);
        assertThat(first.notes().getFirst().sentence())
                .contains("room for 1 more task of 512 CPU units and 1,024 MiB is missing");

        given.later(Duration.ofMinutes(10));
        assertThat(given.decide().steps()).isEmpty();
    }

    @Test
    void fallbackBuysForTheTasksWithoutTheHeadroom() {
        var given = Given.cluster().survive(Survive.NONE).target(1).onDemandAfter(Duration.ZERO, "9");
        keeping(given, new Headroom(2048, 4096, 10));
        given.offers = given.offers.stream()
                .filter(offer -> offer.pool().option() == PurchaseOption.ON_DEMAND)
                .toList();
        assertThat(bought(given.decide())).isEqualTo(1);
    }

    @Test
    void tasksThatWaitTakeTheHeadroomAndItIsMadeAnew() {
        var given = keeping(PlanTest.whole().survive(Survive.NONE), new Headroom(512, 1024, 8));
        assertThat(given.decide().steps()).isEmpty();

        given.services.get("web").desired = 5;
        assertThat(codes(given.decide())).containsExactly(Code.HEADROOM);
    }

    @Test
    void aLossMayUseUpTheHeadroom() {
        // all that is free is headroom, and the tasks of any one host would find room there
        var decision = keeping(PlanTest.whole(), new Headroom(512, 1024, 8)).decide();
        assertThat(decision.steps()).isEmpty();
        assertThat(decision.notes().getFirst().sentence())
                .endsWith("room for 8 more tasks of 512 CPU units and 1,024 MiB, survives the loss of any one pool");
    }

    @Test
    void aNoticedHostIsDrainedOntoTheHeadroomAtOnce() {
        var given = keeping(PlanTest.whole().survive(Survive.NONE), new Headroom(512, 1024, 8));
        given.notice("i-1");

        var decision = given.decide();

        assertThat(actions(decision, DrainInstances.class)).hasSize(1);
        // the target's replacement; the headroom is made anew when the host is gone
        assertThat(bought(decision)).isEqualTo(1);
        assertThat(codes(decision)).contains(Code.NOTICE_DRAIN_ROOM, Code.NOTICE_REPLACE);
    }

    @ParameterizedTest(name = "room for {0}: {1} hosts go")
    @CsvSource({"0, 2", "3, 2", "4, 1", "7, 1", "8, 0", "11, 0"})
    void whatHeadroomNeedsIsNoSurplus(int headroom, int hosts) {
        var given = Given.cluster().survive(Survive.NONE).target(1).offered("m5.large");
        for (var zone : List.of("a", "b", "c")) given.host("i-" + zone, "m5.large/" + zone);
        given.service("web", 1);
        given.running("web", "i-a");
        if (headroom > 0) keeping(given, new Headroom(512, 1024, headroom));
        given.decide();
        var drained = actions(given.later(Duration.ofMinutes(2)).decide(), DrainInstances.class);
        assertThat(drained.stream()
                        .mapToInt(drain -> drain.containerInstanceArns().size())
                        .sum())
                .isEqualTo(hosts);
    }
}
