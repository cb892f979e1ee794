package dev.ballast.bench.traffic;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Requests at a steady rate, each sent at its moment whether the ones before have been answered or not: a service that stalls does not
 * get fewer.
 */
final class Steady {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /**
     * @param seconds from the first request to the last
     * @param failures by what came instead of a 200: a status, or the exception's name
     * @param failedAt seconds after the first request, of each that failed, rounded down
     */
    record Sent(int requests, double seconds, Map<String, Integer> failures, Map<Integer, Integer> failedAt) {
        int failed() {
            return failures.values().stream().mapToInt(Integer::intValue).sum();
        }

        double perSecond() {
            return (requests - 1) / seconds;
        }
    }

    private final URI url;
    private final Map<String, Integer> failures = new TreeMap<>();
    private final Map<Integer, Integer> failedAt = new TreeMap<>();

    private Steady(URI url) {
        this.url = url;
    }

    static Sent send(URI url, int perSecond, Duration length) throws InterruptedException {
        return new Steady(url).send(perSecond, length);
    }

    private Sent send(int perSecond, Duration length) throws InterruptedException {
        var requests = (int) (perSecond * length.toSeconds());
        var apart = TimeUnit.SECONDS.toNanos(1) / perSecond;
        var answered = new CountDownLatch(requests);
        try (var http = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .executor(Executors.newVirtualThreadPerTaskExecutor())
                        .build();
                var senders = Executors.newVirtualThreadPerTaskExecutor()) {
            var start = System.nanoTime();
            for (var i = 0; i < requests; i++) {
                for (var wait = start + i * apart - System.nanoTime();
                        wait > 0;
                        wait = start + i * apart - System.nanoTime()) LockSupport.parkNanos(wait);
                var second = (int) TimeUnit.NANOSECONDS.toSeconds(i * apart);
                senders.execute(() -> {
                    ask(http, second);
                    answered.countDown();
                });
            }
            var seconds = (System.nanoTime() - start) / 1e9;
            answered.await();
            return new Sent(requests, seconds, failures, failedAt);
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
