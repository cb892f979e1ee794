package dev.ballast.sim.host.tasks;

import dev.ballast.sim.world.World;
import dev.ballast.sim.world.ecs.ContainerDefinition;
import dev.ballast.sim.world.ecs.EcsRegion;
import dev.ballast.sim.world.ecs.EcsTask;
import dev.ballast.sim.world.ecs.Program;
import dev.ballast.sim.world.ecs.ProgramEnd;
import dev.ballast.sim.world.ecs.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The programs of one world's tasks. What it is asked returns at once; what comes of it enters the world later. */
final class LocalPrograms implements Programs, AutoCloseable {
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(5);

    /**
     * The programs of one task.
     *
     * @param ended opens when none of them runs any more
     */
    record TaskPrograms(
            String region, String cluster, String taskId, String instanceId, List<Running> all, CountDownLatch ended) {}

    private final Engine engine;
    private final Path folder;
    private final Entrance entrance;
    private final Ports ports;
    private final Map<String, TaskPrograms> tasks = new ConcurrentHashMap<>();
    private final Set<TaskPrograms> running = ConcurrentHashMap.newKeySet();

    /** @param folder where tasks get folders of their own */
    LocalPrograms(Engine engine, Path folder, Entrance entrance) {
        this.engine = engine;
        this.folder = folder;
        this.entrance = entrance;
        ports = new Ports(ProcessHandle.current().pid());
    }

    @Override
    public int freePort() {
        return ports.free();
    }

    /** Whatever has not ended, also of tasks that are gone. */
    Collection<TaskPrograms> running() {
        return List.copyOf(running);
    }

    /** Where a host port of a task really is on this machine; empty where the task runs no program. */
    OptionalInt localPort(EcsTask task, int hostPort) {
        var programs = tasks.get(task.id());
        if (programs == null) return OptionalInt.empty();
        return programs.all().stream()
                .flatMap(one -> one.job().ports().stream())
                .filter(port -> port.hostPort() == hostPort)
                .mapToInt(Engine.LocalPort::local)
                .findFirst();
    }

    @Override
    public void start(EcsTask task) {
        var all = new ArrayList<Running>();
        for (var program : Program.of(task)) all.add(new Running(job(task, program)));
        var programs = new TaskPrograms(
                task.instance().region(),
                task.cluster().name(),
                task.id(),
                task.instance().instanceId(),
                List.copyOf(all),
                new CountDownLatch(all.size()));
        tasks.put(task.id(), programs);
        running.add(programs);
        Thread.ofVirtual().name("task-" + task.id()).start(() -> start(programs));
    }

    private Engine.Job job(EcsTask task, Program program) {
        var local = new ArrayList<Engine.LocalPort>();
        for (var port : program.ports()) {
            var chosen = task.chosenPorts().contains(port.hostPort());
            // A port that is fixed, or the task's own (awsvpc), is taken once on each host; but all hosts are this
            // machine.
            var here = chosen ? port.hostPort() : ports.free();
            local.add(new Engine.LocalPort(
                    port.containerPort(),
                    port.hostPort(),
                    here,
                    port.transport() == ContainerDefinition.Transport.UDP));
        }
        var home = folder.resolve(task.id());
        return new Engine.Job(
                "ballast-" + task.id() + "-" + program.name(),
                home,
                home.resolve(program.name()),
                program,
                List.copyOf(local));
    }

    private void start(TaskPrograms programs) {
        var fine = true;
        for (var one : programs.all()) {
            var program = one.job().program();
            try {
                ownFolder(one.job());
                if (fine) one.start(engine);
            } catch (CannotStart fault) {
                fine = !program.container().essential();
                one.kill();
                tell(
                        programs,
                        region -> region.programEnded(
                                programs.cluster(),
                                programs.taskId(),
                                ProgramEnd.neverStarted(program.name(), fault.getMessage())));
            }
        }
        if (fine) tell(programs, region -> region.programsStarted(programs.cluster(), programs.taskId()));
        else programs.all().forEach(Running::kill);
        for (var one : programs.all()) Thread.ofVirtual().name(one.job().id()).start(() -> await(programs, one));
    }

    private static void ownFolder(Engine.Job job) throws CannotStart {
        try {
            Files.createDirectories(
                    job.own(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException refused) {
            throw new CannotStart("cannot make the folder " + refused.getMessage());
        }
    }

    private void await(TaskPrograms programs, Running one) {
        try {
            var code = one.exitCode();
            programs.ended().countDown();
            if (programs.ended().getCount() == 0) running.remove(programs);
            tell(
                    programs,
                    region -> region.programEnded(
                            programs.cluster(),
                            programs.taskId(),
                            ProgramEnd.exited(one.job().program().name(), code)));
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private interface Telling {
        void to(EcsRegion region);
    }

    private void tell(TaskPrograms programs, Telling telling) {
        entrance.enter((World world) -> telling.to(world.ecs().region(programs.region())));
    }

    @Override
    public void terminate(EcsTask task, ContainerDefinition container) {
        of(task, container).forEach(Running::terminate);
    }

    @Override
    public void kill(EcsTask task, ContainerDefinition container) {
        of(task, container).forEach(Running::kill);
    }

    @Override
    public void kill(EcsTask task) {
        var programs = tasks.get(task.id());
        if (programs != null) programs.all().forEach(Running::kill);
    }

    @Override
    public void gone(EcsTask task) {
        kill(task);
        tasks.remove(task.id());
    }

    private List<Running> of(EcsTask task, ContainerDefinition container) {
        var programs = tasks.get(task.id());
        if (programs == null) return List.of();
        return programs.all().stream()
                .filter(one -> one.job().program().name().equals(container.name()))
                .toList();
    }

    /** Kills whatever runs, and waits until it has ended. */
    @Override
    public void close() {
        var left = running();
        for (var programs : left) programs.all().forEach(Running::kill);
        try {
            for (var programs : left) programs.ended().await(ENDS_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
