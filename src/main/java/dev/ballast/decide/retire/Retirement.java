package dev.ballast.decide.retire;

import dev.ballast.decide.draft.Draft;
import dev.ballast.decide.draft.Subject;
import dev.ballast.decide.draft.Words;
import dev.ballast.decide.facts.Demand;
import dev.ballast.decide.facts.Facts;
import dev.ballast.decide.facts.Host;
import dev.ballast.decide.facts.Standing;
import dev.ballast.model.Action;
import dev.ballast.model.Memory.Retiring;
import dev.ballast.model.Reason;
import dev.ballast.model.Reason.Code;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Moves every retiring host one step on: wait for its replacement, drain, wait until it is empty, terminate. */
public final class Retirement {
    /** EC2 shows a termination in seconds; an instance still alive so long after did not get the call. */
    private static final Duration TERMINATION_SEEN = Duration.ofMinutes(5);

    /** As for doomed hosts: a drain shows in the next listing. */
    private static final Duration DRAIN_SEEN = Duration.ofSeconds(30);

    /** A voluntary drain that ECS has not finished by then (min = max = 100 %, no place for a port) is taken back. */
    private static final Duration STUCK = Duration.ofMinutes(15);

    /** Instances in one call; EC2 takes up to 1,000, and a shorter list is a shorter blast. */
    private static final int MOST_TERMINATED = 50;

    private static final Duration LOOK = Duration.ofSeconds(15);

    private final Draft draft;
    private final Facts facts;
    private final Demand demand;
    private final Reasons reasons;
    private final List<Host> toDrain = new ArrayList<>();
    private final List<Host> toTerminate = new ArrayList<>();

    public Retirement(Draft draft, Facts facts, Demand demand) {
        this.draft = draft;
        this.facts = facts;
        this.demand = demand;
        reasons = new Reasons(draft, facts);
    }

    /** @param nothingMissing true where the plan has all it needs, what is on its way included */
    public void advance(boolean nothingMissing) {
        var here = new ArrayList<Host>();
        for (var id : List.copyOf(draft.retiring().keySet())) {
            var host = facts.host(id).filter(one -> one.standing() != Standing.GONE);
            if (host.isPresent()) here.add(host.get());
            else if (isUnseenProbe(id)) draft.wakeAt(draft.asOf().plus(LOOK));
            else {
                draft.retiring().remove(id);
                draft.watch().isDisrupted(draft.asOf());
            }
        }
        if (here.isEmpty()) return;
        here.forEach(this::seeWhatHappened);
        for (var host : here) end(host);
        here.removeIf(host -> of(host) == null);
        drain(here, nothingMissing);
        stepDrains();
        stepTerminations();
        draft.wakeAt(draft.asOf().plus(LOOK));
    }

    /** EC2 does not list it yet. */
    private boolean isUnseenProbe(String id) {
        var retiring = draft.retiring().get(id);
        return retiring.why() == Code.PROBE
                && facts.host(id).isEmpty()
                && retiring.since().plus(TERMINATION_SEEN).isAfter(draft.asOf());
    }

    private Retiring of(Host host) {
        return draft.retiring().get(host.id());
    }

    private void put(Host host, Optional<Instant> drainedAt, Optional<Instant> terminatedAt) {
        var before = of(host);
        draft.retiring().put(host.id(), new Retiring(before.since(), before.why(), drainedAt, terminatedAt));
    }

    private void seeWhatHappened(Host host) {
        var retiring = of(host);
        if (retiring.terminatedAt()
                .filter(at -> at.plus(TERMINATION_SEEN).isBefore(draft.asOf()))
                .isPresent()) put(host, retiring.drainedAt(), Optional.empty());
        retiring = of(host);
        if (host.isDraining() && retiring.drainedAt().isEmpty())
            put(host, Optional.of(draft.asOf()), retiring.terminatedAt());
        var readAt = facts.observation().containerInstances().readAt();
        var lost = host.isDrainable()
                && retiring.drainedAt()
                        .filter(at -> at.plus(DRAIN_SEEN).isBefore(readAt))
                        .isPresent();
        if (lost) put(host, Optional.empty(), retiring.terminatedAt());
    }

    private void end(Host host) {
        var retiring = of(host);
        if (retiring.terminatedAt().isPresent() || !host.owned()) return;
        var neverJoined = host.registration().isEmpty();
        if (!neverJoined && !host.isDraining()) return;
        if (!neverJoined && !isEmpty(host, retiring) && !isOverdue(host, retiring)) {
            takeBackIfStuck(host, retiring);
            return;
        }
        if (!fleetLetsGo(retiring) || draft.isRefused(Subject.terminate(host.id()))) return;
        toTerminate.add(host);
    }

    /** What stays on a host that is silent for good (min = max = 100 %: ECS believes it still runs) is not waited for without end. */
    private boolean isOverdue(Host host, Retiring retiring) {
        var lost = retiring.why() == Code.AGENT_LOST && !host.isConnected() && isStuck(retiring);
        return lost || TakeDown.isOverdue(draft, host);
    }

    private boolean isStuck(Retiring retiring) {
        return retiring.drainedAt()
                .filter(at -> at.plus(STUCK).isBefore(draft.asOf()))
                .isPresent();
    }

    /** A task of a dead agent never reports its end: it counts as left once its service has another. */
    private boolean isEmpty(Host host, Retiring retiring) {
        for (var task : host.tasks()) {
            if (facts.wants().isDaemon(task)) continue;
            var service = facts.wants().replicaServiceOf(task);
            var replaced = service.isPresent() && demand.homeless(service.get()) == 0;
            var dead = retiring.why() == Code.AGENT_LOST && (replaced || service.isEmpty());
            if (!dead) return false;
        }
        return true;
    }

    /** A maintained fleet replaces what is terminated before its target was lowered. */
    private boolean fleetLetsGo(Retiring retiring) {
        if (retiring.why() == Code.TAKE_DOWN) return draft.spotFleet().isEmpty();
        return draft.spotFleet()
                .filter(fleet -> fleet.target() > facts.fleetMembers(Standing::counts))
                .isEmpty();
    }

    private void takeBackIfStuck(Host host, Retiring retiring) {
        var couldStay = switch (retiring.why()) {
            case SURPLUS,
                    BACK_TO_SPOT,
                    YOUNG_POOL,
                    PROBE,
                    CONSOLIDATE,
                    REBALANCE_DRAIN,
                    NOTICE_OUTCOME,
                    AGENT_LOST,
                    NEVER_REGISTERED -> host.isConnected();
            default -> false;
        };
        if (!couldStay || !isStuck(retiring) || !host.isDraining()) return;
        var left = facts.movable(host).size();
        // tasks that end by themselves, or standalone ones, are waited for
        if (left == 0) return;
        draft.retiring().remove(host.id());
        draft.watch().recalled().put(host.id(), draft.asOf());
        draft.refuse(Subject.drain(host.arn()), "DrainStuck", Words.count(left, "task") + " did not leave");
        draft.step(
                new Action.ActivateInstances(List.of(host.arn())),
                Reason.of(
                        retiring.why(),
                        host + " takes tasks again: " + Words.count(left, "task", "has", "have") + " not left it in "
                                + STUCK.toMinutes() + " minutes"));
    }

    private void drain(List<Host> here, boolean nothingMissing) {
        var replacementsStand = nothingMissing && facts.isComplete();
        var underWay = 0;
        for (var host : here)
            if (of(host).drainedAt().isPresent()
                    && of(host).terminatedAt().isEmpty()
                    && !facts.runsOnlyStandaloneTasks(host)) underWay++;
        for (var host : here) {
            // the drain of one with a notice is decided on its timeline, against the deadline
            if (!host.isDrainable() || of(host).drainedAt().isPresent() || draft.hasNotice(host.id())) continue;
            if (draft.isRefused(Subject.drain(host.arn()))) continue;
            var why = of(host).why();
            var free = why == Code.TAKE_DOWN;
            if (!free && underWay >= facts.settings().brakes().drainsAtOnce()) continue;
            // what was chosen after the plan was made is in the next plan
            var planned = host.standing() == Standing.LEAVING && replacementsStand;
            if (!free && why != Code.SURPLUS && !planned) continue;
            toDrain.add(host);
            underWay++;
        }
    }

    private void stepDrains() {
        var byCode = new TreeMap<Code, List<Host>>();
        for (var host : toDrain)
            byCode.computeIfAbsent(of(host).why(), code -> new ArrayList<>()).add(host);
        byCode.forEach((code, hosts) -> {
            for (var batch : batches(hosts, Action.DrainInstances.MOST)) {
                var arns = batch.stream().map(Host::arn).toList();
                draft.step(new Action.DrainInstances(arns), reasons.drain(code, batch));
                for (var host : batch) put(host, Optional.of(draft.asOf()), Optional.empty());
            }
        });
    }

    private void stepTerminations() {
        var byCode = new TreeMap<Code, List<Host>>();
        for (var host : toTerminate)
            byCode.computeIfAbsent(of(host).why(), code -> new ArrayList<>()).add(host);
        byCode.forEach((code, hosts) -> {
            for (var batch : batches(hosts, MOST_TERMINATED)) {
                var ids = batch.stream().map(Host::id).toList();
                draft.step(new Action.TerminateInstances(ids), reasons.terminate(code, batch));
                for (var host : batch) put(host, of(host).drainedAt(), Optional.of(draft.asOf()));
            }
        });
    }

    private static List<List<Host>> batches(List<Host> hosts, int most) {
        var batches = new ArrayList<List<Host>>();
        for (var from = 0; from < hosts.size(); from += most)
            batches.add(hosts.subList(from, Math.min(hosts.size(), from + most)));
        return batches;
    }
}
