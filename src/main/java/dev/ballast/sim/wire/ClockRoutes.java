package dev.ballast.sim.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ballast.sim.api.CloudClock;
import dev.ballast.sim.api.Gate;
import dev.ballast.sim.api.Retired;
import dev.ballast.sim.api.admin.Body;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * The clock under /_ballast/clock. GET says what time it is; POST takes {@code speed} (a number), {@code paused} (true or
 * false) and {@code advance} (a duration such as PT2M) or {@code to} (a moment), any of them, in this order.
 */
public final class ClockRoutes {
    /** The fastest that a clock runs; beyond it the machine, not the clock, says how fast the world is. */
    public static final double SPEED_MAX = 10_000;

    private static final Body.Range SPEED =
            new Body.Range(Double.MIN_VALUE, SPEED_MAX, "a number above 0 and at most 10000");
    /** A month: prices, retention and histories have all turned over by then. */
    private static final Duration ADVANCE_MAX = Duration.ofDays(31);
    /** The clock moves on in steps of this, so that other calls get in between. */
    private static final Duration STEP = Duration.ofMinutes(10);
    /** In our time: so long a caller waits for a big world to catch up. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final long BREATH_NANOS = 50_000;

    /**
     * The clock of a world.
     *
     * @param world an id that no other world has: what is remembered of one is wrong in another
     */
    public record Time(CloudClock clock, Gate gate, long seed, String world) {
        private Reading reading() {
            return new Reading(clock.instant(), clock.speed(), clock.paused(), seed, world);
        }
    }

    /** What GET answers. */
    record Reading(Instant now, double speed, boolean paused, long seed, String world) {}

    /** What POST answers: {@code left} is what remains of an advance that would have taken too long. */
    record Changed(Instant now, double speed, boolean paused, long seed, String world, Duration left) {}

    private ClockRoutes() {}

    public static void register(Admin admin, Supplier<Time> time) {
        admin.reads("clock", asked -> time.get().reading());
        admin.acts("clock", asked -> change(time.get(), asked.body()));
    }

    private static Changed change(Time time, JsonNode json) {
        Body body = new Body(json);
        CloudClock clock = time.clock();
        Optional<Double> speed = body.number("speed", SPEED);
        Optional<Boolean> paused = body.flag("paused");
        Optional<Duration> advance = body.duration("advance", ADVANCE_MAX);
        Optional<Instant> to = body.instant("to");
        if (advance.isPresent() && to.isPresent()) {
            body.violates("'advance' and 'to' exclude each other");
        }
        Instant now = clock.instant();
        to.filter(moment -> moment.isBefore(now))
                .ifPresent(past -> body.violates("'to' must not be before now, " + now));
        to.filter(moment -> moment.isAfter(now.plus(ADVANCE_MAX)))
                .ifPresent(far -> body.violates("'to' must be within " + ADVANCE_MAX + " of now, " + now));
        body.settle();
        speed.ifPresent(clock::setSpeed);
        paused.ifPresent(still -> {
            if (still) {
                clock.pause();
            } else {
                clock.resume();
            }
        });
        Duration left = advance.map(forward -> advance(time, forward))
                .or(() -> to.map(moment -> advance(time, Duration.between(clock.instant(), moment))))
                .orElse(Duration.ZERO);
        return new Changed(clock.instant(), clock.speed(), clock.paused(), time.seed(), time.world(), left);
    }

    /** All that was to come until then has happened when this returns; says what is left to advance, where it had to give up. */
    private static Duration advance(Time time, Duration forward) {
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        Duration left = forward.isNegative() ? Duration.ZERO : forward;
        while (left.isPositive()) {
            Duration step = left.compareTo(STEP) < 0 ? left : STEP;
            time.clock().advance(step);
            try {
                time.gate().call(now -> now);
            } catch (Retired replaced) {
                // Told of the old world: the whole advance again would be a surprise to the new one.
                return left;
            }
            left = left.minus(step);
            if (System.nanoTime() > giveUp) {
                return left;
            }
            LockSupport.parkNanos(BREATH_NANOS);
        }
        return left;
    }
}
