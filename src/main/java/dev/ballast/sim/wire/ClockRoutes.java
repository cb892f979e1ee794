package dev.ballast.sim.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.CloudClock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/**
 * The clock under /_ballast/clock. GET says what time it is; POST takes {@code speed} (a number), {@code paused} (true or
 * false) and {@code advance} (a duration such as PT2M), any of them, in this order.
 */
public final class ClockRoutes {
    /** What both answer. */
    record Reading(Instant now, double speed, boolean paused, long seed, String world) {}

    private final CloudClock clock;
    private final long seed;
    private final String world;

    private ClockRoutes(CloudClock clock, long seed, String world) {
        this.clock = clock;
        this.seed = seed;
        this.world = world;
    }

    /** @param world an id that no other world has: what is remembered of one is wrong in another */
    public static void register(Admin admin, CloudClock clock, long seed, String world) {
        ClockRoutes routes = new ClockRoutes(clock, seed, world);
        admin.reads("clock", asked -> routes.reading());
        admin.acts("clock", asked -> routes.change(asked.body()));
    }

    private Reading reading() {
        return new Reading(clock.instant(), clock.speed(), clock.paused(), seed, world);
    }

    private Reading change(JsonNode body) {
        body.fieldNames().forEachRemaining(name -> {
            if (!name.equals("speed") && !name.equals("paused") && !name.equals("advance")) {
                throw refused("The clock has no '" + name + "'; it takes speed, paused and advance.");
            }
        });
        Duration advance = duration(body.path("advance"));
        JsonNode speed = body.path("speed");
        if (!speed.isMissingNode() && !(speed.isNumber() && speed.doubleValue() > 0)) {
            throw refused("speed must be a positive number.");
        }
        JsonNode paused = body.path("paused");
        if (!paused.isMissingNode() && !paused.isBoolean()) {
            throw refused("paused must be true or false.");
        }
        if (speed.isNumber()) {
            clock.setSpeed(speed.doubleValue());
        }
        if (paused.isBoolean()) {
            if (paused.booleanValue()) {
                clock.pause();
            } else {
                clock.resume();
            }
        }
        clock.advance(advance);
        return reading();
    }

    private static Duration duration(JsonNode text) {
        if (text.isMissingNode()) {
            return Duration.ZERO;
        }
        try {
            Duration duration = Duration.parse(text.asText());
            if (!duration.isNegative()) {
                return duration;
            }
        } catch (DateTimeException unreadable) {
            // Refused below, together with what is negative.
        }
        throw refused("advance must be a duration such as PT2M, not negative.");
    }

    private static AwsError refused(String message) {
        return AwsError.refused("ValidationException", message);
    }
}
