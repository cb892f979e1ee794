package dev.ballast.app.gameday;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RequestLoadTest {
    private static final int RATE = 200;
    private static final int FIRST_GOOD = 3;

    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch some = new CountDownLatch(10);
    private HttpServer server;

    /** Answers 500 but to the first three. */
    @BeforeEach
    void aServiceThatBreaks() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(asked.incrementAndGet() <= FIRST_GOOD ? 200 : 500, -1);
            exchange.close();
            some.countDown();
        });
        server.start();
    }

    @AfterEach
    void away() {
        server.stop(0);
    }

    private URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    @Test
    void itGoesOnUntilItIsEndedAndEveryAnswerIsCounted() throws InterruptedException {
        try (var load = RequestLoad.start(url(), RATE, Duration.ofMinutes(1))) {
            some.await();
            var sent = load.end().orElseThrow();
            assertThat(sent.sent()).isEqualTo(asked.get()).isGreaterThanOrEqualTo(10);
            assertThat(sent.failed()).isEqualTo(sent.sent() - FIRST_GOOD);
            assertThat(sent.failures()).isEqualTo(Map.of("status 500", sent.failed()));
        }
    }

    @Test
    void itNeverSendsMoreThanItMay() throws InterruptedException {
        var sent = Steady.send(url(), RATE, Duration.ofSeconds(1));
        assertThat(sent.requests()).isEqualTo(RATE).isEqualTo(asked.get());
    }

    @Test
    void itAsksThisMachineOnly() {
        assertThatThrownBy(() -> RequestLoad.start(URI.create("http://192.0.2.1/"), 1, Duration.ofSeconds(1)))
                .hasMessageContaining("not of this machine");
        assertThat(RequestLoad.isLoopback(URI.create("http://localhost:80/"))).isTrue();
        assertThat(RequestLoad.isLoopback(URI.create("http://[::1]/"))).isTrue();
        assertThat(RequestLoad.isLoopback(URI.create("http:///nowhere"))).isFalse();
    }

    @Test
    void withoutAnUrlNothingIsAsked() throws InterruptedException {
        try (var load = RequestLoad.none()) {
            assertThat(load.end()).isEmpty();
        }
    }
}
