package dev.ballast.decide.draft;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Idempotency tokens: 32 characters, within every limit that AWS sets for client tokens (64 for EC2, 64 for ECS). */
final class Token {
    private static final int HEX_DIGITS = 31;

    private Token() {}

    /** @param ordinal counts the steps of one decision from 1 */
    static String of(String epoch, String cluster, long decision, int ordinal) {
        try {
            var text = epoch + "|" + cluster + "|" + decision + "|" + ordinal;
            var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "b" + HexFormat.of().formatHex(hash).substring(0, HEX_DIGITS);
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java has SHA-256", absent);
        }
    }
}
