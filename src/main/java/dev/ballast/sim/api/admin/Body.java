package dev.ballast.sim.api.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ballast.sim.api.AwsError;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a call to the admin API says. Every member is asked for once; {@link #settle} then names all that is wrong with the body at
 * once, what nobody asked for included. Until then a wrong member reads as absent.
 */
public final class Body {
    private static final int SHOWN_MAX = 80;

    private final JsonNode json;
    private final Set<String> known = new LinkedHashSet<>();
    private final List<String> wrong = new ArrayList<>();

    public Body(JsonNode json) {
        this.json = json;
        if (!json.isObject()) wrong.add("the body must be a JSON object");
    }

    /** A bound of numbers, with the words for it. */
    public record Range(double least, double most, String words) {
        boolean contains(double number) {
            return number >= least && number <= most;
        }
    }

    public boolean has(String name) {
        return json.has(name);
    }

    public Optional<String> text(String name) {
        return read(
                name,
                "a text that is not empty",
                node -> node.isTextual() && !node.asText().isBlank() ? Optional.of(node.asText()) : Optional.empty());
    }

    public Optional<Boolean> flag(String name) {
        return read(
                name, "true or false", node -> node.isBoolean() ? Optional.of(node.booleanValue()) : Optional.empty());
    }

    public Optional<Long> whole(String name) {
        return read(
                name,
                "a whole number",
                node -> node.isIntegralNumber() && node.canConvertToLong()
                        ? Optional.of(node.longValue())
                        : Optional.empty());
    }

    public Optional<Double> number(String name, Range range) {
        return read(
                name,
                range.words(),
                node -> node.isNumber() && range.contains(node.doubleValue())
                        ? Optional.of(node.doubleValue())
                        : Optional.empty());
    }

    public Optional<Integer> whole(String name, Range range) {
        return read(
                name,
                range.words(),
                node -> node.isIntegralNumber() && range.contains(node.doubleValue())
                        ? Optional.of(node.intValue())
                        : Optional.empty());
    }

    /** In ISO 8601, as PT2M30S, of at least a millisecond and at most {@code longest}. */
    public Optional<Duration> duration(String name, Duration longest) {
        return read(name, "a duration such as PT2M, more than 0 and at most " + longest, node -> {
            if (!node.isTextual()) return Optional.empty();
            var duration = Duration.parse(node.asText());
            return duration.compareTo(Duration.ofMillis(1)) >= 0 && duration.compareTo(longest) <= 0
                    ? Optional.of(duration)
                    : Optional.empty();
        });
    }

    /** As {@link #duration}, forwards or backwards. */
    public Optional<Duration> offset(String name, Duration farthest) {
        return read(name, "a duration such as PT2M or -PT2M, not 0 and at most " + farthest + " either way", node -> {
            if (!node.isTextual()) return Optional.empty();
            var offset = Duration.parse(node.asText());
            return offset.abs().compareTo(Duration.ofMillis(1)) >= 0
                            && offset.abs().compareTo(farthest) <= 0
                    ? Optional.of(offset)
                    : Optional.empty();
        });
    }

    public Optional<Instant> instant(String name) {
        return read(
                name,
                "a moment such as 2026-01-05T08:00:00Z",
                node -> node.isTextual() ? Optional.of(Instant.parse(node.asText())) : Optional.empty());
    }

    /** At least one, none of them empty. */
    public Optional<List<String>> texts(String name) {
        return read(name, "a list of at least one text", node -> {
            var texts = new ArrayList<String>();
            for (var one : node) {
                if (!one.isTextual() || one.asText().isBlank()) return Optional.empty();
                texts.add(one.asText());
            }
            return node.isArray() && !texts.isEmpty() ? Optional.of(texts) : Optional.empty();
        });
    }

    public Optional<String> word(String name, List<String> words) {
        return read(
                name,
                "one of " + String.join(", ", words),
                node -> node.isTextual() && words.contains(node.asText())
                        ? Optional.of(node.asText())
                        : Optional.empty());
    }

    /** Whatever the reader makes of a text; it throws IllegalArgumentException where that is nothing. */
    public <T> Optional<T> parsed(String name, String expected, java.util.function.Function<String, T> reader) {
        return read(
                name, expected, node -> node.isTextual() ? Optional.of(reader.apply(node.asText())) : Optional.empty());
    }

    /** A member that is not read, and no fault either. */
    void expects(String name) {
        known.add(name);
    }

    /** One more thing that is wrong. */
    public void violates(String sentence) {
        wrong.add(sentence);
    }

    /** @throws AwsError ValidationException with all that is wrong */
    public void settle() {
        var unknown = new ArrayList<String>();
        json.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) unknown.add("'" + shown(name) + "'");
        });
        if (!unknown.isEmpty())
            wrong.add("there is no " + String.join(", no ", unknown) + " here, only " + String.join(", ", known));
        if (!wrong.isEmpty()) throw AwsError.refused("ValidationException", String.join("; ", wrong) + ".");
    }

    @FunctionalInterface
    private interface Reader<T> {
        Optional<T> read(JsonNode node);
    }

    private <T> Optional<T> read(String name, String expected, Reader<T> reader) {
        known.add(name);
        var node = json.path(name);
        if (node.isMissingNode()) return Optional.empty();
        Optional<T> value;
        try {
            value = reader.read(node);
        } catch (DateTimeException | IllegalArgumentException | ArithmeticException unreadable) {
            value = Optional.empty();
        }
        if (value.isEmpty()) wrong.add("'" + name + "' must be " + expected + ", not " + shown(node.toString()));
        return value;
    }

    private static String shown(String text) {
        return text.length() <= SHOWN_MAX ? text : text.substring(0, SHOWN_MAX) + "…";
    }
}
