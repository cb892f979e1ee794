package dev.ballast.aws.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/**
 * EventBridge's envelope: {@code {"version", "id", "detail-type", "source", "account", "time", "region", "resources", "detail"}}.
 * The resources are not used: the instance's ARN in an interruption warning carries the AZ where the region belongs.
 *
 * @param at when the source said it, not when it came
 */
public record Event(String source, String detailType, Instant at, JsonNode detail) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @throws Malformed unless it is an envelope */
    public static Event parse(String message) {
        JsonNode envelope;
        try {
            envelope = JSON.readTree(message);
        } catch (JsonProcessingException error) {
            throw new Malformed("no JSON: " + error.getOriginalMessage());
        }
        return new Event(
                text(envelope, "source"),
                text(envelope, "detail-type"),
                time(text(envelope, "time")),
                envelope.path("detail"));
    }

    /** A text inside {@code detail}. */
    String detail(String name) {
        return text(detail, name);
    }

    private static String text(JsonNode object, String name) {
        var value = object.path(name);
        if (!value.isTextual() || value.textValue().isBlank()) throw new Malformed("'" + name + "' is missing");
        return value.textValue();
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException error) {
            throw new Malformed("'time' is no time: " + text);
        }
    }

    /** A message that is not what it should be. */
    public static final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1;

        public Malformed(String message) {
            super(message);
        }
    }
}
