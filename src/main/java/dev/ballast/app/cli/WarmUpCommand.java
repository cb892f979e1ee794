package dev.ballast.app.cli;

import dev.ballast.app.LocalCloud;
import dev.ballast.app.session.ExitStatus;
import dev.ballast.sim.world.World;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * What the launcher runs after a build, once for each of its AOT caches: what people wait for, in this process, so that the classes that
 * it loads go into the cache.
 */
@Command(name = "warm-up", hidden = true, description = "Loads what commands load, for the launcher's start-up caches.")
final class WarmUpCommand implements Callable<Integer> {
    /** A call as a client makes it, whose answer takes the whole way through the wire into the world and back. */
    private static final String CALL = "Action=DescribeInstances&Version=2016-11-15";

    enum Cache {
        commands,
        local
    }

    @Parameters(paramLabel = "CACHE", description = "commands, which talk to a cloud, or local, which is one")
    private Cache cache;

    @Override
    public Integer call() throws Exception {
        var start = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        try (var cloud = LocalCloud.start(new LocalCloud.Options(0, 1, 1, start, World.Rules.DEFAULT))) {
            switch (cache) {
                case commands -> commands(cloud.endpoint().toString());
                case local -> local(cloud.endpoint());
            }
            return ExitStatus.OK;
        }
    }

    private static void commands(String endpoint) throws Exception {
        var folder = Files.createTempDirectory("ballast-warm-up-");
        try {
            var journal = folder.resolve("journal").toString();
            quietly("--help");
            quietly("status", "--cluster", "warm-up", "--endpoint-url", endpoint, "--journal", journal);
            quietly("status", "--cluster", "warm-up", "--endpoint-url", endpoint, "--journal", journal, "-o", "json");
        } finally {
            delete(folder);
        }
    }

    /** By a plain socket: an HTTP client's classes would be in the cache and never in the server. */
    private static void local(URI endpoint) throws IOException {
        quietly("local", "--port", "-1");
        var request = "POST / HTTP/1.1\r\nHost: " + endpoint.getAuthority()
                + "\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nX-Amz-Date: 20260101T000000Z"
                + "\r\nAuthorization: AWS4-HMAC-SHA256 Credential=warm-up/20260101/eu-west-1/ec2/aws4_request,"
                + " SignedHeaders=host, Signature=0\r\nContent-Length: " + CALL.length() + "\r\n\r\n" + CALL;
        try (var socket = new Socket(endpoint.getHost(), endpoint.getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().readAllBytes();
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
