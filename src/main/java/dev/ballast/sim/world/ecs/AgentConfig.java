package dev.ballast.sim.world.ecs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Values of /etc/ecs/ecs.config as the agent, a Go program, reads them. */
final class AgentConfig {
    private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|s|m|h)");

    private AgentConfig() {}

    /** Go's notation ({@code 1m30s}); what the agent cannot read it replaces by its default. */
    static Duration duration(String text, Duration otherwise) {
        if (text == null || text.isBlank()) return otherwise;
        var parts = PART.matcher(text.strip());
        var total = Duration.ZERO;
        var end = 0;
        while (parts.lookingAt()) {
            var millis = switch (parts.group(2)) {
                case "ms" -> 1;
                case "s" -> 1_000;
                case "m" -> 60_000;
                default -> 3_600_000;
            };
            total = total.plusMillis(new BigDecimal(parts.group(1))
                    .multiply(BigDecimal.valueOf(millis))
                    .longValue());
            end = parts.end();
            parts.region(end, text.strip().length());
        }
        return end == text.strip().length() ? total : otherwise;
    }

    /** A JSON object of texts; what is none the agent leaves out. */
    static SortedMap<String, String> texts(String json) {
        var texts = new TreeMap<String, String>();
        if (json == null || json.isBlank()) return texts;
        try {
            var read = new ObjectMapper().readTree(json);
            read.properties().forEach(member -> {
                if (member.getValue().isTextual())
                    texts.put(member.getKey(), member.getValue().textValue());
            });
        } catch (JsonProcessingException notJson) {
            // The agent logs it and registers without.
            return texts;
        }
        return texts;
    }

    static int mib(String text) {
        try {
            return text == null ? 0 : Integer.parseInt(text.strip());
        } catch (NumberFormatException unreadable) {
            return 0;
        }
    }

    /** Go's spellings of true. */
    static boolean isSet(String text) {
        return text != null
                && switch (text.strip().toLowerCase(Locale.ROOT)) {
                    case "true", "t", "1" -> true;
                    default -> false;
                };
    }
}
