package dev.ballast.app.gameday;

import dev.ballast.app.gameday.GameDay.HostCourse;
import dev.ballast.app.gameday.GameDay.ServiceCourse;
import dev.ballast.model.ContainerInstance;
import dev.ballast.model.Instance;
import dev.ballast.model.Memory;
import dev.ballast.model.Observation;
import dev.ballast.model.Observation.Scope;
import dev.ballast.model.Service;
import dev.ballast.model.Service.Scheduling;
import dev.ballast.model.Signal;
import dev.ballast.model.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Follows a loss from observation to observation, whoever keeps the cluster. */
public final class GameDayWatch {
    private final Victims victims;
    private final Map<String, Course> hosts = new LinkedHashMap<>();
    private final Map<String, Fared> services = new TreeMap<>();
    private final Instant start;
    private final Set<String> stopped = new TreeSet<>();
    private Map<String, List<Task>> lastTasks;
    private Instant wholeSince;

    private static final class Course {
        private Instant noticedAt;
        private Instant noticeSeen;
        private Instant firstCall;
        private Instant drained;
        private Instant empty;
        private Instant gone;
    }

    private static final class Fared {
        private final Service service;
        private final int before;
        private int displaced;
        private int lowest;
        private int lost;
        private int cutShort;

        private Fared(Service service, int serving) {
            this.service = service;
            before = serving;
            lowest = serving;
        }
    }

    /**
     * @param before as it was last seen whole
     * @param start when the notices were sent
     */
    public GameDayWatch(Victims victims, Observation before, Instant start) {
        this.victims = victims;
        this.start = start;
        lastTasks = tasksByInstance(before);
        var serving = serving(before);
        for (var service : before.services().value())
            if (service.scheduling() == Scheduling.REPLICA && service.desiredCount() > 0)
                services.put(service.name(), new Fared(service, serving.getOrDefault(service.name(), 0)));
        for (var id : victims.ids()) {
            hosts.put(id, new Course());
            for (var task : lastTasks.getOrDefault(id, List.of()))
                if (task.isServing()) fared(task).ifPresent(one -> one.displaced++);
        }
    }

    private Optional<Fared> fared(Task task) {
        return task.service().map(services::get);
    }

    /** @param memory of the loop that keeps it, where that is this process */
    public void see(Observation seen, Optional<Memory> memory) {
        for (var signal : seen.signals())
            if (signal.kind() == Signal.Kind.NOTICE && hosts.containsKey(signal.instanceId()))
                noticed(hosts.get(signal.instanceId()), signal.at(), seen.asOf());
        memory.ifPresent(known -> known.doomed().forEach((id, doomed) -> {
            var course = hosts.get(id);
            if (course == null || doomed.kind() != Signal.Kind.NOTICE) return;
            noticed(course, doomed.noticedAt(), seen.asOf());
            course.firstCall = first(course.firstCall, doomed.actedAt());
            course.drained = first(course.drained, doomed.drainedAt());
            stopped.addAll(doomed.stopped().keySet());
        }));
        if (seen.scope() == Scope.FULL) look(seen);
    }

    private static void noticed(Course course, Instant at, Instant seen) {
        if (course.noticedAt != null) return;
        course.noticedAt = at;
        course.noticeSeen = seen;
    }

    private static Instant first(Instant known, Optional<Instant> now) {
        return known != null ? known : now.orElse(null);
    }

    private void look(Observation seen) {
        var at = seen.instances().readAt();
        var alive = new TreeSet<String>();
        for (Instance instance : seen.instances().value())
            if (instance.state().isAlive()) alive.add(instance.instanceId());
        var draining = new TreeSet<String>();
        for (var host : seen.containerInstances().value())
            if (host.status() == ContainerInstance.Status.DRAINING) draining.add(host.instanceId());
        var tasks = tasksByInstance(seen);
        var serving = serving(seen);
        var ended = new HashMap<Fared, Integer>();
        hosts.forEach((id, course) -> {
            if (course.gone != null) return;
            var here = alive.contains(id) ? tasks.getOrDefault(id, List.of()) : List.<Task>of();
            for (var task : lastTasks.getOrDefault(id, List.of()))
                fared(task).ifPresent(fared -> {
                    if (!alive.contains(id) && isEnding(task)) fared.cutShort++;
                    if (task.isServing() && (!alive.contains(id) || isStopped(task, here)))
                        ended.merge(fared, 1, Integer::sum);
                });
            if (!alive.contains(id)) {
                course.gone = at;
                return;
            }
            if (draining.contains(id)) course.drained = first(course.drained, Optional.of(at));
            var empty = here.stream().noneMatch(task -> fared(task).isPresent());
            if (empty) course.empty = first(course.empty, Optional.of(at));
        });
        ended.forEach((fared, count) -> {
            var missing = fared.service.desiredCount() - serving.getOrDefault(fared.service.name(), 0);
            fared.lost += Math.clamp(missing, 0, count);
        });
        lastTasks = tasks;
        services.forEach((name, fared) -> fared.lowest = Math.min(fared.lowest, serving.getOrDefault(name, 0)));
        var whole = isWhole(seen, tasks, serving);
        if (!whole) wholeSince = null;
        else if (wholeSince == null) wholeSince = at;
    }

    private static boolean isEnding(Task task) {
        return !task.isServing() && task.desiredStatus().equals("STOPPED");
    }

    /**
     * Whether Ballast has ended it since the last look. ECS's scheduler ends none without a replacement, unless the service's minimum lets
     * it.
     */
    private boolean isStopped(Task before, List<Task> here) {
        return stopped.contains(before.arn())
                && here.stream().noneMatch(task -> task.arn().equals(before.arn()) && task.isServing());
    }

    private boolean isWhole(Observation seen, Map<String, List<Task>> tasks, Map<String, Integer> serving) {
        for (var id : hosts.keySet())
            for (var task : tasks.getOrDefault(id, List.of())) if (fared(task).isPresent()) return false;
        for (var service : seen.services().value()) {
            var fared = services.get(service.name());
            if (fared != null
                    && serving.getOrDefault(service.name(), 0) < Math.min(service.desiredCount(), fared.before))
                return false;
        }
        return true;
    }

    /** Whether every service serves as before without what was taken, and that is gone. */
    public boolean isOver() {
        return wholeSince != null && hosts.values().stream().allMatch(course -> course.gone != null);
    }

    private static Map<String, List<Task>> tasksByInstance(Observation seen) {
        var instances = new HashMap<String, String>();
        for (var host : seen.containerInstances().value()) instances.put(host.arn(), host.instanceId());
        var tasks = new HashMap<String, List<Task>>();
        for (var task : seen.tasks().value())
            if (task.isOnHost() && instances.containsKey(task.containerInstanceArn()))
                tasks.computeIfAbsent(instances.get(task.containerInstanceArn()), id -> new ArrayList<>())
                        .add(task);
        return tasks;
    }

    private static Map<String, Integer> serving(Observation seen) {
        var instances = seen.instances().value();
        var gone = new TreeSet<String>();
        for (var instance : instances) if (!instance.state().isAlive()) gone.add(instance.instanceId());
        var serving = new TreeMap<String, Integer>();
        tasksByInstance(seen).forEach((id, tasks) -> {
            if (gone.contains(id)) return;
            for (var task : tasks)
                if (task.isServing()) task.service().ifPresent(name -> serving.merge(name, 1, Integer::sum));
        });
        return serving;
    }

    /** As it stands now. */
    public GameDay report() {
        var told = new ArrayList<HostCourse>();
        for (var instance : victims.instances()) {
            var course = hosts.get(instance.instanceId());
            var from = course.noticedAt == null ? start : course.noticedAt;
            told.add(new HostCourse(
                    instance.instanceId(),
                    instance.pool(),
                    since(from, course.noticeSeen),
                    since(from, course.firstCall),
                    since(from, course.drained),
                    since(from, course.empty),
                    since(from, course.gone)));
        }
        var fared = services.values().stream()
                .map(one -> new ServiceCourse(
                        one.service.name(),
                        one.service.desiredCount(),
                        one.service.minimumRunning(),
                        one.before,
                        one.lowest,
                        one.displaced,
                        one.lost,
                        one.cutShort))
                .toList();
        return new GameDay(
                victims.what(), told, fared, since(firstNotice(), wholeSince), Optional.empty(), Optional.empty());
    }

    private Instant firstNotice() {
        return hosts.values().stream()
                .map(course -> course.noticedAt)
                .filter(at -> at != null)
                .min(Instant::compareTo)
                .orElse(start);
    }

    private static Optional<Duration> since(Instant from, Instant to) {
        return Optional.ofNullable(to).map(at -> at.isBefore(from) ? Duration.ZERO : Duration.between(from, at));
    }
}
