package dev.ballast.aws;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.ecs.model.Task;

/** Tasks that ended for good and that ECS still lists: they need not be described again. */
final class StoppedTasks {
    private final Set<String> ended = new TreeSet<>();

    /** Those of the listed that may still run; what is no longer listed is forgotten. */
    List<String> unknown(Collection<String> listed) {
        ended.retainAll(new TreeSet<>(listed));
        return listed.stream().filter(arn -> !ended.contains(arn)).toList();
    }

    void add(Collection<Task> described) {
        for (var task : described) if ("STOPPED".equals(task.lastStatus())) ended.add(task.taskArn());
    }
}
