package dev.ballast.sim.host.tasks;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.regex.Pattern;

/** A container is a process of this machine: no image, no isolation, nothing of our own environment but the PATH. */
final class ProcessEngine implements Engine {
    @Override
    public Launch launch(Job job) throws CannotStart {
        var command = new ArrayList<>(job.program().entryPoint());
        command.addAll(job.program().command());
        if (command.isEmpty())
            throw new CannotStart(
                    "the definition says neither entryPoint nor command, and no image is read that could");
        var environment = new LinkedHashMap<String, String>();
        environment.put("PATH", path());
        environment.put("HOME", job.folder().toString());
        environment.putAll(job.environment());
        if (!isThere(command.getFirst(), environment.get("PATH"), job.folder()))
            throw new CannotStart("exec: \"" + command.getFirst() + "\": executable file not found");
        // As in a container, the first process alone is told; and what it leaves behind goes with it.
        return new Launch(command, environment, "kill -s TERM \"$child\"", "kill -s KILL -- \"-$child\"");
    }

    static String path() {
        return System.getenv().getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
    }

    private static boolean isThere(String program, String path, Path folder) {
        if (program.contains("/")) return Files.isExecutable(folder.resolve(program));
        return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(path)
                .anyMatch(one -> Files.isExecutable(Path.of(one, program)));
    }
}
