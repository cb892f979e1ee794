package dev.ballast.decide;

import dev.ballast.model.Task;
import dev.ballast.model.TaskShape;
import dev.ballast.model.TaskTarget;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
    List<TaskTarget> targets = List.of();
    /** Empty: it was there long before. */
    Optional<Instant> placedAt = Optional.empty();

    Duration starts = Duration.ZERO;
    Optional<Instant> protectedUntil = Optional.empty();

    GivenTask(String arn, String group, String taskDefinition, TaskShape shape, GivenHost host) {
        this.arn = arn;
        this.group = group;
        this.taskDefinition = taskDefinition;
        this.shape = shape;
        this.host = host;
    }

    GivenTask placedAt(Instant at, Duration until) {
        placedAt = Optional.of(at);
        starts = until;
        return this;
    }

    /** Registered at a port of its host. */
    GivenTask behind(String group, TaskTarget.State state) {
        targets = List.of(new TaskTarget("arn:tg/" + group, address(), state));
        return this;
    }

    GivenTask protectedUntil(Instant end) {
        protectedUntil = Optional.of(end);
        return this;
    }

    TaskTarget.Address address() {
        return new TaskTarget.Address(host.id, 32_768);
    }

    Task told(Instant createdAt) {
        return new Task(
                arn,
                taskDefinition,
                group,
                host == null ? "" : host.arn(),
                lastStatus,
                desiredStatus,
                targets.stream().allMatch(target -> target.state().serves()),
                shape,
                placedAt.orElse(createdAt),
                Optional.of(placedAt.orElse(createdAt).plus(starts)),
                protectedUntil,
                targets);
    }
}
