package dev.ballast.app.cli;

import dev.ballast.app.LocalCloud;
import dev.ballast.sim.world.World;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * What the launcher runs once after a build: the commands that people wait for, against a local cloud in this process, so that the
 * classes they load go into the AOT cache.
 */
@Command(name = "warm-up", hidden = true, description = "Loads what commands load, for the launcher's start-up cache.")
final class WarmUpCommand implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
        var folder = Files.createTempDirectory("ballast-warm-up-");
        var start = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        try (var cloud = LocalCloud.start(new LocalCloud.Options(0, 1, 1, start, World.Rules.DEFAULT))) {
            var endpoint = cloud.endpoint().toString();
            var journal = folder.resolve("journal").toString();
            quietly("--help");
            quietly("status", "--cluster", "warm-up", "--endpoint-url", endpoint, "--journal", journal);
            quietly("status", "--cluster", "warm-up", "--endpoint-url", endpoint, "--journal", journal, "-o", "json");
            return 0;
        } finally {
            delete(folder);
        }
    }

    private static void quietly(String... words) {
        var nowhere = new PrintWriter(new StringWriter());
        Main.commandLine(words).setOut(nowhere).setErr(nowhere).execute(words);
    }

    private static void delete(Path folder) throws Exception {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }
}
