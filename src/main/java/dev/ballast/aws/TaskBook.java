package dev.ballast.aws;

import dev.ballast.model.Task;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What was last read of each listed task, so that not all of them are described every time: a hundred a call would use up the
 * throttle in a cluster of ten thousand. A task that runs and is meant to can only change by its health, or by moving to the list of those that
 * are meant to stop; so those wait for their turn, and everything else is described every time. One that ended for good, which ECS
 * goes on listing for about an hour, is not described again.
 */
final class TaskBook {
    /** Steady tasks that are described again in one reading: up to this many tasks all of them always are. */
    static final int STEADY_MAX = 2_000;

    /** @param task empty for one that ended, or that takes nothing from our hosts */
    private record Page(Optional<Task> task, boolean over, Instant readAt) {
        boolean isSteady() {
            return task.filter(one -> "RUNNING".equals(one.lastStatus()) && "RUNNING".equals(one.desiredStatus()))
                    .isPresent();
        }
    }

    private final Map<String, Page> pages = new TreeMap<>();

    /**
     * Which of the listed tasks are to be described now. Forgets what is no longer listed.
     *
     * @param running those whose desired status is RUNNING
     * @param stopping those whose desired status is STOPPED
     */
    List<String> due(Collection<String> running, Collection<String> stopping) {
        var listed = new TreeSet<>(running);
        listed.addAll(stopping);
        pages.keySet().retainAll(listed);
        var due = new TreeSet<String>();
        var steady = new ArrayList<String>();
        for (var arn : stopping) if (!isOver(arn)) due.add(arn);
        for (var arn : running) {
            if (due.contains(arn) || isOver(arn)) continue;
            var page = pages.get(arn);
            if (page != null && page.isSteady()) steady.add(arn);
            else due.add(arn);
        }
        steady.sort(Comparator.comparing(arn -> pages.get(arn).readAt()));
        due.addAll(steady.subList(0, Math.min(STEADY_MAX, steady.size())));
        return List.copyOf(due);
    }

    private boolean isOver(String arn) {
        var page = pages.get(arn);
        return page != null && page.over();
    }

    void write(Task task, Instant readAt) {
        pages.put(task.arn(), new Page(Optional.of(task), false, readAt));
    }

    /** It ended, or runs elsewhere. */
    void writeOver(String arn, Instant readAt) {
        pages.put(arn, new Page(Optional.empty(), true, readAt));
    }

    /** Listed, and gone when it was described. */
    void forget(String arn) {
        pages.remove(arn);
    }

    /** By ARN. */
    List<Task> tasks() {
        return pages.values().stream().flatMap(page -> page.task().stream()).toList();
    }
}
