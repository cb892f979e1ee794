package dev.ballast.sim.host.tasks;

import dev.ballast.sim.world.ecs.ContainerDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A container is one of the Docker engine that the docker command line reaches: its image, with its ports published on loopback. It
 * listens where its definition says, so nobody tells it a port.
 */
final class DockerEngine implements Engine {
    /** What the command line itself may need of our environment; containers see none of it. */
    private static final List<String> OF_THE_CLIENT =
            List.of("HOME", "DOCKER_HOST", "DOCKER_CONTEXT", "DOCKER_CONFIG", "DOCKER_CERT_PATH", "DOCKER_TLS_VERIFY");

    private final Path docker;

    DockerEngine(Path docker) {
        this.docker = docker;
    }

    @Override
    public Launch launch(Job job) throws CannotStart {
        var container = job.program().container();
        var environment = environmentFile(job);
        var command = new ArrayList<>(List.of(docker.toString(), "run", "--rm", "--name", job.id()));
        command.addAll(List.of("--env-file", environment.toString()));
        for (var port : job.ports())
            command.addAll(List.of(
                    "--publish",
                    "127.0.0.1:" + port.local() + ":" + port.containerPort() + (port.udp() ? "/udp" : "/tcp")));
        limits(command, container);
        if (!job.program().user().isEmpty())
            command.addAll(List.of("--user", job.program().user()));
        if (!job.program().workingDirectory().isEmpty())
            command.addAll(List.of("--workdir", job.program().workingDirectory()));
        var entryPoint = job.program().entryPoint();
        // --entrypoint takes one word; the others come before the command.
        if (!entryPoint.isEmpty()) command.addAll(List.of("--entrypoint", entryPoint.getFirst()));
        command.add(container.image());
        entryPoint.stream().skip(1).forEach(command::add);
        command.addAll(job.program().command());
        var tool = Machine.quoted(docker);
        return new Launch(
                command,
                clientEnvironment(),
                tool + " kill --signal TERM " + Machine.quoted(job.id()),
                tool + " rm --force " + Machine.quoted(job.id()) + "; rm -f " + Machine.quoted(environment));
    }

    private static void limits(List<String> command, ContainerDefinition container) {
        if (container.memoryMib() > 0) command.addAll(List.of("--memory", container.memoryMib() + "m"));
        if (container.memoryReservationMib() > 0)
            command.addAll(List.of("--memory-reservation", container.memoryReservationMib() + "m"));
        // The agent gives at least 2, as Docker's own default of 1024 would be a whole vCPU.
        command.addAll(List.of("--cpu-shares", Integer.toString(Math.max(2, container.cpuUnits()))));
    }

    /** A file for its owner alone: what stands on a command line everybody on the machine can read. */
    private static Path environmentFile(Job job) throws CannotStart {
        var lines = new ArrayList<String>();
        for (var one : job.program().environment().entrySet()) {
            if (one.getValue().contains("\n"))
                throw new CannotStart(
                        "the variable " + one.getKey() + " has several lines, which docker's --env-file cannot say");
            lines.add(one.getKey() + "=" + one.getValue());
        }
        var file = job.own().resolve("environment");
        try {
            return Files.write(file, lines);
        } catch (IOException refused) {
            throw new CannotStart("cannot write " + refused.getMessage());
        }
    }

    static Map<String, String> clientEnvironment() {
        var environment = new LinkedHashMap<String, String>();
        environment.put("PATH", Machine.path());
        for (var name : OF_THE_CLIENT) {
            var value = System.getenv(name);
            if (value != null) environment.put(name, value);
        }
        return environment;
    }
}
