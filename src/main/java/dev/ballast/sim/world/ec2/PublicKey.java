package dev.ballast.sim.world.ec2;

import dev.ballast.sim.world.core.Refused;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/**
 * An SSH public key that somebody imports. Its fingerprint is the one that EC2 computes, so that the same key imported twice
 * is seen to be the same: Ansible's ec2_key finds out in this way whether a key has changed.
 *
 * @param type {@code rsa} or {@code ed25519}
 * @param fingerprint of RSA the MD5 of the key in DER, in hexadecimal with colons; of ED25519 the SHA-256 of the key, in Base64
 */
public record PublicKey(String type, String fingerprint) {
    /**
     * Reads a key in OpenSSH's format of one line.
     *
     * @throws Refused InvalidKey.Format
     */
    public static PublicKey of(String material) {
        var words = material.strip().split("\\s+");
        if (words.length < 2) throw malformed();
        try {
            var bytes = Base64.getDecoder().decode(words[1]);
            var fields = ByteBuffer.wrap(bytes);
            if (!text(fields).equals(words[0])) throw malformed();
            return switch (words[0]) {
                case "ssh-rsa" -> rsa(fields);
                case "ssh-ed25519" -> {
                    if (field(fields).length != 32 || fields.hasRemaining()) throw malformed();
                    yield new PublicKey("ed25519", Base64.getEncoder().encodeToString(digest("SHA-256", bytes)));
                }
                default -> throw malformed();
            };
        } catch (IllegalArgumentException | BufferUnderflowException | GeneralSecurityException broken) {
            throw malformed();
        }
    }

    private static PublicKey rsa(ByteBuffer fields) throws GeneralSecurityException {
        var exponent = new BigInteger(field(fields));
        var modulus = new BigInteger(field(fields));
        var der = KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(modulus, exponent))
                .getEncoded();
        return new PublicKey("rsa", HexFormat.ofDelimiter(":").formatHex(digest("MD5", der)));
    }

    private static String text(ByteBuffer fields) {
        return new String(field(fields), StandardCharsets.US_ASCII);
    }

    /** A length of four bytes, then as many bytes. */
    private static byte[] field(ByteBuffer fields) {
        var length = fields.getInt();
        if (length < 0 || length > fields.remaining()) throw malformed();
        var field = new byte[length];
        fields.get(field);
        return field;
    }

    private static byte[] digest(String algorithm, byte[] bytes) throws GeneralSecurityException {
        return MessageDigest.getInstance(algorithm).digest(bytes);
    }

    private static Refused malformed() {
        return new Refused("InvalidKey.Format", "Key is not in valid OpenSSH public key format");
    }
}
