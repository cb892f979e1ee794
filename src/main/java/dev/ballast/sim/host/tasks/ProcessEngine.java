package dev.ballast.sim.host.tasks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;

/** A container is a process of this machine: no image, no isolation, nothing of our own environment but the PATH. */
final class ProcessEngine implements Engine {
    @Override
    public Launch launch(Job job) throws CannotStart {
        var command = job.words();
        if (command.isEmpty())
            throw new CannotStart(
                    "the definition says neither entryPoint nor command, and no image is read that could");
        var environment = new LinkedHashMap<String, String>();
        environment.put("PATH", Machine.path());
        environment.put("HOME", job.folder().toString());
        environment.putAll(job.environmentWithPorts());
        if (!isThere(command.getFirst(), environment.get("PATH"), job.folder()))
            throw new CannotStart("exec: \"" + command.getFirst() + "\": executable file not found");
        // As in a container, the first process alone is told; and what it leaves behind goes with it.
        return new Launch(command, environment, "kill -s TERM \"$child\"", "kill -s KILL -- \"-$child\"");
    }

    private static boolean isThere(String program, String path, Path folder) {
        if (program.contains("/")) return Files.isExecutable(folder.resolve(program));
        return Machine.program(program, path).isPresent();
    }
}
