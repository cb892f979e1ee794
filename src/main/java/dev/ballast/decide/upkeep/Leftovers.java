package dev.ballast.decide.upkeep;

import dev.ballast.decide.draft.Draft;
import dev.ballast.decide.draft.Subject;
import dev.ballast.decide.draft.Words;
import dev.ballast.decide.facts.Facts;
import dev.ballast.decide.facts.Host;
import dev.ballast.decide.facts.Standing;
import dev.ballast.model.Action;
import dev.ballast.model.InstanceState;
import dev.ballast.model.Memory.Retiring;
import dev.ballast.model.Reason;
import dev.ballast.model.Reason.Code;
import dev.ballast.model.Signal;
import java.time.Duration;
import java.util.Optional;

/** What nobody else clears away. */
public final class Leftovers {
    /** ECS removes a terminated instance's registration by itself within a minute or two, and only then must be helped. */
    private static final Duration ECS_REMOVES_IT = Duration.ofMinutes(3);

    /** A host that somebody drained by hand is theirs for so long; afterwards it is only a cost. */
    private static final Duration IDLE = Duration.ofHours(1);

    /** AWS reclaims at the deadline or within a minute or two of it; a host that is still there was spared. */
    private static final Duration SPARED = Duration.ofMinutes(5);

    private final Draft draft;
    private final Facts facts;

    public Leftovers(Draft draft, Facts facts) {
        this.draft = draft;
        this.facts = facts;
    }

    public void clear() {
        deregister();
        facts.hosts().forEach(this::sayThatItIsStopped);
        retireIdle();
        retireSpared();
    }

    public void deregister() {
        facts.hosts(Standing.GONE).forEach(this::deregister);
    }

    /** A registration without an instance: tasks stay stranded on it until it goes. */
    private void deregister(Host host) {
        if (host.registration().isEmpty() || host.registration().get().agentConnected()) return;
        // an external instance (mi-…) is none of EC2's and never in its list
        if (!host.id().startsWith("i-")) return;
        if (host.instance().isPresent() && (!host.owned() || !isOver(host))) return;
        var since = draft.watch().disconnected().getOrDefault(host.id(), draft.asOf());
        var due = since.plus(ECS_REMOVES_IT);
        if (due.isAfter(draft.asOf())) {
            draft.wakeAt(due);
            return;
        }
        if (draft.isRefused(Subject.deregister(host.arn()))) return;
        draft.step(
                new Action.DeregisterContainerInstance(host.arn()),
                Reason.of(
                        Code.ORPHAN,
                        host + " is still registered, but its instance is "
                                + host.instance()
                                        .map(one -> one.state().ec2Name())
                                        .orElse("not there any more")
                                + " and its agent silent since " + since));
    }

    private static boolean isOver(Host host) {
        var state = host.instance().orElseThrow().state();
        return state == InstanceState.TERMINATED || state == InstanceState.STOPPED;
    }

    private void sayThatItIsStopped(Host host) {
        if (host.owned()
                && host.instance()
                        .filter(one -> one.state() == InstanceState.STOPPED)
                        .isPresent())
            draft.note(
                    Code.ORPHAN,
                    host + " is stopped: it costs its disks and does nothing; start it, or terminate it, by hand");
    }

    private void retireIdle() {
        var idle = draft.watch().idle();
        idle.keySet()
                .removeIf(id -> facts.host(id)
                        .filter(host -> host.standing() == Standing.DRAINING)
                        .isEmpty());
        for (var host : facts.hosts(Standing.DRAINING)) {
            if (!host.owned() || draft.retiring().containsKey(host.id()) || draft.hasNotice(host.id())) continue;
            idle.putIfAbsent(host.id(), draft.asOf());
            var due = idle.get(host.id()).plus(IDLE);
            var stay = facts.movable(host).size();
            if (due.isAfter(draft.asOf())) draft.wakeAt(due);
            else if (facts.runsOnlyStandaloneTasks(host))
                draft.note(
                        Code.ORPHAN, host + " was drained by somebody and goes once its standalone tasks have ended");
            else if (stay == 0) retire(host.id(), Code.ORPHAN);
            else
                draft.note(
                        Code.ORPHAN,
                        host + " was drained by somebody and "
                                + Words.count(stay, "service task", "does", "do")
                                + " not leave it (minimum and maximum healthy percent leave no way): activate it, or stop them");
        }
    }

    private void retireSpared() {
        draft.doomed().forEach((id, doomed) -> {
            if (doomed.kind() != Signal.Kind.NOTICE || draft.retiring().containsKey(id)) return;
            var host = facts.host(id).filter(one -> one.owned() && one.standing() != Standing.GONE);
            if (host.isEmpty()) return;
            var due = doomed.deadline().plus(SPARED);
            if (due.isAfter(draft.asOf())) draft.wakeAt(due);
            else retire(id, Code.NOTICE_OUTCOME);
        });
    }

    private void retire(String id, Code why) {
        draft.retiring().put(id, new Retiring(draft.asOf(), why, Optional.empty(), Optional.empty()));
    }
}
