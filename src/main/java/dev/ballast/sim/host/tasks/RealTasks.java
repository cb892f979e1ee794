package dev.ballast.sim.host.tasks;

import dev.ballast.sim.world.World;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The real programs and the real traffic of one world; closing kills what runs. */
public final class RealTasks implements AutoCloseable {
    /** How containers are run. */
    public enum Mode {
        PROCESS
    }

    /**
     * @param folder where every task gets a folder of its own
     */
    public record Options(Mode mode, Path folder) {}

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

    /** What this machine lacks for it, in a sentence with the remedy; empty where it can be done. */
    public static Optional<String> missing(Mode mode) {
        if (!Files.isExecutable(Running.SETSID))
            return Optional.of("there is no " + Running.SETSID + " here; install util-linux, which Linux only has");
        return switch (mode) {
            case PROCESS -> Optional.empty();
        };
    }

    private static Engine engine(Options options) {
        return switch (options.mode()) {
            case PROCESS -> new ProcessEngine();
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
