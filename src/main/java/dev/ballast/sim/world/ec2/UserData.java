package dev.ballast.sim.world.ec2;

import dev.ballast.sim.world.core.Refused;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * An instance's user data as it came: base64 on the wire, plain or gzipped inside. It is read, never run; what cannot be
 * read leaves the agent with its defaults, as a script that failed would.
 */
public record UserData(String base64) {
    public static final UserData NONE = new UserData("");
    /** EC2's limit before base64. */
    public static final int LIMIT_BYTES = 16 * 1024;

    private static final Pattern WHITESPACE = Pattern.compile("\\s");
    private static final int GZIP_MAGIC = 0x1f8b;
    private static final int UNPACKED_LIMIT_BYTES = 1024 * 1024;

    public static UserData ofText(String text) {
        return new UserData(Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Takes what a request carries.
     *
     * @throws Refused when it is no base64, or too long
     */
    public static UserData ofRequest(String base64) {
        var bytes = decode(base64)
                .orElseThrow(() -> new Refused("InvalidUserData.Malformed", "Invalid BASE64 encoding of user data."));
        if (bytes.length > LIMIT_BYTES)
            throw new Refused("InvalidParameterValue", "User data is limited to " + LIMIT_BYTES + " bytes");
        return new UserData(base64.strip());
    }

    public boolean isEmpty() {
        return base64.isEmpty();
    }

    /** What the operating system sees, empty where the bytes are no text. */
    public String text() {
        var bytes = decode(base64).orElse(new byte[0]);
        if (bytes.length > 2 && ((bytes[0] & 0xff) << 8 | bytes[1] & 0xff) == GZIP_MAGIC) {
            try (var unpacked = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
                bytes = unpacked.readNBytes(UNPACKED_LIMIT_BYTES);
            } catch (IOException brokenArchive) {
                return "";
            }
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** What the agent of such an image finds after boot. */
    public EcsConfig ecsConfig(MachineImage.EcsAgent agent) {
        SortedMap<String, String> values = new TreeMap<>();
        switch (agent) {
            case NONE -> {}
            case ECS_INIT -> CloudInit.read(text(), new ConfigFile(values));
            case BOTTLEROCKET -> BottlerocketSettings.read(text(), values);
        }
        return values.isEmpty() ? EcsConfig.EMPTY : new EcsConfig(values);
    }

    private static Optional<byte[]> decode(String base64) {
        try {
            // Line breaks are no fault, every other foreign letter is: the MIME decoder would pass over those, too.
            return Optional.of(
                    Base64.getDecoder().decode(WHITESPACE.matcher(base64).replaceAll("")));
        } catch (IllegalArgumentException noBase64) {
            return Optional.empty();
        }
    }
}
