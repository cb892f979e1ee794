package dev.ballast.clients;

import dev.ballast.app.LocalCloud;
import dev.ballast.sim.world.World;
import java.time.Instant;
import java.util.Map;

/**
 * What `ballast local` starts, fast enough that what a client waits for has happened before it asks: an instance boots in a
 * second, and after its termination is told for an hour, which is longer than the 15 seconds of ours between two questions of
 * a waiter.
 */
final class ClientCloud implements AutoCloseable {
    static final String REGION = "eu-west-1";
    private static final long SEED = 7;
    private static final double SPEED = 120;

    private final LocalCloud cloud = LocalCloud.start(
            new LocalCloud.Options(0, SEED, SPEED, Instant.parse("2026-01-05T08:00:00Z"), World.Rules.DEFAULT));

    String endpoint() {
        return cloud.endpoint().toString();
    }

    /** What a client of AWS needs to talk to this cloud and to nothing of the machine's own configuration. */
    Map<String, String> environment(java.nio.file.Path home) {
        return Map.of(
                "AWS_ACCESS_KEY_ID",
                "AKIDEXAMPLE",
                "AWS_SECRET_ACCESS_KEY",
                "secret",
                "AWS_REGION",
                REGION,
                "AWS_DEFAULT_REGION",
                REGION,
                "AWS_CONFIG_FILE",
                home.resolve("config").toString(),
                "AWS_SHARED_CREDENTIALS_FILE",
                home.resolve("credentials").toString(),
                "AWS_EC2_METADATA_DISABLED",
                "true",
                "AWS_PAGER",
                "",
                "AWS_MAX_ATTEMPTS",
                "1",
                "HOME",
                home.toString());
    }

    @Override
    public void close() {
        cloud.close();
    }
}
