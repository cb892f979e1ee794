package dev.ballast.decide.interrupt;

import dev.ballast.decide.draft.Draft;
import dev.ballast.decide.facts.Demand;
import dev.ballast.decide.facts.Facts;
import dev.ballast.decide.facts.Host;
import dev.ballast.decide.facts.Standing;
import dev.ballast.model.Memory.Doomed;
import dev.ballast.model.Memory.Left;
import dev.ballast.model.Observation.Scope;
import dev.ballast.model.Signal;
import dev.ballast.model.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Every host with a notice, the earliest deadlines first and of those the host with most at stake: drained at once where its tasks fit elsewhere, else when its
 * replacement takes tasks, at the latest at the cut-off; then what cannot move by itself is stopped in time for an orderly
 * end. Replacement capacity is the plan's: it already counts these hosts as gone.
 */
public final class Timelines {
    /** How often to look while a host has not been emptied: often enough to see its replacement register. */
    private static final Duration LOOK = Duration.ofSeconds(5);

    /** ECS shows a drain in its next listing; a host still ACTIVE so long after was activated by somebody, or the drain was lost. */
    private static final Duration DRAIN_SEEN = Duration.ofSeconds(30);

    /** Notices that come together: some seconds between their deadlines decide nothing. */
    private static final Duration WAVE = Duration.ofSeconds(10);

    private final Draft draft;
    private final Facts facts;
    private final Demand demand;

    public Timelines(Draft draft, Facts facts, Demand demand) {
        this.draft = draft;
        this.facts = facts;
        this.demand = demand;
    }

    /** A host with its timeline. */
    record Line(Host host, Doomed doomed) {}

    public void advance() {
        var lines = new ArrayList<Line>();
        for (var host : facts.hosts(Standing.LEAVING)) {
            var doomed = draft.doomed().get(host.id());
            if (doomed != null && doomed.kind() == Signal.Kind.NOTICE) lines.add(new Line(host, doomed));
        }
        if (lines.isEmpty()) return;
        lines.sort(mostAtStakeFirst());
        lines.forEach(this::seeWhatHappened);
        var undrained = new ArrayList<Line>();
        for (var line : lines)
            if (line.host().isDrainable() && current(line).drainedAt().isEmpty())
                undrained.add(new Line(line.host(), current(line)));
        var cutOffs = new CutOffs(draft, facts);
        new Drains(draft, facts, demand, cutOffs).drain(undrained);
        var stops = new Stops(draft, facts, demand, cutOffs);
        for (var line : lines) stops.stop(new Line(line.host(), current(line)));
        new LastCalls(draft, facts, cutOffs)
                .call(lines.stream()
                        .map(line -> new Line(line.host(), current(line)))
                        .toList());
        for (var line : lines)
            if (current(line).emptyAt().isEmpty()) draft.wakeAt(draft.asOf().plus(LOOK));
    }

    /** Wave by wave, there the host with most service tasks: what is called first is sure of its time, where calls are throttled. */
    private Comparator<Line> mostAtStakeFirst() {
        return Comparator.<Line>comparingLong(line -> wave(line.doomed().deadline()))
                .thenComparing(line -> facts.movable(line.host()).size(), Comparator.reverseOrder())
                .thenComparing(line -> line.doomed().deadline())
                .thenComparing(line -> line.host().id());
    }

    private static long wave(Instant deadline) {
        return deadline.getEpochSecond() / WAVE.toSeconds();
    }

    private Doomed current(Line line) {
        return draft.doomed().get(line.host().id());
    }

    private void seeWhatHappened(Line line) {
        var host = line.host();
        var readAt = facts.observation().containerInstances().readAt();
        change(draft, host, doomed -> {
            // the agent, or a person, may have drained it first
            if (host.isDraining() && doomed.drainedAt().isEmpty()) return doomed.seenDrained(Optional.of(draft.asOf()));
            var lost = host.isDrainable()
                    && doomed.drainedAt()
                            .filter(at -> at.plus(DRAIN_SEEN).isBefore(readAt))
                            .isPresent();
            return lost ? doomed.seenDrained(Optional.empty()) : doomed;
        });
        var left = left(host);
        change(draft, host, doomed -> doomed.found().isEmpty() ? doomed.finding(counts(left)) : doomed);
        if (facts.observation().scope() != Scope.FULL) return;
        change(
                draft,
                host,
                doomed -> left.isEmpty()
                                && doomed.emptyAt().isEmpty()
                                && doomed.drainedAt().isPresent()
                        ? doomed.emptyAt(draft.asOf()).leaving(left)
                        : doomed.leaving(left));
    }

    private SortedMap<String, Left> left(Host host) {
        var left = new TreeMap<String, Left>();
        for (var task : host.tasks()) {
            var service = facts.wants().replicaServiceOf(task);
            if (service.isPresent()) left.merge(service.get().name(), left(task), Timelines::sum);
        }
        return left;
    }

    private static Left left(Task task) {
        var registered = 0;
        for (var target : task.targets()) if (target.state().isRegistered()) registered++;
        return Demand.isMeantToRun(task) ? new Left(1, 0, registered) : new Left(0, 1, registered);
    }

    private static Left sum(Left one, Left other) {
        return new Left(
                one.wanted() + other.wanted(), one.ending() + other.ending(), one.registered() + other.registered());
    }

    private static SortedMap<String, Integer> counts(SortedMap<String, Left> left) {
        var counts = new TreeMap<String, Integer>();
        left.forEach((service, some) -> {
            if (some.wanted() > 0) counts.put(service, some.wanted());
        });
        return counts;
    }

    static void change(Draft draft, Host host, UnaryOperator<Doomed> change) {
        draft.doomed().computeIfPresent(host.id(), (id, doomed) -> change.apply(doomed));
    }
}
