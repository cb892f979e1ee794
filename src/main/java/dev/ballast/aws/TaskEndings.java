package dev.ballast.aws;

import dev.ballast.model.Service.Balancer;
import dev.ballast.model.Service.Ending;
import dev.ballast.model.TaskVolume;
import dev.ballast.model.TaskVolume.Keeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.ecs.model.Scope;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.Volume;

/** How tasks of a task definition end. */
final class TaskEndings {
    private TaskEndings() {}

    static Ending of(Optional<TaskDefinition> definition, List<Balancer> balancers) {
        return new Ending(
                balancers,
                definition.map(TaskEndings::stopTimeouts).orElseGet(TreeMap::new),
                definition.map(TaskEndings::volumes).orElse(List.of()));
    }

    /** By container, the agent's where it sets none. */
    static SortedMap<String, Duration> stopTimeouts(TaskDefinition definition) {
        var timeouts = new TreeMap<String, Duration>();
        for (var container : definition.containerDefinitions())
            timeouts.put(
                    Objects.requireNonNullElse(container.name(), ""),
                    container.stopTimeout() == null
                            ? Ending.AGENT_STOP_TIMEOUT
                            : Duration.ofSeconds(container.stopTimeout()));
        return timeouts;
    }

    private static List<TaskVolume> volumes(TaskDefinition definition) {
        var volumes = new ArrayList<TaskVolume>();
        for (var volume : definition.volumes())
            keeper(volume)
                    .ifPresent(keeper ->
                            volumes.add(new TaskVolume(volume.name(), keeper, isWritten(definition, volume.name()))));
        return volumes;
    }

    private static Optional<Keeper> keeper(Volume volume) {
        if (Boolean.TRUE.equals(volume.configuredAtLaunch())) return Optional.of(Keeper.EBS);
        var docker = volume.dockerVolumeConfiguration();
        if (docker != null)
            return TaskVolume.ofDocker(
                    docker.scope() == Scope.SHARED,
                    Objects.requireNonNullElse(docker.driver(), "local"),
                    docker.driverOpts());
        // without a path Docker chooses one for each task
        var isFolder = volume.host() != null
                && volume.host().sourcePath() != null
                && !volume.host().sourcePath().isEmpty();
        return isFolder ? Optional.of(Keeper.HOST) : Optional.empty();
    }

    private static boolean isWritten(TaskDefinition definition, String volume) {
        for (var container : definition.containerDefinitions())
            for (var mount : container.mountPoints())
                if (volume.equals(mount.sourceVolume()) && !Boolean.TRUE.equals(mount.readOnly())) return true;
        return false;
    }
}
