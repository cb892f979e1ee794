package dev.ballast.sim.host.tasks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/**
 * A web server such as a task runs: on {@code PORT}. {@code /} says its {@code NAME} and its process; {@code /headers} what it was
 * asked with; {@code /exit/N} ends it; {@code /hold} answers when {@code /release} has been asked for; {@code /cut} breaks off;
 * {@code /fail} makes {@code /} a 500 from then on.
 */
public final class Page {
    private static volatile boolean failing;
    private static final CountDownLatch RELEASED = new CountDownLatch(1);

    private Page() {}

    /** To be started with the class path of the tests. */
    static List<String> command() {
        return List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx32m",
                "-cp",
                "target/test-classes".startsWith("/")
                        ? "target/test-classes"
                        : java.nio.file.Path.of("target", "test-classes")
                                .toAbsolutePath()
                                .toString(),
                Page.class.getName());
    }

    public static void main(String... words) throws IOException {
        var port = Integer.parseInt(System.getenv("PORT"));
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", Page::answer);
        server.start();
        System.out.println("listening on " + port);
    }

    private static void answer(HttpExchange asked) throws IOException {
        var path = asked.getRequestURI().getPath();
        if (path.startsWith("/exit/")) Runtime.getRuntime().halt(Integer.parseInt(path.substring("/exit/".length())));
        if (path.equals("/cut")) {
            asked.close();
            return;
        }
        if (path.equals("/fail")) failing = true;
        if (path.equals("/") && failing) {
            asked.sendResponseHeaders(500, -1);
            asked.close();
            return;
        }
        if (path.equals("/release")) RELEASED.countDown();
        if (path.equals("/hold")) {
            try {
                RELEASED.await();
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        }
        var text = path.equals("/headers")
                ? asked.getRequestHeaders().entrySet().stream()
                        .map(header -> header.getKey().toLowerCase(java.util.Locale.ROOT) + ": " + header.getValue())
                        .reduce("", (left, right) -> left + right + "\n")
                : path.equals("/body")
                        ? asked.getRequestMethod() + " "
                                + new String(asked.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)
                        : System.getenv("NAME") + " " + ProcessHandle.current().pid();
        var body = text.getBytes(StandardCharsets.UTF_8);
        asked.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
        try (var out = asked.getResponseBody()) {
            out.write(body);
        }
    }
}
