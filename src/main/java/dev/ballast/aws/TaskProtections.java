package dev.ballast.aws;

import dev.ballast.model.Task;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecs.model.ProtectedTask;

/**
 * Until when a service's tasks are protected from scale-in. ECS tells it for ten tasks a call, so each reading asks about few, those
 * first whose answer is oldest; in a cluster of thousands an answer is minutes old. Where ECS refuses, no task counts as protected.
 */
final class TaskProtections {
    private static final int TASKS_MAX = 10;
    private static final int CALLS_MAX = 10;
    private static final Duration KEPT = Duration.ofMinutes(2);
    private static final Duration REFUSED_PAUSE = Duration.ofHours(1);

    private record Known(Optional<Instant> until, Instant readAt) {}

    private final AwsClients clients;
    private final String cluster;
    private final InstantSource clock;
    private final Map<String, Known> known = new TreeMap<>();
    private Instant refusedUntil = Instant.MIN;

    TaskProtections(AwsClients clients, String cluster, InstantSource clock) {
        this.clients = clients;
        this.cluster = cluster;
        this.clock = clock;
    }

    /** The same tasks with what is known of their protection. */
    List<Task> onto(List<Task> tasks) {
        var now = clock.instant();
        var candidates = new TreeSet<String>();
        for (var task : tasks) if (task.service().isPresent() && task.isOnHost()) candidates.add(task.arn());
        known.keySet().retainAll(candidates);
        if (!now.isBefore(refusedUntil)) refresh(candidates, now);
        return tasks.stream().map(task -> with(task, now)).toList();
    }

    private void refresh(TreeSet<String> candidates, Instant now) {
        var due = candidates.stream()
                .filter(arn -> !known.containsKey(arn)
                        || !known.get(arn).readAt().plus(KEPT).isAfter(now))
                .sorted(Comparator.comparing(
                        arn -> known.containsKey(arn) ? known.get(arn).readAt() : Instant.MIN))
                .limit(TASKS_MAX * CALLS_MAX)
                .toList();
        if (due.isEmpty()) return;
        try {
            var answers = Together.each(Together.chunks(due, TASKS_MAX), this::read);
            due.forEach(arn -> known.put(arn, new Known(Optional.empty(), now)));
            for (var answer : answers)
                for (var one : answer)
                    if (Boolean.TRUE.equals(one.protectionEnabled()))
                        known.put(one.taskArn(), new Known(Optional.ofNullable(one.expirationDate()), now));
        } catch (SdkException refused) {
            refusedUntil = now.plus(REFUSED_PAUSE);
        }
    }

    private List<ProtectedTask> read(List<String> arns) {
        return clients.reads()
                .ecs()
                .getTaskProtection(request -> request.cluster(cluster).tasks(arns))
                .protectedTasks();
    }

    private Task with(Task task, Instant now) {
        var until =
                Optional.ofNullable(known.get(task.arn())).flatMap(Known::until).filter(end -> end.isAfter(now));
        return until.map(task::protectedUntil).orElse(task);
    }
}
