package dev.ballast.loop;

import dev.ballast.model.Signal;
import dev.ballast.observe.CloudUnreachable;
import dev.ballast.observe.SignalSource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * Runs a {@link Loop} on a clock that runs by itself: one thread listens for signals, the caller's thread ticks, at once
 * when something new was heard, else at the decision's next wake.
 */
public final class Runner implements Drive {
    /** How long one long poll lasts; SQS allows 20 s. */
    private static final Duration LISTEN = Duration.ofSeconds(20);
    /** After a failed read, doubling up to {@link #LONGEST_PAUSE}: an outage of AWS is not made worse. */
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final Loop loop;
    private final SignalSource signals;
    private final InstantSource clock;
    private final UnaryOperator<Duration> wallTime;
    private final BlockingQueue<List<Signal>> heard = new LinkedBlockingQueue<>();
    private volatile boolean stopped;

    /** @param wallTime how long a duration of the world lasts here: the same on AWS, shorter on an accelerated local cloud */
    public Runner(Loop loop, SignalSource signals, InstantSource clock, UnaryOperator<Duration> wallTime) {
        this.loop = loop;
        this.signals = signals;
        this.clock = clock;
        this.wallTime = wallTime;
    }

    @Override
    public void run(Watcher watcher) throws InterruptedException {
        var listener = Thread.ofVirtual().name("signals").start(this::listen);
        try {
            var pause = FIRST_PAUSE;
            var signalled = false;
            while (!stopped) {
                Duration sleep;
                try {
                    var tick = signalled ? loop.signalTick() : loop.tick();
                    watcher.ticked(tick);
                    if (watcher.isEnough(tick)) return;
                    sleep = Duration.between(clock.instant(), tick.nextWake());
                    pause = FIRST_PAUSE;
                } catch (CloudUnreachable unreachable) {
                    watcher.unreachable(unreachable);
                    sleep = pause;
                    pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
                }
                signalled = heardWithin(sleep);
            }
        } finally {
            stopped = true;
            listener.interrupt();
        }
    }

    private boolean heardWithin(Duration sleep) throws InterruptedException {
        var arrived = heard.poll(Math.max(0, wallTime.apply(sleep).toNanos()), TimeUnit.NANOSECONDS);
        var news = false;
        while (arrived != null) {
            news |= loop.hear(arrived);
            arrived = heard.poll();
        }
        return news;
    }

    private void listen() {
        while (!stopped) {
            try {
                var arrived = signals.receive(LISTEN);
                if (!arrived.isEmpty()) heard.add(arrived);
            } catch (CloudUnreachable unreachable) {
                // The ticks read the same cloud and report it; here it only must not spin.
                try {
                    Thread.sleep(wallTime.apply(FIRST_PAUSE));
                } catch (InterruptedException ended) {
                    return;
                }
            }
        }
    }

    @Override
    public void stop() {
        stopped = true;
        heard.add(List.of());
    }
}
