package dev.ballast.sim.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.sim.world.core.WorldEvent;
import dev.ballast.sim.world.core.WorldTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WorldGateTest {
    private record Boot(String id) implements WorldEvent {}

    private static final Instant START = Instant.parse("2026-01-05T08:00:00Z");
    /** Time stands still unless a test moves it. */
    private final CloudClock clock = new CloudClock(START, 1, () -> 0);

    private final WorldTime time = new WorldTime(START);
    private final WorldGate gate = new WorldGate(clock, time);
    private final List<String> booted = new ArrayList<>();
    private final CountDownLatch asked = new CountDownLatch(1);

    @AfterEach
    void close() {
        gate.close();
    }

    @Test
    void theWorldIsBroughtToThePresentBeforeACallSeesIt() {
        gate.call(now -> {
            time.on(Boot.class, boot -> booted.add(boot.id()));
            time.schedule(Duration.ofSeconds(30), new Boot("i-1"));
            return null;
        });
        clock.advance(Duration.ofMinutes(1));

        Instant seen = gate.call(now -> {
            assertThat(booted).containsExactly("i-1");
            return now;
        });

        assertThat(seen).isEqualTo(START.plusSeconds(60));
    }

    @Test
    void whatIsDueHappensWithoutAnyCall() throws Exception {
        CountDownLatch happened = new CountDownLatch(1);
        gate.call(now -> {
            time.on(Boot.class, boot -> happened.countDown());
            time.schedule(Duration.ofSeconds(30), new Boot("i-1"));
            return null;
        });
        clock.advance(Duration.ofSeconds(30));
        happened.await();
    }

    @Test
    void aCallThatWaitsIsAnsweredWhenAnotherCallMakesItReady() throws Exception {
        CompletableFuture<String> waiting = receive(START.plusSeconds(20));
        gate.call(now -> booted.add("message"));
        assertThat(waiting.get()).isEqualTo("message at " + START);
    }

    @Test
    void aCallThatWaitsIsAnsweredWhenTheWorldMakesItReady() throws Exception {
        gate.call(now -> {
            time.on(Boot.class, boot -> booted.add(boot.id()));
            time.schedule(Duration.ofSeconds(5), new Boot("i-1"));
            return null;
        });
        CompletableFuture<String> waiting = receive(START.plusSeconds(20));
        clock.advance(Duration.ofSeconds(6));
        assertThat(waiting.get()).isEqualTo("i-1 at " + START.plusSeconds(6));
    }

    @Test
    void aCallThatWaitsInVainIsTriedOnceMoreAtItsDeadline() throws Exception {
        CompletableFuture<String> waiting = receive(START.plusSeconds(20));
        clock.advance(Duration.ofSeconds(19));
        clock.advance(Duration.ofSeconds(1));
        assertThat(waiting.get()).isEqualTo("nothing at " + START.plusSeconds(20));
    }

    @Test
    void closingAnswersThoseWhoWait() throws Exception {
        CompletableFuture<String> waiting = receive(START.plusSeconds(20));
        gate.close();
        assertThatThrownBy(waiting::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(AwsError.class)
                .hasMessageContaining("shutting down");
    }

    @Test
    void anEventThatFailsDoesNotStopTheOnesAfterIt() throws Exception {
        CountDownLatch happened = new CountDownLatch(1);
        gate.call(now -> {
            time.on(Boot.class, boot -> {
                if (boot.id().equals("bad")) {
                    throw new IllegalStateException("a fault on purpose");
                }
                happened.countDown();
            });
            time.schedule(Duration.ofSeconds(1), new Boot("bad"));
            time.schedule(Duration.ofSeconds(2), new Boot("good"));
            return null;
        });
        clock.advance(Duration.ofSeconds(1));
        clock.advance(Duration.ofSeconds(1));
        assertThat(happened.await(20, TimeUnit.SECONDS)).isTrue();
    }

    /** As ReceiveMessage: the first thing that booted, or nothing at the deadline. Returns once the call has been tried. */
    private CompletableFuture<String> receive(Instant deadline) throws InterruptedException {
        CompletableFuture<String> answer = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                answer.complete(gate.call(now -> {
                    asked.countDown();
                    if (!booted.isEmpty()) {
                        return booted.getFirst() + " at " + now;
                    }
                    if (now.isBefore(deadline)) {
                        throw new Await(deadline, () -> !booted.isEmpty());
                    }
                    return "nothing at " + now;
                }));
            } catch (AwsError error) {
                answer.completeExceptionally(error);
            }
        });
        asked.await();
        return answer;
    }
}
