package dev.ballast.bench.traffic;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * What a task of the bench runs: a web server on PORT that takes its time for every answer and, told to end, finishes what it has,
 * as a well-made service does.
 */
public final class Page {
    /** So that there is always something under way: ten requests at 200 a second. */
    private static final int ANSWER_MILLIS = 50;

    private static final int FINISHES_WITHIN_SECONDS = 5;

    private Page() {}

    static List<String> command() {
        return List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx48m",
                "-cp",
                System.getProperty("java.class.path"),
                Page.class.getName());
    }

    public static void main(String... words) throws IOException {
        var port = Integer.parseInt(System.getenv("PORT"));
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", asked -> {
            try {
                if (asked.getRequestURI().getPath().equals("/")) TimeUnit.MILLISECONDS.sleep(ANSWER_MILLIS);
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
            var body = "hello\n".getBytes(StandardCharsets.US_ASCII);
            asked.sendResponseHeaders(200, body.length);
            try (var out = asked.getResponseBody()) {
                out.write(body);
            }
        });
        server.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> server.stop(FINISHES_WITHIN_SECONDS)));
    }
}
