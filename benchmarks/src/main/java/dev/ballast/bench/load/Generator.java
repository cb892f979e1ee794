package dev.ballast.bench.load;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts {@link Replay} in a process of its own, so that its compiler and its collector are not the server's. */
public final class Generator {
    private Generator() {}

    /** @throws IOException where a request found no answer */
    public static Tally replay(URI server, List<Recorded> requests, Load load) throws IOException {
        var file = Files.createTempFile("ballast-bench-", ".requests");
        try {
            Recorded.write(requests, file);
            var process = new ProcessBuilder(command(server, file, load))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (var out = process.getInputStream()) {
                var line = new String(out.readAllBytes(), StandardCharsets.UTF_8);
                if (process.waitFor() != 0) throw new IOException("the load generator failed");
                return JsonMapper.builder().build().readValue(line, Tally.class);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IOException(interrupted);
            } finally {
                process.destroy();
            }
        } finally {
            Files.delete(file);
        }
    }

    private static List<String> command(URI server, Path file, Load load) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                Replay.class.getName()));
        command.add(Integer.toString(server.getPort()));
        command.add(file.toString());
        command.add(Integer.toString(load.connections()));
        command.add(Long.toString(load.warmUp().toMillis()));
        command.add(Long.toString(load.measured().toMillis()));
        command.add(Integer.toString(load.requestsMost()));
        return command;
    }
}
