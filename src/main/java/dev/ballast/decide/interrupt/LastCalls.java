package dev.ballast.decide.interrupt;

import dev.ballast.decide.draft.Draft;
import dev.ballast.decide.draft.Subject;
import dev.ballast.decide.draft.Words;
import dev.ballast.decide.facts.Facts;
import dev.ballast.decide.interrupt.Timelines.Line;
import dev.ballast.model.Action;
import dev.ballast.model.Reason;
import dev.ballast.model.Reason.Code;
import dev.ballast.model.Task;
import dev.ballast.model.TaskTarget;
import dev.ballast.model.TaskTarget.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Targets that still get requests when their host has seconds left: a daemon's, which no drain ends before the others have; one whose
 * drain or stop AWS has not carried out, or throttles away. They are taken out of their groups directly, so that what is asked last can
 * still be answered. The last targets that serve a group stay: no answer at all is worse.
 */
final class LastCalls {
    private final Draft draft;
    private final Facts facts;
    private final CutOffs cutOffs;

    LastCalls(Draft draft, Facts facts, CutOffs cutOffs) {
        this.draft = draft;
        this.facts = facts;
        this.cutOffs = cutOffs;
    }

    void call(List<Line> lines) {
        var byGroup = new TreeMap<String, List<Address>>();
        var names = new TreeMap<String, TreeSet<String>>();
        var served = new TreeSet<String>();
        for (var line : lines) {
            var registered = registered(line);
            if (registered.isEmpty()) continue;
            var at = cutOffs.lastCall(line.doomed());
            if (at.isAfter(draft.asOf())) {
                draft.wakeAt(at);
                continue;
            }
            if (served.isEmpty()) served.addAll(servedElsewhere(lines));
            var asked = new ArrayList<String>();
            for (var target : registered) {
                if (!served.contains(target.targetGroupArn())) continue;
                byGroup.computeIfAbsent(target.targetGroupArn(), first -> new ArrayList<>())
                        .add(target.address());
                names.computeIfAbsent(target.targetGroupArn(), first -> new TreeSet<>())
                        .add(line.host().id());
                asked.add(target.address().toString());
            }
            if (!asked.isEmpty()) Timelines.change(draft, line.host(), doomed -> doomed.deregistering(asked));
        }
        byGroup.forEach(
                (group, targets) -> draft.step(
                        new Action.DeregisterTargets(group, targets),
                        Reason.of(
                                Code.NOTICE_DEREGISTER,
                                Words.count(targets.size(), "target") + " on " + String.join(", ", names.get(group))
                                        + " still "
                                        + (targets.size() == 1 ? "gets" : "get")
                                        + " requests in the host's last seconds, and others serve the group: the rest of the time is for requests under way")));
    }

    private List<TaskTarget> registered(Line line) {
        var registered = new ArrayList<TaskTarget>();
        for (var task : line.host().tasks())
            for (var target : task.targets())
                if (target.state().isRegistered()
                        && !line.doomed()
                                .deregistered()
                                .contains(target.address().toString())
                        && !draft.isRefused(Subject.target(target.address()))) registered.add(target);
        return registered;
    }

    /** Groups with a target that serves and whose host stays. */
    private TreeSet<String> servedElsewhere(List<Line> lines) {
        var doomed = new TreeSet<String>();
        for (var line : lines) doomed.add(line.host().id());
        var groups = new TreeSet<String>();
        for (var host : facts.hosts())
            if (!doomed.contains(host.id())) for (var task : host.tasks()) groups.addAll(groupsServedBy(task));
        return groups;
    }

    private static List<String> groupsServedBy(Task task) {
        var groups = new ArrayList<String>();
        for (var target : task.targets()) if (target.state().serves()) groups.add(target.targetGroupArn());
        return groups;
    }
}
