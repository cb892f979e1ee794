package dev.ballast.sim.host.tasks;

import dev.ballast.sim.world.World;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The real programs and the real traffic of one world; closing kills what runs. */
public final class RealTasks implements AutoCloseable {
    /** How containers are run. */
    public enum Mode {
        PROCESS,
        RUNC,
        DOCKER
    }

    /**
     * @param folder where every task gets a folder of its own
     * @param rootfs the root file system of every container under runc; of no use elsewhere
     */
    public record Options(Mode mode, Path folder, Optional<Path> rootfs) {
        public Options(Mode mode, Path folder) {
            this(mode, folder, Optional.empty());
        }
    }

    /** @param local where a port is on this machine */
    public record Port(int containerPort, int hostPort, int local) {}

    /** @param pid of the program, or of the command that stands for it */
    public record Container(
            String region,
            String cluster,
            String taskId,
            String instanceId,
            String container,
            OptionalLong pid,
            List<Port> ports,
            Path folder) {}

    /** @param url empty where its protocol is not served on a local port */
    public record Listener(String arn, String loadBalancer, String protocol, int port, Optional<URI> url) {}

    private static final String RUNC = "runc";
    private static final String DOCKER = "docker";

    private final Options options;
    private final LocalPrograms programs;
    private final LocalTraffic traffic;

    private RealTasks(Options options, LocalPrograms programs, LocalTraffic traffic) {
        this.options = options;
        this.programs = programs;
        this.traffic = traffic;
    }

    /**
     * Runs the tasks of a world from now on; to be called while nothing happens in it.
     *
     * @param entrance the way back into that world
     * @param door of the listeners' ports
     */
    public static RealTasks of(World world, Options options, Entrance entrance, Door door) {
        var programs = new LocalPrograms(engine(options), options.folder(), entrance);
        var traffic = new LocalTraffic(programs, entrance, door);
        world.ecs().runBy(programs);
        world.elb().carriedBy(traffic);
        return new RealTasks(options, programs, traffic);
    }

    /** What this machine lacks for it, each in a sentence with the remedy. */
    public static List<String> missing(Mode mode, Optional<Path> rootfs) {
        var missing = new ArrayList<String>();
        if (!Files.isExecutable(Running.SETSID))
            missing.add("there is no " + Running.SETSID + "; install util-linux, on Linux");
        switch (mode) {
            case PROCESS -> {}
            case RUNC -> {
                if (Machine.program(RUNC).isEmpty()) missing.add("runc is not installed; the package is called runc");
                if (!"root".equals(System.getProperty("user.name")))
                    missing.add("runc without an engine works for root only; start ballast as root");
                if (rootfs.isEmpty()) missing.add("a root file system is needed; give its folder with --rootfs");
                rootfs.filter(folder -> !Files.isDirectory(folder))
                        .ifPresent(folder -> missing.add("--rootfs " + folder + " is no folder"));
            }
            case DOCKER -> {
                if (Machine.program(DOCKER).isEmpty()) missing.add("docker is not installed, or not on the PATH");
                else if (!dockerAnswers())
                    missing.add("no Docker engine answers 'docker version'; start one, or set DOCKER_HOST");
            }
        }
        return missing;
    }

    private static boolean dockerAnswers() {
        var builder = new ProcessBuilder(
                        Machine.program(DOCKER).orElseThrow().toString(), "version", "--format", "{{.Server.Version}}")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(DockerEngine.clientEnvironment());
        try {
            return builder.start().waitFor() == 0;
        } catch (IOException unusable) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Engine engine(Options options) {
        return switch (options.mode()) {
            case PROCESS -> new ProcessEngine();
            case RUNC ->
                new RuncEngine(
                        Machine.program(RUNC).orElseThrow(),
                        options.rootfs().orElseThrow().toAbsolutePath(),
                        options.folder().resolve(".runc"));
            case DOCKER -> new DockerEngine(Machine.program(DOCKER).orElseThrow());
        };
    }

    public Options options() {
        return options;
    }

    /** What runs, by task. */
    public List<Container> containers() {
        return programs.running().stream()
                .flatMap(task -> task.all().stream().map(one -> container(task, one)))
                .sorted(Comparator.comparing(Container::taskId).thenComparing(Container::container))
                .toList();
    }

    private static Container container(LocalPrograms.TaskPrograms task, Running one) {
        var job = one.job();
        return new Container(
                task.region(),
                task.cluster(),
                task.taskId(),
                task.instanceId(),
                job.program().name(),
                one.pid(),
                job.ports().stream()
                        .map(port -> new Port(port.containerPort(), port.hostPort(), port.local()))
                        .toList(),
                job.own());
    }

    public List<Listener> listeners() {
        return traffic.served().stream()
                .map(one -> new Listener(
                        one.route().listenerArn(),
                        one.route().balancer(),
                        one.route().protocol(),
                        one.route().port(),
                        one.url()))
                .toList();
    }

    @Override
    public void close() {
        traffic.close();
        programs.close();
    }
}
