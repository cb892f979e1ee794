package dev.ballast.loop;

import dev.ballast.observe.Observer;
import dev.ballast.observe.SignalSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Runs a {@link Loop} on a clock that jumps from event to event, in one thread: the same seed gives the same journal. A
 * signal wakes the loop at its own moment, as it would on a clock that runs.
 */
public final class JumpingRunner implements Drive {
    /** The world's time, as far as a runner needs it. */
    public interface JumpingClock extends InstantSource {
        /** When the next thing happens by itself. */
        Optional<Instant> nextEventAt();

        /** Lets everything up to that moment happen. */
        void jumpTo(Instant moment);
    }

    private final Loop loop;
    private final SignalSource signals;
    private final JumpingClock clock;
    private volatile boolean stopped;

    public JumpingRunner(Loop loop, SignalSource signals, JumpingClock clock) {
        this.loop = loop;
        this.signals = signals;
        this.clock = clock;
    }

    @Override
    public void run(Watcher watcher) {
        var signalled = false;
        while (true) {
            var tick = signalled ? loop.signalTick() : loop.tick();
            watcher.ticked(tick);
            if (stopped || watcher.isEnough(tick)) return;
            signalled = heardAfter(tick);
        }
    }

    @Override
    public void stop() {
        stopped = true;
    }

    /** A read that would tell nothing new, because nothing happened since the last one, is passed over. */
    private boolean heardAfter(Tick tick) {
        var wake = tick.nextWake();
        var happened = !tick.isQuiet();
        while (true) {
            if (loop.hear(signals.receive(Duration.ZERO))) return true;
            if (!clock.instant().isBefore(wake)) return false;
            var event = clock.nextEventAt();
            while (!happened && wake.isBefore(tick.decision().nextWake()) && !isDueBy(wake, event))
                wake = earlier(
                        wake.plus(Observer.CLUSTER_EVERY), tick.decision().nextWake());
            happened |= isDueBy(wake, event);
            clock.jumpTo(isDueBy(wake, event) ? event.get() : wake);
        }
    }

    private static boolean isDueBy(Instant moment, Optional<Instant> event) {
        return event.filter(at -> at.isBefore(moment)).isPresent();
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
