package dev.ballast.template;

import dev.ballast.model.LaunchTemplateSpec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;

/**
 * Twelve hexadecimal digits of SHA-256 over everything that makes an instance differ. Every text goes in with its length
 * before it and every list with its count, so that no two contents write the same bytes.
 */
final class TemplateHash {
    private static final int DIGITS = 12;

    private final MessageDigest digest;

    private TemplateHash() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** @param template whose name does not count */
    static String of(String cluster, LaunchTemplateSpec template) {
        var hash = new TemplateHash();
        hash.text(cluster);
        hash.text(template.imageId());
        hash.text(template.keyName().orElse(""));
        hash.text(template.instanceProfile().orElse(""));
        hash.texts(template.securityGroups());
        hash.text(String.valueOf(template.publicAddress()));
        hash.number(template.volumes().size());
        for (var volume : template.volumes()) {
            hash.text(volume.device());
            hash.number(volume.sizeGib());
            hash.text(volume.volumeType());
            hash.text(String.valueOf(volume.encrypted()));
            hash.text(volume.snapshotId().orElse(""));
        }
        hash.text(template.userData());
        hash.number(template.tags().size());
        template.tags().forEach((key, value) -> {
            hash.text(key);
            hash.text(value);
        });
        return HexFormat.of().formatHex(hash.digest.digest()).substring(0, DIGITS);
    }

    private void texts(Collection<String> texts) {
        number(texts.size());
        texts.forEach(this::text);
    }

    private void text(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        number(bytes.length);
        digest.update(bytes);
    }

    private void number(int number) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
    }
}
