package dev.ballast.sim.api.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.OptionalLong;

/** {@code POST /_ballast/reset}: another world takes the place of the live one. */
public final class ResetOrders {
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");

    private final Worlds worlds;

    public ResetOrders(Worlds worlds) {
        this.worlds = worlds;
    }

    /** The new world. */
    public record Answer(String world, long seed, Instant now, double speed, boolean paused) {}

    public Answer answer(JsonNode json) {
        var body = new Body(json);
        var seed = body.whole("seed");
        var start = body.instant("start");
        start.filter(moment -> moment.isBefore(EARLIEST) || moment.isAfter(LATEST))
                .ifPresent(far -> body.violates("'start' must be between " + EARLIEST + " and " + LATEST));
        body.settle();
        var fresh = worlds.reset(seed.map(OptionalLong::of).orElseGet(OptionalLong::empty), start);
        var clock = fresh.clock();
        return new Answer(fresh.id(), fresh.seed(), clock.instant(), clock.speed(), clock.paused());
    }
}
