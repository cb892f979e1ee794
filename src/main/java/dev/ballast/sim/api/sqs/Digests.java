package dev.ballast.sim.api.sqs;

import dev.ballast.sim.world.messaging.Message;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;

/** The MD5 digests with which clients check that what arrived is what was sent. */
final class Digests {
    private static final byte TEXT = 1;
    private static final byte BINARY = 2;

    private Digests() {}

    static String of(String body) {
        return HexFormat.of().formatHex(md5().digest(body.getBytes(StandardCharsets.UTF_8)));
    }

    /** Null where there are none: name, type and value, each with its length before it, in the order of the names. */
    static String of(Map<String, Message.Attribute> attributes) {
        if (attributes.isEmpty()) return null;
        var digest = md5();
        attributes.forEach((name, attribute) -> {
            add(digest, name.getBytes(StandardCharsets.UTF_8));
            add(digest, attribute.dataType().getBytes(StandardCharsets.UTF_8));
            var binary = attribute.dataType().startsWith("Binary");
            digest.update(binary ? BINARY : TEXT);
            add(
                    digest,
                    binary
                            ? Base64.getDecoder().decode(attribute.value())
                            : attribute.value().getBytes(StandardCharsets.UTF_8));
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The deduplication id that a FIFO queue makes of a body. */
    static String deduplicationId(String body) {
        return HexFormat.of().formatHex(digest("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8)));
    }

    private static void add(MessageDigest digest, byte[] bytes) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        digest.update(bytes);
    }

    private static MessageDigest md5() {
        return digest("MD5");
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
