package dev.ballast.backtest.seen;

import dev.ballast.backtest.seen.Sight.Ended;
import dev.ballast.backtest.seen.Sight.Got;
import dev.ballast.backtest.seen.Sight.Refused;
import dev.ballast.backtest.seen.Sight.Taken;
import dev.ballast.journal.Journal.Event;
import dev.ballast.model.Action;
import dev.ballast.model.Answered;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.Decision;
import dev.ballast.model.Instance;
import dev.ballast.model.Outcome;
import dev.ballast.model.Outcome.Failure;
import dev.ballast.model.Outcome.Launched;
import dev.ballast.model.PurchaseOption;
import dev.ballast.model.Signal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Gathers from a journal, and from what EC2 still lists, what tells of capacity. */
final class Sights {
    /** AWS has no instance there. Quotas, prices and addresses say nothing about a pool's capacity. */
    private static final List<String> NO_CAPACITY =
            List.of("InsufficientInstanceCapacity", "InsufficientCapacity", "UnfulfillableCapacity");

    private final List<Sight> sights = new ArrayList<>();
    private final TreeSet<String> got = new TreeSet<>();
    private final TreeSet<String> noticed = new TreeSet<>();
    private final TreeSet<String> ended = new TreeSet<>();
    /** Interrupted because a person asked for it: that was not the market. */
    private final TreeSet<String> provoked = new TreeSet<>();

    private TreeSet<String> hosts = new TreeSet<>();

    void add(Event event) {
        switch (event) {
            case Event.Decided decided -> add(decided.decision());
            case Event.Asked asked -> {
                if (asked.step().action() instanceof Action.InterruptInstances interrupt)
                    provoked.addAll(interrupt.instanceIds());
            }
            case Event.Told told -> add(told.answered());
        }
    }

    private void add(Decision decision) {
        decision.memory().doomed().forEach((id, doomed) -> {
            if (doomed.kind() == Signal.Kind.NOTICE && noticed.add(id))
                sights.add(
                        provoked.contains(id) ? new Ended(doomed.noticedAt(), id) : new Taken(doomed.noticedAt(), id));
        });
        var now = new TreeSet<>(decision.memory().watch().hosts());
        for (var id : hosts) if (!now.contains(id)) end(decision.asOf(), id);
        hosts = now;
    }

    private void add(Answered answered) {
        switch (answered.outcome()) {
            case Outcome.Done done -> answered(answered, done.launched(), List.of());
            case Outcome.PartlyDone partly -> answered(answered, partly.launched(), partly.failures());
            case Outcome.NoCapacity none -> answered(answered, List.of(), none.failures());
            case Outcome.Throttled throttled -> {}
            case Outcome.Refused refused -> {}
            case Outcome.Unknown unknown -> {}
        }
    }

    private void answered(Answered answered, List<Launched> launched, List<Failure> failures) {
        for (var one : launched) got(answered.at(), one.instanceId(), one.pool());
        switch (answered.step().action()) {
            case Action.LaunchInstances launch -> {
                for (var failure : failures)
                    if (NO_CAPACITY.contains(failure.code()))
                        spotPool(failure.what()).ifPresent(pool -> sights.add(new Refused(answered.at(), pool)));
            }
            case Action.TerminateInstances terminate -> {
                var left = new TreeSet<>(terminate.instanceIds());
                for (var failure : failures) left.remove(failure.what());
                for (var id : left) end(answered.at(), id);
            }
            default -> {}
        }
    }

    private static Optional<CapacityPool> spotPool(String what) {
        try {
            return Optional.of(CapacityPool.of(what)).filter(pool -> pool.option() == PurchaseOption.SPOT);
        } catch (IllegalArgumentException no) {
            return Optional.empty();
        }
    }

    private void got(Instant at, String id, CapacityPool pool) {
        if (pool.option() == PurchaseOption.SPOT && got.add(id)) sights.add(new Got(at, id, pool));
    }

    private void end(Instant at, String id) {
        if (ended.add(id)) sights.add(new Ended(at, id));
    }

    /** What EC2 lists and the journal does not know: a fleet launched it, or somebody else. */
    void add(Instance instance) {
        got(instance.launchedAt(), instance.instanceId(), instance.pool());
    }

    /** By time; what happens at one moment in the order in which it was told. */
    List<Sight> byTime() {
        return sights.stream().sorted(Comparator.comparing(Sight::at)).toList();
    }
}
