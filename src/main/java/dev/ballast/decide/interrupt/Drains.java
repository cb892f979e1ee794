package dev.ballast.decide.interrupt;

import dev.ballast.decide.draft.Draft;
import dev.ballast.decide.draft.Subject;
import dev.ballast.decide.draft.Words;
import dev.ballast.decide.facts.Demand;
import dev.ballast.decide.facts.Facts;
import dev.ballast.decide.facts.Host;
import dev.ballast.decide.facts.Standing;
import dev.ballast.decide.facts.Wants;
import dev.ballast.decide.interrupt.Timelines.Line;
import dev.ballast.decide.pack.Load;
import dev.ballast.decide.pack.Packing;
import dev.ballast.decide.pack.Room;
import dev.ballast.decide.pack.Spread;
import dev.ballast.decide.pack.Spread.Batch;
import dev.ballast.model.Action;
import dev.ballast.model.Instance;
import dev.ballast.model.Reason;
import dev.ballast.model.Reason.Code;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which doomed hosts are drained now. All of them compete for the same room, and what waits for a place already comes before
 * them: a drain without room makes the scheduler back off for minutes, which costs more than it gains.
 */
final class Drains {
    /** So many hosts at once are looked at one by one as ECS places tasks, which costs rooms times tasks each. */
    private static final int SPREAD_AT_MOST = 20;

    private final Draft draft;
    private final Facts facts;
    private final CutOffs cutOffs;
    private final List<Room> rooms = new ArrayList<>();
    private final Map<String, Integer> budget;
    private final Set<String> launchesHere = new LinkedHashSet<>();
    private final List<Line> waiting = new ArrayList<>();
    private final Load waitingAlone;
    private final List<Room> coming = new ArrayList<>();
    /** By this very decision. */
    private final List<Room> asked = new ArrayList<>();

    private boolean spreads;

    Drains(Draft draft, Facts facts, Demand demand, CutOffs cutOffs) {
        this.draft = draft;
        this.facts = facts;
        this.cutOffs = cutOffs;
        budget = new LinkedHashMap<>(demand.homeless());
        waitingAlone = demand.waiting();
        for (var host : facts.hosts(Standing.STAYING)) {
            facts.room(host).ifPresent(rooms::add);
            host.instance().map(Instance::launchToken).ifPresent(launchesHere::add);
        }
        coming.addAll(facts.rooms(Standing.BOOTING));
        for (var pool : facts.coming())
            facts.freshRoom("coming-" + coming.size(), pool).ifPresent(coming::add);
        for (var launch : draft.launches().values())
            if (!launch.answered() && launch.decidedAt().equals(draft.asOf()))
                launch.wanted().forEach((pool, count) -> {
                    for (var i = 0; i < count; i++)
                        facts.freshRoom("asked-" + asked.size(), pool).ifPresent(asked::add);
                });
    }

    /** A host, how many of its tasks still need a place, and when it must be drained whatever else is. */
    private record Ready(Line line, int tasks, Optional<Instant> cutOff) {}

    void drain(List<Line> undrained) {
        spreads = undrained.size() <= SPREAD_AT_MOST;
        reserveForThoseWhoWait(undrained);
        var byCode = new TreeMap<Code, List<Ready>>();
        waiting.addAll(undrained);
        for (var line : undrained) {
            var load = homelessOf(line.host());
            var ready = new Ready(line, load.size(), cutOff(line));
            if (draft.isRefused(Subject.drain(line.host().arn()))) continue;
            if (fits(line, load)) {
                spend(line.host());
                waiting.remove(line);
                var code = isReplaced(line) ? Code.NOTICE_DRAIN_REPLACED : Code.NOTICE_DRAIN_ROOM;
                byCode.computeIfAbsent(code, same -> new ArrayList<>()).add(ready);
            } else if (ready.cutOff().filter(at -> !at.isAfter(draft.asOf())).isPresent()) {
                byCode.computeIfAbsent(Code.NOTICE_DRAIN_CUTOFF, same -> new ArrayList<>())
                        .add(ready);
            } else ready.cutOff().ifPresent(draft::wakeAt);
        }
        byCode.forEach(this::step);
    }

    /** As ECS would place them; where many hosts go at once, as they pack: there is room for one more mistake in a large cluster. */
    private boolean fits(Line line, Load load) {
        if (!spreads) return Packing.packAll(load, rooms);
        var batches = homelessBatches(line.host());
        if (!Spread.fits(batches, rooms)) return isWorthTrying(line, load);
        if (isHeldForTheOthers(line, batches) || isHeldForCertainty(line, batches)) return false;
        Spread.place(batches, rooms);
        return true;
    }

    /**
     * What packs may be placed, though not in every order. It is tried when there is just time for the tasks to start elsewhere; the
     * scheduler's attempts then go on beyond the deadline, so a host that comes late is still found.
     */
    private boolean isWorthTrying(Line line, Load load) {
        var latest = cutOffs.latestDrain(line.doomed());
        if (!latest.isAfter(draft.asOf())) return Packing.packAll(load, rooms);
        draft.wakeAt(latest);
        return false;
    }

    private List<Batch> homelessBatches(Host host) {
        var batches = new ArrayList<Batch>();
        for (var batch : facts.batches(host)) {
            var name = facts.wants().services().get(batch.service()).name();
            var count = Math.min(batch.count(), budget.getOrDefault(name, 0));
            if (count > 0) batches.add(batch.of(count));
        }
        return batches;
    }

    /**
     * The first of several that could be drained would scatter its tasks over the room that the others need, where another host that is on
     * its way would hold all of them: then they go together, unless that host does not come within half of the notice.
     */
    private boolean isHeldForTheOthers(Line line, List<Batch> batches) {
        if (waiting.size() < 2 || coming.isEmpty()) return false;
        var latest = line.doomed().deadline().minus(CutOffs.HOPELESS);
        if (!latest.isAfter(draft.asOf())) return false;
        var others = new ArrayList<Batch>();
        for (var other : waiting) if (other != line) others.addAll(homelessBatches(other.host()));
        var all = new ArrayList<>(batches);
        all.addAll(others);
        if (!Spread.fits(all, roomsWith(coming))) return false;
        var first = Packing.copy(rooms);
        Spread.place(batches, first);
        first.addAll(Packing.copy(coming));
        if (Spread.fits(others, first)) return false;
        draft.wakeAt(latest);
        return true;
    }

    /**
     * Where one more of the hardest would find no place, ECS may place several services so that one finds none, and the scheduler's three
     * attempts are over before the host on its way is there. Then they wait for it, as long as there is time to start elsewhere.
     */
    private boolean isHeldForCertainty(Line line, List<Batch> batches) {
        if (coming.isEmpty() && asked.isEmpty() || batches.size() < 2) return false;
        var latest = cutOffs.latestDrain(line.doomed());
        if (!latest.isAfter(draft.asOf())) return false;
        var oneMore = Spread.andOneMore(batches);
        if (Spread.fits(oneMore, rooms)) return false;
        var later = roomsWith(coming);
        later.addAll(asked);
        if (!Spread.fits(oneMore, later)) return false;
        draft.wakeAt(latest);
        return true;
    }

    /** The rooms themselves, not copies: only for questions that leave them as they are. */
    private List<Room> roomsWith(List<Room> others) {
        var all = new ArrayList<>(rooms);
        all.addAll(others);
        return all;
    }

    private void reserveForThoseWhoWait(List<Line> undrained) {
        var displaced = new LinkedHashMap<String, Integer>();
        for (var line : undrained)
            counts(line.host()).forEach((service, count) -> displaced.merge(service, count, Integer::sum));
        var waiting = waitingAlone.copy();
        for (var service : facts.wants().services()) {
            var homeless = budget.getOrDefault(service.name(), 0);
            var count = homeless - displaced.getOrDefault(service.name(), 0);
            if (count <= 0) continue;
            waiting.add(Wants.next(service), count);
            budget.put(service.name(), homeless - count);
        }
        Packing.pack(waiting, rooms);
    }

    private TreeMap<String, Integer> counts(Host host) {
        var counts = new TreeMap<String, Integer>();
        for (var task : host.tasks())
            if (Demand.isMeantToRun(task))
                facts.wants()
                        .replicaServiceOf(task)
                        .ifPresent(service -> counts.merge(service.name(), 1, Integer::sum));
        return counts;
    }

    private Load homelessOf(Host host) {
        var load = new Load();
        counts(host)
                .forEach((name, count) -> load.add(
                        Wants.next(facts.wants().service(name).orElseThrow()),
                        Math.min(count, budget.getOrDefault(name, 0))));
        return load;
    }

    private void spend(Host host) {
        counts(host).forEach((name, count) -> budget.computeIfPresent(name, (same, left) -> Math.max(0, left - count)));
    }

    private Optional<Instant> cutOff(Line line) {
        Optional<Instant> first = Optional.empty();
        for (var name : counts(line.host()).keySet()) {
            var at = cutOffs.of(facts.wants().service(name).orElseThrow(), line.doomed());
            if (first.isEmpty() || at.isBefore(first.get())) first = Optional.of(at);
        }
        return first;
    }

    private boolean isReplaced(Line line) {
        for (var token : line.doomed().replacements()) if (launchesHere.contains(token)) return true;
        return false;
    }

    private void step(Code code, List<Ready> all) {
        for (var from = 0; from < all.size(); from += Action.DrainInstances.MOST) {
            var batch = all.subList(from, Math.min(all.size(), from + Action.DrainInstances.MOST));
            var arns = batch.stream().map(ready -> ready.line().host().arn()).toList();
            draft.step(new Action.DrainInstances(arns), reason(code, batch));
            for (var ready : batch)
                Timelines.change(draft, ready.line().host(), doomed -> doomed.drainedAt(draft.asOf()));
        }
    }

    private Reason reason(Code code, List<Ready> batch) {
        var names = batch.stream().map(ready -> ready.line().host().id()).toList();
        var tasks = batch.stream().mapToInt(Ready::tasks).sum();
        var deadline = batch.getFirst().line().doomed().deadline();
        var why = switch (code) {
            case NOTICE_DRAIN_ROOM ->
                Words.count(tasks, "service task", "fits", "fit") + " on free room of "
                        + Words.count(rooms.size(), "other host");
            case NOTICE_DRAIN_REPLACED ->
                Words.count(tasks, "service task", "fits", "fit") + " now that the replacement takes tasks";
            default ->
                Words.count(tasks, "service task", "has", "have")
                        + " no room elsewhere yet, but this is the last moment to end in order";
        };
        var reason = Words.list(names) + (batch.size() == 1 ? " goes" : " go") + " at " + deadline + ": " + why;
        return code == Code.NOTICE_DRAIN_CUTOFF
                ? Reason.of(code, reason)
                : new Reason(
                        code,
                        reason,
                        List.of("wait until the cut-off at "
                                + batch.getFirst()
                                        .cutOff()
                                        .map(Instant::toString)
                                        .orElse("the deadline")));
    }
}
