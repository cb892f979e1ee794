package dev.ballast.backtest.seen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ballast.backtest.seen.SeenMarket.Seen;
import dev.ballast.journal.Journal.Event;
import dev.ballast.model.Action;
import dev.ballast.model.Answered;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.Decision;
import dev.ballast.model.Instance;
import dev.ballast.model.InstanceState;
import dev.ballast.model.MarketTrace.DepthAt;
import dev.ballast.model.MarketTrace.Depths;
import dev.ballast.model.Memory;
import dev.ballast.model.Memory.Doomed;
import dev.ballast.model.Memory.Watch;
import dev.ballast.model.Outcome;
import dev.ballast.model.Outcome.Failure;
import dev.ballast.model.Outcome.Launched;
import dev.ballast.model.Reason;
import dev.ballast.model.Signal;
import dev.ballast.model.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SeenMarketTest {
    private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");
    private static final CapacityPool A = CapacityPool.spot("m5.large", "eu-west-1a");
    private static final CapacityPool B = CapacityPool.spot("m5.large", "eu-west-1b");

    private final List<Event> events = new ArrayList<>();
    private final TreeMap<String, Doomed> doomed = new TreeMap<>();
    private final List<Instance> listed = new ArrayList<>();

    private static Instant minute(int minute) {
        return NOON.plus(Duration.ofMinutes(minute));
    }

    private void answered(int minute, Action action, Outcome outcome) {
        var step = new Step("t", action, Reason.of(Reason.Code.ASKED, "a test"));
        events.add(new Event.Told(new Answered(step, outcome, minute(minute))));
    }

    private static Action launch() {
        return new Action.LaunchInstances("template", List.of(), 1, Optional.empty());
    }

    private void launched(int minute, CapacityPool pool, String... ids) {
        answered(
                minute,
                launch(),
                Outcome.launched(
                        List.of(ids).stream().map(id -> new Launched(id, pool)).toList()));
    }

    private void refused(int minute, CapacityPool pool, String code) {
        answered(minute, launch(), new Outcome.NoCapacity(List.of(new Failure(pool.toString(), code, "none"))));
    }

    private void noticed(int minute, String... ids) {
        for (var id : ids) doomed.put(id, Doomed.of(new Signal(Signal.Kind.NOTICE, id, minute(minute))));
        decided(minute + 1, List.of());
    }

    private void terminated(int minute, String... ids) {
        answered(minute, new Action.TerminateInstances(List.of(ids)), Outcome.DONE);
    }

    private void decided(int minute, List<String> hosts) {
        var fresh = Memory.fresh("epoch");
        var memory = new Memory(
                "epoch",
                1,
                null,
                doomed,
                null,
                null,
                null,
                null,
                null,
                new Watch(Optional.empty(), Optional.empty(), Optional.empty(), null, null, null, hosts, null, null),
                Optional.empty(),
                List.of(),
                null,
                fresh.experience());
        events.add(new Event.Decided(
                new Decision(1, minute(minute), List.of(), List.of(), memory, minute(minute + 1), true)));
    }

    private Seen seen(int from, int to) {
        return SeenMarket.of(events.stream(), listed).between(minute(from), minute(to));
    }

    private static List<String> of(CapacityPool pool, Seen seen) {
        return seen.depths().stream()
                .filter(depths -> depths.pool().equals(pool))
                .map(Depths::changes)
                .flatMap(List::stream)
                .map(SeenMarketTest::text)
                .toList();
    }

    private static String text(DepthAt change) {
        return change.at().toMinutes() + ": " + change.instances();
    }

    @Test
    void aPoolHoldsWhatTheClusterHasThereAndIsEmptyFromANoticeUntilTheNextLaunch() {
        launched(0, A, "i-1", "i-2");
        launched(10, A, "i-3");
        noticed(30, "i-1", "i-2", "i-3");
        launched(50, A, "i-4");
        assertThat(of(A, seen(0, 60))).containsExactly("0: 2", "10: 3", "30: 0", "50: 1");
        assertThat(seen(0, 60).interruptions()).isEqualTo(3);
        assertThat(seen(0, 60).heldShare()).isCloseTo(40 / 60.0, within(1e-9));
    }

    @Test
    void whatIsLeftAfterSomeWereTakenIsAllThatThereIs() {
        launched(0, A, "i-1", "i-2", "i-3");
        noticed(30, "i-2");
        assertThat(of(A, seen(0, 60))).containsExactly("0: 3", "30: 2");
    }

    @Test
    void whatTheClusterGivesBackItselfIsNoFall() {
        launched(0, A, "i-1", "i-2", "i-3");
        terminated(20, "i-1", "i-2");
        assertThat(of(A, seen(0, 60))).containsExactly("0: 3");
        refused(40, A, "InsufficientInstanceCapacity");
        assertThat(of(A, seen(0, 60))).containsExactly("0: 3", "40: 1");
        assertThat(seen(0, 60).refusals()).isEqualTo(1);
    }

    @Test
    void aPoolIsEmptyUntilItIsSeenToHoldAnything() {
        launched(0, A, "i-1");
        refused(5, B, "InsufficientInstanceCapacity");
        launched(25, B, "i-2");
        assertThat(of(B, seen(0, 60))).containsExactly("0: 0", "25: 1");
        assertThat(SeenMarket.of(events.stream(), listed).begin()).contains(NOON);
    }

    @Test
    void partOfALaunchIsAllThatThereWas() {
        launched(0, A, "i-1", "i-2", "i-3", "i-4");
        terminated(10, "i-1", "i-2", "i-3", "i-4");
        answered(
                20,
                launch(),
                new Outcome.PartlyDone(
                        List.of(new Launched("i-5", A)),
                        List.of(new Failure(A.toString(), "InsufficientInstanceCapacity", "no more"))));
        assertThat(of(A, seen(0, 60))).containsExactly("0: 4", "20: 1");
    }

    @Test
    void quotasPricesAndOnDemandSayNothingOfASpotPool() {
        launched(0, A, "i-1");
        terminated(5, "i-1");
        refused(10, A, "MaxSpotInstanceCountExceeded");
        refused(11, A, "SpotMaxPriceTooLow");
        refused(12, CapacityPool.onDemand("m5.large", "eu-west-1a"), "InsufficientInstanceCapacity");
        launched(13, CapacityPool.onDemand("m5.large", "eu-west-1b"), "i-9");
        assertThat(of(A, seen(0, 60))).containsExactly("0: 1");
        assertThat(seen(0, 60).depths()).hasSize(1);
        assertThat(seen(0, 60).refusals()).isZero();
    }

    @Test
    void anInterruptionThatAPersonAskedForWasNotTheMarket() {
        launched(0, A, "i-1", "i-2");
        var step = new Step(
                "t", new Action.InterruptInstances(List.of("i-1", "i-2")), Reason.of(Reason.Code.ASKED, "a game day"));
        events.add(new Event.Asked(minute(10), step));
        noticed(10, "i-1", "i-2");
        assertThat(of(A, seen(0, 60))).containsExactly("0: 2");
        assertThat(seen(0, 60).interruptions()).isZero();
        assertThat(seen(0, 60).heldShare()).isCloseTo(10 / 60.0, within(1e-9));
    }

    @Test
    void anInstanceThatEndsWithoutAWordIsNoFallEither() {
        launched(0, A, "i-1", "i-2");
        decided(5, List.of("i-1", "i-2"));
        decided(15, List.of("i-2"));
        assertThat(of(A, seen(0, 60))).containsExactly("0: 2");
        refused(20, A, "InsufficientInstanceCapacity");
        assertThat(of(A, seen(0, 60))).as("i-2 alone is there").containsExactly("0: 2", "20: 1");
    }

    @Test
    void whatWasSeenBeforeTheBeginCountsAtTheBegin() {
        launched(0, A, "i-1", "i-2");
        noticed(10, "i-1");
        noticed(40, "i-2");
        assertThat(of(A, seen(20, 60))).containsExactly("0: 1", "20: 0");
        assertThat(seen(20, 60).interruptions()).isEqualTo(1);
        assertThat(seen(20, 60).depths().getFirst().end()).isEqualTo(Duration.ofMinutes(40));
    }

    @Test
    void whatAFleetLaunchedIsKnownFromEc2AndWhatNobodyKnowsIsCounted() {
        listed.add(new Instance("i-1", A, InstanceState.RUNNING, minute(3), "ami-1", "subnet-1", null, false));
        noticed(30, "i-1");
        noticed(40, "i-gone-long-ago");
        var seen = seen(0, 60);
        assertThat(of(A, seen)).containsExactly("0: 0", "3: 1", "30: 0");
        assertThat(seen.interruptions()).isEqualTo(1);
        assertThat(seen.untold()).isEqualTo(1);
    }

    @Test
    void withoutALaunchNothingWasSeen() {
        decided(1, List.of());
        assertThat(SeenMarket.of(events.stream(), listed).begin()).isEmpty();
    }
}
