package dev.ballast.aws;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ballast.observe.CloudUnreachable;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import software.amazon.awssdk.http.SdkHttpMethod;

/**
 * A local cloud's clock, {@code GET /_ballast/clock} → {@code {"now", "speed", "paused", "seed", "world"}}. Between two readings it runs on at the
 * speed last told, so that a tick costs no call; a pause or a jump is seen within {@link #KEPT}. Thread-safe.
 */
final class LocalCloudClock implements CloudClock {
    /** In this machine's time. */
    static final Duration KEPT = Duration.ofMillis(500);

    /** A reading that is older by less than this is the delay of the call, and time does not run backwards for it. */
    private static final Duration JITTER = Duration.ofSeconds(30);

    /** What a wait is cut to while the cloud stands still: then it is time to look again. */
    private static final Duration PAUSED = Duration.ofSeconds(1);

    /**
     * @param speed 0 while the cloud stands still
     * @param at of the ticker
     */
    record Reading(Instant now, double speed, Optional<World> world, long at) {
        Instant runOn(long ticks) {
            return now.plusNanos((long) ((ticks - at) * speed));
        }
    }

    /** What the local cloud answers; empty where it did not answer this time. */
    interface Source extends Supplier<Optional<Reading>> {}

    private final Source source;
    private final LongSupplier ticker;
    private Reading last;
    private Instant latest;
    private long triedAt;

    LocalCloudClock(Reading first, Source source, LongSupplier ticker) {
        this.source = source;
        this.ticker = ticker;
        last = first;
        latest = first.now();
        triedAt = first.at();
    }

    /**
     * Empty where something else than a local cloud listens there.
     *
     * @throws CloudUnreachable where nobody does
     */
    static Optional<LocalCloudClock> read(AwsClients clients) {
        var admin = new LocalCloudAdmin(clients);
        LongSupplier ticker = System::nanoTime;
        try {
            return ask(admin, ticker).map(first -> new LocalCloudClock(first, () -> patiently(admin, ticker), ticker));
        } catch (UncheckedIOException failed) {
            throw new CloudUnreachable(
                    "no local cloud answers at " + clients.place().endpoint().orElseThrow() + " ("
                            + AwsErrors.oneLine(String.valueOf(failed.getCause().getMessage()))
                            + "); start one with `ballast local`, or check --endpoint-url",
                    failed);
        }
    }

    private static Optional<Reading> patiently(LocalCloudAdmin admin, LongSupplier ticker) {
        try {
            return ask(admin, ticker);
        } catch (UncheckedIOException silent) {
            return Optional.empty();
        }
    }

    private static Optional<Reading> ask(LocalCloudAdmin admin, LongSupplier ticker) {
        var answer = admin.send(SdkHttpMethod.GET, "/_ballast/clock", Optional.empty());
        return answer.status() == 200 ? parse(answer.json(), ticker.getAsLong()) : Optional.empty();
    }

    /** Empty unless it is a clock. */
    static Optional<Reading> parse(JsonNode told, long at) {
        try {
            return Optional.of(new Reading(
                    Instant.parse(told.path("now").asText()),
                    told.path("paused").asBoolean() ? 0 : told.path("speed").asDouble(1),
                    told.path("world").isTextual()
                            ? Optional.of(new World(
                                    told.path("world").asText(),
                                    told.path("seed").asLong()))
                            : Optional.empty(),
                    at));
        } catch (DateTimeParseException other) {
            return Optional.empty();
        }
    }

    @Override
    public synchronized Instant instant() {
        var reading = reading();
        var now = reading.runOn(ticker.getAsLong());
        var isJitter = now.isBefore(latest) && now.plus(JITTER).isAfter(latest);
        if (!isJitter) latest = now;
        return latest;
    }

    @Override
    public synchronized Duration wallTime(Duration world) {
        var speed = reading().speed();
        if (world.isNegative() || world.isZero()) return Duration.ZERO;
        if (speed == 0) return world.compareTo(PAUSED) < 0 ? world : PAUSED;
        return Duration.ofNanos((long)
                Math.min(world.toMillis() * 1e6 / speed, Duration.ofDays(365).toNanos()));
    }

    @Override
    public synchronized double speed() {
        return reading().speed();
    }

    @Override
    public synchronized Optional<World> world() {
        return last.world();
    }

    private Reading reading() {
        var ticks = ticker.getAsLong();
        if (ticks - triedAt >= KEPT.toNanos()) {
            triedAt = ticks;
            source.get().ifPresent(fresh -> last = fresh);
        }
        return last;
    }
}
