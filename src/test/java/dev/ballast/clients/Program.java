package dev.ballast.clients;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A client of AWS that is installed on this machine.
 *
 * @param version the first line that it prints when it is asked for its version
 */
public record Program(Path file, String version) {
    private static final int SECONDS_AT_MOST = 240;

    /** @param out without the line break at the end */
    public record Ran(int exit, String out, String err) {}

    /** Every generation of the AWS CLI: those on the PATH, and Debian's, which a version manager's may hide. */
    public static List<Program> awsClis() {
        var found = all("aws");
        if (found.isEmpty()) skipped("the AWS CLI is not installed (no 'aws' on the PATH or in /usr/bin)");
        return found;
    }

    /** One of each version. */
    static List<Program> all(String name) {
        var byVersion = new LinkedHashMap<String, Program>();
        Stream.concat(Stream.of(System.getenv("PATH").split(File.pathSeparator)), Stream.of("/usr/bin"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .forEach(file -> {
                    var version = version(file);
                    if (version != null) byVersion.putIfAbsent(version.split(" ")[0], new Program(file, version));
                });
        return List.copyOf(byVersion.values());
    }

    /** So that nobody takes a test that did not run for one that passed. */
    static void skipped(String why) {
        System.err.println("SKIPPED: " + why);
    }

    private static String version(Path file) {
        try {
            var home = Files.createTempDirectory("version");
            var ran = new Program(file, "").run(home, Map.of("HOME", home.toString()), List.of("--version"));
            return ran.exit() == 0 ? (ran.out() + ran.err()).lines().findFirst().orElse(null) : null;
        } catch (IOException unusable) {
            return null;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    public Ran run(Path folder, Map<String, String> environment, List<String> arguments)
            throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(file.toString());
        command.addAll(arguments);
        var out = Files.createTempFile(folder, "out", "");
        var err = Files.createTempFile(folder, "err", "");
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        var process = builder.start();
        if (!process.waitFor(SECONDS_AT_MOST, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new AssertionError("it did not end within " + SECONDS_AT_MOST + " s: " + command + "\n"
                    + Files.readString(out) + Files.readString(err));
        }
        return new Ran(process.exitValue(), text(out), text(err));
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8).strip();
    }

    /** What a report calls it. */
    @Override
    public String toString() {
        return version.split(" ")[0] + " (" + file + ")";
    }
}
