package dev.ballast.sim.api;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

/**
 * The local cloud's time: it starts at any moment, runs at any speed, stands still and jumps forward, and never runs
 * backwards. Safe for any thread.
 */
public final class CloudClock implements InstantSource {
    /** What {@link #nanosUntil} says of a moment that will not come by itself. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final double NANOS_PER_SECOND = 1e9;

    /** From {@code base} at tick {@code baseNanos} on, {@code speed} seconds of the cloud pass in one second; 0 is a pause. */
    private record Pace(Instant base, long baseNanos, double speed) {
        Instant at(long nanos) {
            return base.plusNanos((long) ((nanos - baseNanos) * speed));
        }
    }

    private final LongSupplier ticker;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile Pace pace;
    private double speedWhenRunning;

    /** @param ticker nanoseconds of real time from any origin, as {@link System#nanoTime} counts them */
    public CloudClock(Instant start, double speed, LongSupplier ticker) {
        this.ticker = ticker;
        this.speedWhenRunning = checked(speed);
        this.pace = new Pace(start, ticker.getAsLong(), speed);
    }

    @Override
    public Instant instant() {
        return pace.at(ticker.getAsLong());
    }

    /** Seconds of the cloud per second; what it was before the pause while it is paused. */
    public synchronized double speed() {
        return speedWhenRunning;
    }

    public boolean paused() {
        return pace.speed() == 0;
    }

    /** @throws IllegalArgumentException unless the speed is positive and finite */
    public void setSpeed(double speed) {
        synchronized (this) {
            speedWhenRunning = checked(speed);
            if (!paused()) {
                changeTo(speed, Duration.ZERO);
            }
        }
        tell();
    }

    public void pause() {
        synchronized (this) {
            changeTo(0, Duration.ZERO);
        }
        tell();
    }

    public void resume() {
        synchronized (this) {
            changeTo(speedWhenRunning, Duration.ZERO);
        }
        tell();
    }

    /** @throws IllegalArgumentException when the duration is negative */
    public void advance(Duration forward) {
        if (forward.isNegative()) {
            throw new IllegalArgumentException("The cloud's time never runs backwards: " + forward);
        }
        synchronized (this) {
            changeTo(pace.speed(), forward);
        }
        tell();
    }

    /** Real nanoseconds until the cloud reaches that moment: 0 where it is past, {@link #NEVER} while paused. */
    public long nanosUntil(Instant moment) {
        Pace current = pace;
        Instant now = current.at(ticker.getAsLong());
        if (!moment.isAfter(now)) {
            return 0;
        }
        if (current.speed() == 0) {
            return NEVER;
        }
        Duration ahead = Duration.between(now, moment);
        double nanos = (ahead.toSeconds() * NANOS_PER_SECOND + ahead.toNanosPart()) / current.speed();
        return nanos >= NEVER ? NEVER : (long) Math.ceil(nanos);
    }

    /** Called after every change of pace, outside any lock of this clock. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    private void changeTo(double speed, Duration forward) {
        long nanos = ticker.getAsLong();
        pace = new Pace(pace.at(nanos).plus(forward), nanos, speed);
    }

    private void tell() {
        listeners.forEach(Runnable::run);
    }

    private static double checked(double speed) {
        if (!(speed > 0) || Double.isInfinite(speed)) {
            throw new IllegalArgumentException("The cloud's speed is a positive number, not " + speed);
        }
        return speed;
    }
}
