package dev.ballast.sim.world.ecs;

import dev.ballast.sim.world.ecs.ContainerDefinition.Behaviour;
import dev.ballast.sim.world.ecs.ContainerDefinition.PortMapping;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntSupplier;

/** Takes tasks through their states, and their share of the host with them. */
final class TaskLife {
    /** Who wants to know that a task has moved on; the schedulers. */
    interface Follower {
        void moved(EcsTask task);

        /** It never reached RUNNING, and nobody had asked it to stop. */
        void failedToStart(EcsTask task);
    }

    /** SIGKILL: 128 + 9. */
    private static final int KILLED = 137;

    /** SIGTERM: 128 + 15, how a program ends that leaves it to the default handler. */
    private static final int TERMINATED = 143;

    private final Ground ground;
    private final Follower follower;
    private final Map<String, String> brokenImages = new TreeMap<>();

    TaskLife(Ground ground, Follower follower) {
        this.ground = ground;
        this.follower = follower;
    }

    /** Puts a task on a host that has room for it. */
    EcsTask launch(EcsTask.Origin origin, EcsInstance host) {
        var free = ground.programs().<IntSupplier>map(programs -> programs::freePort);
        var chosenPorts = host.room().take(origin.definition(), origin.needs(), free);
        var first = origin.definition().isAwsvpc() ? TaskStatus.PROVISIONING : TaskStatus.PENDING;
        var task = new EcsTask(ground.ids.ecs(), origin, host, first, chosenPorts, ground.now());
        host.cluster().tasks.put(task.id(), task);
        host.tasks.add(task);
        host.count(null, first);
        origin.definition().referred();
        task.service().ifPresent(service -> service.tasks.add(task));
        if (first == TaskStatus.PROVISIONING) moveIn(task, ground.drawn("eni", ground.settings.eni()));
        else pull(task);
        ground.changed(task);
        ground.changed(host);
        return task;
    }

    /** Makes every pull of an image fail from now on; an empty cause mends it. */
    void breakImage(String image, Optional<String> cause) {
        if (cause.isPresent()) brokenImages.put(image, cause.get());
        else brokenImages.remove(image);
    }

    private void moveIn(EcsTask task, Duration time) {
        ground.time.schedule(
                time, new EcsEvent.TaskMoves(ground.region(), task.cluster().name(), task.id(), task.nextMove()));
    }

    private void pull(EcsTask task) {
        task.pulling(ground.now());
        var longest = Duration.ZERO;
        for (var container : task.definition().spec().containers()) {
            var span = task.instance().pulls(container.image())
                    ? ground.settings.firstPull()
                    : ground.settings.laterPull();
            var time = ground.drawn("pull", span);
            if (time.compareTo(longest) > 0) longest = time;
        }
        moveIn(task, longest);
    }

    /** The move that is due now. */
    void move(EcsTask task) {
        switch (task.status()) {
            case PROVISIONING -> provisioned(task);
            case PENDING -> start(task);
            case ACTIVATING -> runs(task);
            case STOPPING -> exits(task);
            case DEPROVISIONING -> stopped(task);
            case RUNNING, DEACTIVATING, STOPPED ->
                throw new IllegalStateException("task " + task + " does not move by itself while " + task.status());
        }
    }

    private void provisioned(EcsTask task) {
        if (!task.isWanted()) {
            leaveHost(task);
            return;
        }
        task.status(TaskStatus.PENDING);
        pull(task);
        ground.changed(task);
    }

    private void start(EcsTask task) {
        if (!task.isWanted()) {
            leaveHost(task);
            return;
        }
        if (task.pullStoppedAt().isEmpty()) {
            for (var container : task.definition().spec().containers()) {
                var cause = Optional.ofNullable(brokenImages.get(container.image()))
                        .or(() -> ground.troubles().pullFailure(container.image()));
                if (cause.isPresent()) {
                    failPull(task, cause.get());
                    return;
                }
            }
            task.pulled(ground.now());
            moveIn(task, ground.drawn("start", ground.settings.start()));
            return;
        }
        if (ground.programs().isPresent() && !task.isUp()) {
            ground.programs().get().start(task);
            return;
        }
        var balancers =
                task.service().map(service -> service.spec().loadBalancers()).orElse(List.of());
        if (balancers.isEmpty()) {
            runs(task);
            return;
        }
        task.status(TaskStatus.ACTIVATING);
        for (var balancer : balancers) ground.targetGroups().register(task, balancer, hostPort(task, balancer));
        moveIn(task, ground.drawn("activate", Between.millis(500, 2000)));
        ground.changed(task);
    }

    private void failPull(EcsTask task, String cause) {
        task.neverRan(cause);
        task.stopRequested(ground.now(), StopCode.TASK_FAILED_TO_START, "Task failed to start");
        leaveHost(task);
    }

    private void runs(EcsTask task) {
        task.status(TaskStatus.RUNNING);
        task.started(ground.now());
        task.deployment().ifPresent(EcsDeployment::taskStarted);
        for (var container : task.definition().spec().containers()) {
            if (ground.programs().isEmpty()
                    && container.essential()
                    && container.behaviour().runsFor().isPresent()) {
                var end = new EcsEvent.TaskEnds(ground.region(), task.cluster().name(), task.id());
                ground.time.schedule(container.behaviour().runsFor().get(), end);
            }
        }
        ground.changed(task);
        ground.changed(task.instance());
        follower.moved(task);
    }

    /** The host port that leads to a container's port. */
    static int hostPort(EcsTask task, EcsService.LoadBalancer balancer) {
        var dynamic = 0;
        for (var container : task.definition().spec().containers()) {
            for (var port : container.ports()) {
                var open = isOpen(task, port);
                if (container.name().equals(balancer.containerName())
                        && port.containerPort() == balancer.containerPort()) return hostPort(task, port, dynamic);
                if (open) dynamic++;
            }
        }
        return balancer.containerPort();
    }

    /** @param dynamic how many mappings before this one left their host port open */
    static int hostPort(EcsTask task, PortMapping port, int dynamic) {
        if (isOpen(task, port)) return task.chosenPorts().get(dynamic);
        return port.hostPort() == 0 ? port.containerPort() : port.hostPort();
    }

    static boolean isOpen(EcsTask task, PortMapping port) {
        return port.hostPort() == 0
                && switch (task.definition().spec().networkMode()) {
                    case BRIDGE, NONE -> true;
                    case HOST, AWSVPC -> false;
                };
    }

    /** An essential container has ended by itself. */
    void ends(EcsTask task) {
        if (!task.isRunning()) return;
        var code = task.definition().spec().containers().stream()
                .filter(container -> container.behaviour().runsFor().isPresent())
                .findFirst()
                .map(container -> container.behaviour().exitCode())
                .orElse(0);
        task.stopRequested(ground.now(), StopCode.ESSENTIAL_CONTAINER_EXITED, "Essential container in task exited");
        task.exited(ground.now(), code);
        ground.targetGroups().deregister(task);
        leaveHost(task);
    }

    /** Asks a task to stop, with its targets drained first; nothing where it was asked before. */
    void stop(EcsTask task, StopCode code, String reason) {
        if (!task.isWanted()) return;
        task.stopRequested(ground.now(), code, reason);
        switch (task.status()) {
            case PROVISIONING, PENDING -> moveIn(task, ground.drawn("cancel", Between.millis(100, 800)));
            case ACTIVATING, RUNNING -> {
                if (ground.targetGroups().deregister(task)) {
                    task.nextMove();
                    task.status(TaskStatus.DEACTIVATING);
                } else {
                    terminate(task);
                }
            }
            case DEACTIVATING, STOPPING, DEPROVISIONING, STOPPED -> {}
        }
        ground.changed(task);
        ground.changed(task.instance());
        follower.moved(task);
    }

    /** The load balancer no longer uses the task. */
    void drained(EcsTask task) {
        if (task.status() != TaskStatus.DEACTIVATING) return;
        terminate(task);
        ground.changed(task);
    }

    private void terminate(EcsTask task) {
        task.status(TaskStatus.STOPPING);
        if (ground.programs().isPresent()) {
            terminate(task, ground.programs().get());
            return;
        }
        var longest = Duration.ZERO;
        var killed = false;
        for (var container : task.definition().spec().containers()) {
            var timeout = container.stopTimeout().orElse(task.instance().stopTimeout());
            var ends = ends(container.behaviour());
            killed |= ends.compareTo(timeout) > 0;
            var time = ends.compareTo(timeout) > 0 ? timeout : ends;
            if (time.compareTo(longest) > 0) longest = time;
        }
        task.endsWith(killed ? KILLED : TERMINATED);
        moveIn(task, longest);
    }

    /** SIGTERM to whatever still runs, and SIGKILL to what has not ended by its stop timeout. */
    private void terminate(EcsTask task, Programs programs) {
        task.nextMove();
        for (var container : task.definition().spec().containers()) {
            if (task.hasEnded(container)) continue;
            programs.terminate(task, container);
            ground.time.schedule(
                    container.stopTimeout().orElse(task.instance().stopTimeout()),
                    new EcsEvent.ContainerDue(ground.region(), task.cluster().name(), task.id(), container.name()));
        }
        if (task.hasEnded()) moveIn(task, Duration.ZERO);
    }

    /** Its stop timeout is over. */
    void containerDue(EcsTask task, String name) {
        for (var container : task.definition().spec().containers())
            if (container.name().equals(name) && task.status() != TaskStatus.STOPPED && !task.hasEnded(container))
                ground.programs().ifPresent(programs -> programs.kill(task, container));
    }

    void programsStarted(EcsTask task) {
        if (task.status() != TaskStatus.PENDING || !task.isWanted()) return;
        task.isUpNow();
        moveIn(task, Duration.ZERO);
    }

    void programEnded(EcsTask task, ProgramEnd end) {
        if (task.status() == TaskStatus.STOPPED) return;
        task.ended(end);
        seeEnds(task);
    }

    /** What follows from programs that have ended; ECS hears of it from an agent that is connected only. */
    void seeEnds(EcsTask task) {
        if (task.status() == TaskStatus.STOPPED || !task.instance().isAgentConnected() || !task.hasEnds()) return;
        var end = task.definition().spec().containers().stream()
                .filter(ContainerDefinition::essential)
                .flatMap(container -> task.end(container).stream())
                .findFirst();
        switch (task.status()) {
            case STOPPING -> {
                if (task.hasEnded()) moveIn(task, Duration.ZERO);
            }
            case PENDING, ACTIVATING, RUNNING, DEACTIVATING -> end.ifPresent(first -> essentialEnded(task, first));
            case PROVISIONING, DEPROVISIONING, STOPPED -> {}
        }
        ground.changed(task);
    }

    private void essentialEnded(EcsTask task, ProgramEnd end) {
        if (task.isWanted() && end.reason().isPresent())
            task.stopRequested(
                    ground.now(), StopCode.TASK_FAILED_TO_START, end.reason().get());
        else if (task.isWanted())
            task.stopRequested(ground.now(), StopCode.ESSENTIAL_CONTAINER_EXITED, "Essential container in task exited");
        ground.targetGroups().deregister(task);
        terminate(task);
        follower.moved(task);
    }

    private Duration ends(Behaviour behaviour) {
        return behaviour.endsAfterSigterm().orElseGet(() -> ground.drawn("exit", ground.settings.exit()));
    }

    private void exits(EcsTask task) {
        if (ground.programs().isPresent()) task.exited(ground.now());
        else task.exited(ground.now(), task.endsWith());
        leaveHost(task);
    }

    private void leaveHost(EcsTask task) {
        if (task.definition().isAwsvpc() && task.instance().isAgentConnected()) {
            task.status(TaskStatus.DEPROVISIONING);
            moveIn(task, ground.drawn("eni", ground.settings.eni()));
            ground.changed(task);
        } else {
            stopped(task);
        }
    }

    /** Its host is gone, and the task with it: no signal, no draining. */
    void lost(EcsTask task, StopCode code, String reason) {
        if (task.status() == TaskStatus.STOPPED) return;
        if (task.isWanted()) task.stopRequested(ground.now(), code, reason);
        ground.targetGroups().deregister(task);
        stopped(task);
    }

    private void stopped(EcsTask task) {
        ground.programs().ifPresent(programs -> programs.gone(task));
        var neverRan = task.startedAt().isEmpty();
        task.nextMove();
        task.status(TaskStatus.STOPPED);
        task.stopped(ground.now());
        task.definition().released();
        var host = task.instance();
        host.room().giveBack(task.definition(), task.needs(), task.chosenPorts());
        host.tasks.remove(task);
        task.service().ifPresent(service -> service.tasks.remove(task));
        ground.time.schedule(
                ground.settings.stoppedKept(),
                new EcsEvent.TaskForgotten(ground.region(), task.cluster().name(), task.id()));
        if (neverRan && task.stopCode().orElseThrow() == StopCode.TASK_FAILED_TO_START) follower.failedToStart(task);
        ground.changed(task);
        ground.changed(host);
        follower.moved(task);
    }
}
