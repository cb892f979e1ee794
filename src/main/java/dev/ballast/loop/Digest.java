package dev.ballast.loop;

import dev.ballast.model.Observation;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A short name for what a decision was made on, so that a replayed journal can be checked against its world. */
final class Digest {
    private Digest() {}

    /** The first 16 hex digits of SHA-256 over the observation's text, which records print the same in every JVM. */
    static String of(Observation observation) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(observation.toString().getBytes(StandardCharsets.UTF_8)), 0, 8);
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java has SHA-256", absent);
        }
    }
}
