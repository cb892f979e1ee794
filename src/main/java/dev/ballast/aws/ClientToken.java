package dev.ballast.aws;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A step's token in the form that every AWS API takes: at most 64 printable ASCII characters. */
final class ClientToken {
    /** Leaves room for the number of a part. */
    private static final int PLAIN_MAX = 56;

    private static final int DIGEST_BYTES = 20;

    private ClientToken() {}

    static String of(String token) {
        if (token.length() <= PLAIN_MAX && token.chars().allMatch(c -> c > ' ' && c <= '~')) return token;
        return HexFormat.of().formatHex(sha256(token), 0, DIGEST_BYTES);
    }

    static String of(String token, int part) {
        return of(token) + "-" + part;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every JDK has SHA-256", absent);
        }
    }
}
