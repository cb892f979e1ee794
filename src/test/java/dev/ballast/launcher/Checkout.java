package dev.ballast.launcher;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A copy of the launcher with a JDK and a Maven that are shell scripts, so that a test sees what they are called with and
 * decides when and how they end. Nothing of the machine's own Java or Maven is within reach.
 */
final class Checkout {
    /** What the launcher may call besides bash; java and mvn are not among them. */
    private static final List<String> TOOLS = List.of(
            "bash",
            "cat",
            "cp",
            "date",
            "dirname",
            "env",
            "find",
            "flock",
            "grep",
            "head",
            "mkdir",
            "mkfifo",
            "mv",
            "readlink",
            "rm",
            "sed",
            "sh",
            "sleep",
            "tail",
            "touch",
            "tr");

    private final Path folder;
    private final Path tools;
    private final Map<String, String> environment = new TreeMap<>();

    Checkout(Path folder, Path elsewhere) throws IOException {
        this.folder = folder;
        this.tools = Files.createDirectories(elsewhere.resolve("bin"));
        var project = Path.of("").toAbsolutePath();
        Files.createDirectories(folder.resolve("scripts"));
        Files.createDirectories(folder.resolve(".mvn"));
        for (String file : List.of("ballast", "scripts/tools.sh", "scripts/build.sh"))
            Files.copy(project.resolve(file), folder.resolve(file));
        Files.writeString(folder.resolve("pom.xml"), "<project/>");
        write("src/main/java/Main.java", "class Main {}");
        for (String tool : TOOLS) {
            Path found = onPath(tool);
            if (found != null) script(tools.resolve(tool), "exec " + found + " \"$@\"");
        }
        // Nobody is root here: otherwise the launcher would install Maven.
        tool("id", "echo 1000");
        environment.put("PATH", tools.toString());
        environment.put("HOME", elsewhere.toString());
        environment.put("BALLAST_JDK_FOLDERS", elsewhere.resolve("jdks").toString());
        environment.put("CALLS", elsewhere.resolve("calls").toString());
    }

    private static Path onPath(String tool) {
        for (String folder : System.getenv("PATH").split(File.pathSeparator)) {
            Path candidate = Path.of(folder, tool);
            if (Files.isExecutable(candidate)) return candidate;
        }
        return null;
    }

    /** A JDK that answers every call with its arguments, one in a line, and its process id. */
    Path jdk(Path home, String release) throws IOException {
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"somebody\"\nJAVA_VERSION=\"" + release + "\"\n");
        script(home.resolve("bin/javac"), "exit 0");
        script(home.resolve("bin/java"), """
                for argument in "$@"; do
                  case $argument in -XX:AOTCacheOutput=*) echo cache >"${argument#*=}" ;; esac
                done
                echo "JVM $$"
                printf '%s\\n' "$@"
                """);
        return home;
    }

    /** A Maven that chatters and leaves a jar. */
    void maven() throws IOException {
        maven("", "");
    }

    /** A Maven that does what the test says before its first word and after it, and leaves a jar. */
    void maven(String first, String then) throws IOException {
        script(tools.resolve("mvn"), """
                echo "called by $JAVA_HOME" >>"$CALLS"
                %s
                echo '[INFO] --- compiler:3.16.0:compile (default-compile) @ ballast ---'
                %s
                echo jar >"${0%%/*}/../checkout/target/ballast.jar"
                """.formatted(first, then));
    }

    int builds() throws IOException {
        Path calls = Path.of(environment.get("CALLS"));
        return Files.exists(calls) ? Files.readAllLines(calls).size() : 0;
    }

    /** Puts a program on the PATH. */
    void tool(String name, String text) throws IOException {
        script(tools.resolve(name), text);
    }

    void set(String name, String value) {
        environment.put(name, value);
    }

    Path path(String relative) {
        return folder.resolve(relative);
    }

    void write(String relative, String text) throws IOException {
        Files.createDirectories(folder.resolve(relative).getParent());
        Files.writeString(folder.resolve(relative), text);
    }

    /** What a start printed and how it ended. */
    record Ended(int status, String out, String err) {}

    Ended start(Path launcher, Path workingFolder, String... arguments) throws IOException, InterruptedException {
        Process process = begin(launcher, workingFolder, arguments);
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), out, err);
    }

    /** What a script of these lines does that has sourced scripts/tools.sh. */
    Ended sourced(String lines) throws IOException, InterruptedException {
        write("sourced", "set -euo pipefail\n. scripts/tools.sh\n" + lines + "\n");
        return start(tools.resolve("bash"), folder, "sourced");
    }

    Ended start(String... arguments) throws IOException, InterruptedException {
        return start(path("ballast"), folder, arguments);
    }

    Process begin(Path launcher, Path workingFolder, String... arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(launcher.toString());
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(workingFolder.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
