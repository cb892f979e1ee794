package dev.ballast.clients;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An installed AWS CLI that is called many times. Where it is a Python program, all calls are made in one process, by what the CLI's
 * own command does; where it is not, as with AWS's installer of version 2, each starts a process, and its waiters take the time of ours.
 */
final class AwsCli implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Program cli;
    private final Path home;
    private final Map<String, String> environment;
    private final Optional<Process> session;
    private final BufferedReader answers;
    private final BufferedWriter questions;

    /** @param home the folder in which it runs */
    AwsCli(Program cli, Path home, Map<String, String> environment) throws IOException {
        this.cli = cli;
        this.home = home;
        this.environment = environment;
        session = begin();
        answers = session.map(Process::inputReader).orElse(null);
        questions = session.map(Process::outputWriter).orElse(null);
    }

    Program.Ran call(List<String> arguments) throws IOException, InterruptedException {
        if (session.isEmpty()) return cli.run(home, environment, arguments);
        questions.write(JSON.writeValueAsString(arguments));
        questions.newLine();
        questions.flush();
        var answer = answers.readLine();
        if (answer == null)
            throw new IOException(cli + " ended by itself at " + arguments + "\n" + Files.readString(errors()));
        return JSON.readValue(answer, Program.Ran.class);
    }

    private Optional<Process> begin() throws IOException {
        var version = cli.version().split("[/ ]")[1];
        for (var python : pythons()) {
            var builder = new ProcessBuilder(python.toString(), script().toString())
                    .directory(home.toFile())
                    .redirectError(errors().toFile());
            builder.environment().putAll(environment);
            var process = builder.start();
            if (version.equals(process.inputReader().readLine())) return Optional.of(process);
            process.destroyForcibly();
        }
        return Optional.empty();
    }

    /** Those that may have this CLI as a module: the one that its first line names, and the one beside it. */
    private List<Path> pythons() throws IOException {
        var pythons = new ArrayList<Path>();
        try (var file = Files.newInputStream(cli.file())) {
            var start = new String(file.readNBytes(200), java.nio.charset.StandardCharsets.ISO_8859_1);
            var first = start.lines().findFirst().orElse("");
            if (first.startsWith("#!/") && first.contains("python"))
                pythons.add(Path.of(first.substring(2).split(" ")[0]));
        }
        pythons.add(cli.file().resolveSibling("python3"));
        pythons.removeIf(python -> !Files.isExecutable(python));
        return pythons;
    }

    private Path errors() {
        return home.resolve("errors");
    }

    private static Path script() {
        return Tables.file("calls.py");
    }

    @Override
    public void close() {
        session.ifPresent(Process::destroyForcibly);
    }
}
