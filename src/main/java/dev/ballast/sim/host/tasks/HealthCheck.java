package dev.ballast.sim.host.tasks;

import dev.ballast.sim.world.elb.TargetGroup;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/**
 * One check of a target, as its group says.
 *
 * @param path empty: a connection is enough (TCP)
 * @param codes that pass, such as 200-299,302
 */
record HealthCheck(String path, String codes, Duration timeout) {
    static HealthCheck of(TargetGroup.Spec spec) {
        var given = spec.asGiven();
        var protocol =
                String.valueOf(given.getOrDefault("HealthCheckProtocol", given.getOrDefault("Protocol", "HTTP")));
        var isHttp = protocol.startsWith("HTTP");
        var codes = given.get("Matcher") instanceof Map<?, ?> matcher && matcher.get("HttpCode") != null
                ? matcher.get("HttpCode").toString()
                : "200";
        return new HealthCheck(
                isHttp ? String.valueOf(given.getOrDefault("HealthCheckPath", "/")) : "",
                codes,
                Duration.ofSeconds(given.get("HealthCheckTimeoutSeconds") instanceof Integer seconds ? seconds : 5));
    }

    boolean passes(HttpClient http, int port) throws InterruptedException {
        try {
            if (path.isEmpty()) {
                try (var connection = new Socket()) {
                    connection.connect(new InetSocketAddress("127.0.0.1", port), (int) timeout.toMillis());
                    return true;
                }
            }
            var request = HttpRequest.newBuilder(URI.create(Routes.place(port) + path))
                    .header("User-Agent", "ELB-HealthChecker/2.0")
                    .timeout(timeout)
                    .build();
            return passes(
                    http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode());
        } catch (IOException | IllegalArgumentException failed) {
            return false;
        }
    }

    private boolean passes(int status) {
        for (var range : codes.split(",")) {
            var ends = range.strip().split("-");
            if (status >= Integer.parseInt(ends[0]) && status <= Integer.parseInt(ends[ends.length - 1])) return true;
        }
        return false;
    }
}
