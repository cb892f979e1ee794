package dev.ballast.app.gameday;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Requests at a steady rate, each sent at its moment whether the ones before have been answered or not: a service that stalls does not
 * get fewer.
 */
public final class Steady {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /**
     * @param seconds from the first request to the last
     * @param failures by what came instead of a 200: a status, or the exception's name
     * @param failedAt seconds after the first request, of each that failed, rounded down
     */
    public record Sent(int requests, double seconds, Map<String, Integer> failures, Map<Integer, Integer> failedAt) {
        public int failed() {
            return failures.values().stream().mapToInt(Integer::intValue).sum();
        }

        public double perSecond() {
            return requests < 2 ? 0 : (requests - 1) / seconds;
        }
    }

    private final URI url;
    private final Map<String, Integer> failures = new TreeMap<>();
    private final Map<Integer, Integer> failedAt = new TreeMap<>();

    private Steady(URI url) {
        this.url = url;
    }

    /** So many requests a second, for so long. */
    public static Sent send(URI url, int perSecond, Duration length) throws InterruptedException {
        return send(url, perSecond, length, () -> false);
    }

    /**
     * The same, at most so long.
     *
     * @param over asked before each request
     */
    public static Sent send(URI url, int perSecond, Duration most, BooleanSupplier over) throws InterruptedException {
        return new Steady(url).send(perSecond, (int) (perSecond * most.toSeconds()), over);
    }

    private Sent send(int perSecond, int most, BooleanSupplier over) throws InterruptedException {
        var apart = TimeUnit.SECONDS.toNanos(1) / perSecond;
        var start = System.nanoTime();
        var seconds = 0.0;
        var requests = 0;
        try (var http = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .executor(Executors.newVirtualThreadPerTaskExecutor())
                        .build();
                var senders = Executors.newVirtualThreadPerTaskExecutor()) {
            for (; requests < most && !over.getAsBoolean(); requests++) {
                waitFor(start + requests * apart);
                var second = (int) TimeUnit.NANOSECONDS.toSeconds(requests * apart);
                senders.execute(() -> ask(http, second));
            }
            seconds = (System.nanoTime() - start) / 1e9;
        }
        return new Sent(requests, seconds, failures, failedAt); // all are answered: the executor is closed
    }

    private static void waitFor(long moment) throws InterruptedException {
        for (var wait = moment - System.nanoTime(); wait > 0; wait = moment - System.nanoTime()) {
            LockSupport.parkNanos(wait);
            if (Thread.interrupted()) throw new InterruptedException();
        }
    }

    private void ask(HttpClient http, int second) {
        try {
            var request = HttpRequest.newBuilder(url).timeout(PATIENCE).build();
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) failed("status " + answer.statusCode(), second);
        } catch (IOException broken) {
            failed(broken.getClass().getSimpleName(), second);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            failed("interrupted", second);
        }
    }

    private synchronized void failed(String how, int second) {
        failures.merge(how, 1, Integer::sum);
        failedAt.merge(second, 1, Integer::sum);
    }
}
