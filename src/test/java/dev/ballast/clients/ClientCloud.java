package dev.ballast.clients;

import dev.ballast.app.LocalCloud;
import dev.ballast.sim.world.World;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/**
 * What `ballast local` starts, fast enough that what a client waits for has happened before it asks: an instance boots in a
 * second. Clients in Python that wait do it at this speed too, where {@code WORLD_SPEED} is heeded.
 */
final class ClientCloud implements AutoCloseable {
    static final String REGION = "eu-west-1";
    private static final long SEED = 7;
    private static final double SPEED = 120;

    /** Throttles as AWS's, as users get them: at this speed no client comes near them. */
    private final LocalCloud cloud = LocalCloud.start(
            new LocalCloud.Options(0, SEED, SPEED, Instant.parse("2026-01-05T08:00:00Z"), World.Rules.DEFAULT));

    String endpoint() {
        return cloud.endpoint().toString();
    }

    /** What a client of AWS needs to talk to this cloud and to nothing of the machine's own configuration. */
    Map<String, String> environment(Path home) {
        return Map.ofEntries(
                Map.entry("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"),
                Map.entry("AWS_SECRET_ACCESS_KEY", "secret"),
                Map.entry("AWS_REGION", REGION),
                Map.entry("AWS_DEFAULT_REGION", REGION),
                Map.entry("AWS_CONFIG_FILE", home.resolve("config").toString()),
                Map.entry(
                        "AWS_SHARED_CREDENTIALS_FILE",
                        home.resolve("credentials").toString()),
                Map.entry("AWS_EC2_METADATA_DISABLED", "true"),
                Map.entry("AWS_PAGER", ""),
                Map.entry("AWS_MAX_ATTEMPTS", "1"),
                Map.entry("WORLD_SPEED", Double.toString(SPEED)),
                Map.entry("HOME", home.toString()));
    }

    @Override
    public void close() {
        cloud.close();
    }
}
