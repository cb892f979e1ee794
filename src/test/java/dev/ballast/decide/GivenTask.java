package dev.ballast.decide;

import dev.ballast.model.Task;
import dev.ballast.model.TaskShape;
import java.time.Instant;
import java.util.Optional;

/** One task of the fixture. */
final class GivenTask {
    final String arn;
    final String group;
    final String taskDefinition;
    final TaskShape shape;
    final GivenHost host;
    String lastStatus = "RUNNING";
    String desiredStatus = "RUNNING";

    GivenTask(String arn, String group, String taskDefinition, TaskShape shape, GivenHost host) {
        this.arn = arn;
        this.group = group;
        this.taskDefinition = taskDefinition;
        this.shape = shape;
        this.host = host;
    }

    Task told(Instant createdAt) {
        return new Task(
                arn,
                taskDefinition,
                group,
                host.arn(),
                lastStatus,
                desiredStatus,
                true,
                shape,
                createdAt,
                Optional.of(createdAt),
                Optional.empty());
    }
}
