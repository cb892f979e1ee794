package dev.ballast.sim.host.tasks;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Takes requests through listeners as an application load balancer does: the first rule whose conditions hold, round robin over the
 * healthy targets, 502 where a target breaks off or does not let anybody in, 503 where a group has no target, 504 where one is silent.
 */
final class Forwarder implements AutoCloseable {
    private static final Duration CONNECTS_WITHIN = Duration.ofSeconds(10);

    /** Each is between two neighbours only, or made anew. */
    private static final List<String> NOT_PASSED_ON = List.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "content-length",
            "expect",
            "http2-settings");

    /**
     * A target is to see the Host that was asked for, as behind a real load balancer; the client would write the target's own. It reads
     * its permission once, at its first use in the process: ./ballast gives it at the start.
     */
    private static final boolean HOST_IS_PASSED_ON = hostIsPassedOn();

    private static boolean hostIsPassedOn() {
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
        try {
            HttpRequest.newBuilder().header("Host", "localhost");
            return true;
        } catch (IllegalArgumentException restricted) {
            System.getLogger(Forwarder.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "Targets see their own address as Host; start java with"
                                    + " -Djdk.httpclient.allowRestrictedHeaders=host for the one that was asked for.");
            return false;
        }
    }

    private final Door door;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECTS_WITHIN)
            .followRedirects(HttpClient.Redirect.NEVER)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
    private final Map<String, AtomicInteger> turns = new ConcurrentHashMap<>();

    Forwarder(Door door) {
        this.door = door;
    }

    HttpClient http() {
        return http;
    }

    private record Question(ServerRequest request) implements Condition.Asked {
        @Override
        public String method() {
            return request.prologue().method().text();
        }

        @Override
        public String path() {
            return request.prologue().uriPath().rawPath();
        }

        @Override
        public String query() {
            return request.prologue().query().rawValue();
        }

        @Override
        public Optional<String> header(String name) {
            return request.headers().first(HeaderNames.create(name));
        }

        String target() {
            return query().isEmpty() ? path() : path() + "?" + query();
        }
    }

    void answer(Route route, ServerRequest request, ServerResponse response) {
        var asked = new Question(request);
        var refusal = door.refusal(
                asked.header("host").orElse(null), asked.header("origin").orElse(null));
        if (refusal.isPresent()) {
            say(response, 403, refusal.get());
            return;
        }
        var rule = route.rules().stream()
                .filter(one -> one.conditions().stream().allMatch(condition -> condition.holds(asked)))
                .findFirst()
                .orElseThrow();
        switch (rule.action()) {
            case Route.Action.Forward forward -> forward(route, forward, asked, response);
            case Route.Action.Fixed fixed -> {
                if (!fixed.contentType().isEmpty()) response.header(HeaderNames.CONTENT_TYPE, fixed.contentType());
                response.status(Status.create(fixed.status())).send(fixed.body());
            }
            case Route.Action.Redirect redirect -> redirect(route, redirect, asked, response);
            case Route.Action.Unserved unserved ->
                say(response, 501, "The local cloud does not serve the action " + unserved.type() + ".");
        }
    }

    private static void say(ServerResponse response, int status, String sentence) {
        response.status(Status.create(status))
                .header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
                .send(sentence + "\n");
    }

    private void forward(Route route, Route.Action.Forward forward, Question asked, ServerResponse response) {
        var place = pick(forward);
        if (place.isEmpty()) {
            say(response, 503, "No target is there for this request.");
            return;
        }
        HttpResponse<InputStream> answer;
        try {
            answer = http.send(request(route, place.get(), asked), HttpResponse.BodyHandlers.ofInputStream());
        } catch (HttpConnectTimeoutException silent) {
            say(response, 504, "The target did not accept a connection within " + CONNECTS_WITHIN.toSeconds() + " s.");
            return;
        } catch (HttpTimeoutException silent) {
            say(
                    response,
                    504,
                    "The target did not answer within " + route.idleTimeout().toSeconds() + " s.");
            return;
        } catch (ConnectException closed) {
            say(response, 502, "The target accepts no connection.");
            return;
        } catch (IOException broken) {
            say(response, 502, "The target broke off: " + broken.getMessage());
            return;
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
            say(response, 503, "The load balancer ends.");
            return;
        }
        pass(answer, asked, response);
    }

    /** By weight among the groups, then in turn among the places of the group. */
    private Optional<URI> pick(Route.Action.Forward forward) {
        var total = forward.groups().stream().mapToInt(Route.Weighted::weight).sum();
        if (total == 0) return Optional.empty();
        var among = forward.groups().size() == 1
                ? 0
                : Math.floorMod(
                        turn("rule " + forward.groups().getFirst().group().arn()), total);
        for (var one : forward.groups()) {
            among -= one.weight();
            if (among >= 0) continue;
            var open = one.group().open();
            if (open.isEmpty()) return Optional.empty();
            return Optional.of(open.get(Math.floorMod(turn(one.group().arn()), open.size())));
        }
        return Optional.empty();
    }

    private int turn(String of) {
        return turns.computeIfAbsent(of, first -> new AtomicInteger()).getAndIncrement();
    }

    private static HttpRequest request(Route route, URI place, Question asked) {
        var incoming = asked.request();
        var request = HttpRequest.newBuilder(URI.create(place + asked.target())).timeout(route.idleTimeout());
        incoming.headers().forEach(header -> {
            var name = header.name().toLowerCase(Locale.ROOT);
            if (name.equals("host") && !HOST_IS_PASSED_ON) return;
            if (!NOT_PASSED_ON.contains(name) && !name.startsWith("x-forwarded-"))
                header.allValues().forEach(value -> request.header(header.name(), value));
        });
        request.header("X-Forwarded-For", "127.0.0.1");
        request.header("X-Forwarded-Proto", "http");
        request.header("X-Forwarded-Port", Integer.toString(route.port()));
        return request.method(asked.method(), body(incoming)).build();
    }

    private static HttpRequest.BodyPublisher body(ServerRequest incoming) {
        if (!incoming.content().hasEntity()) return HttpRequest.BodyPublishers.noBody();
        var stream = HttpRequest.BodyPublishers.ofInputStream(
                () -> incoming.content().inputStream());
        var length = incoming.headers().contentLength();
        if (length.isEmpty()) return stream;
        return length.getAsLong() == 0
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.fromPublisher(stream, length.getAsLong());
    }

    /** What breaks off after the first byte cannot be told with a status: the connection ends. */
    private static void pass(HttpResponse<InputStream> answer, Question asked, ServerResponse response) {
        response.status(Status.create(answer.statusCode()));
        answer.headers().map().forEach((name, values) -> {
            if (!NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT)))
                response.header(HeaderNames.create(name), values.toArray(String[]::new));
        });
        try (var body = answer.body()) {
            var length = answer.headers().firstValueAsLong("content-length");
            var bodiless = asked.method().equals("HEAD") || answer.statusCode() == 204 || answer.statusCode() == 304;
            if (bodiless) {
                length.ifPresent(bytes -> response.header(HeaderNames.CONTENT_LENGTH, Long.toString(bytes)));
                response.send();
                return;
            }
            if (length.isPresent() && length.getAsLong() <= WHOLE_BYTES_MAX) {
                byte[] whole;
                try {
                    whole = body.readAllBytes();
                } catch (IOException broken) {
                    say(response, 502, "The target broke off: " + broken.getMessage());
                    return;
                }
                response.send(whole);
                return;
            }
            length.ifPresent(bytes -> response.header(HeaderNames.CONTENT_LENGTH, Long.toString(bytes)));
            try (var out = response.outputStream()) {
                body.transferTo(out);
            }
        } catch (IOException broken) {
            throw new io.helidon.webserver.CloseConnectionException("The target broke off.", broken);
        }
    }

    /** Up to here an answer is read before its first byte is passed on, so that one that breaks off is a 502. */
    private static final int WHOLE_BYTES_MAX = 1 << 20;

    private static void redirect(Route route, Route.Action.Redirect redirect, Question asked, ServerResponse response) {
        var host = asked.header("host").orElse("127.0.0.1").replaceFirst(":\\d+$", "");
        var to = redirect.to();
        var protocol = to.getOrDefault("Protocol", "#{protocol}");
        var port = to.getOrDefault("Port", "#{port}");
        var query = to.getOrDefault("Query", "#{query}");
        var location = protocol + "://" + to.getOrDefault("Host", "#{host}") + ":" + port
                + to.getOrDefault("Path", "/#{path}") + (query.isEmpty() ? "" : "?" + query);
        location = location.replace("#{protocol}", "http")
                .replace("#{host}", host)
                .replace("#{port}", Integer.toString(route.port()))
                .replace("#{path}", asked.path().substring(1))
                .replace("#{query}", asked.query())
                .replaceFirst("\\?$", "");
        response.status(Status.create(redirect.status()))
                .header(HeaderNames.LOCATION, location)
                .send(new String(new byte[0], StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
