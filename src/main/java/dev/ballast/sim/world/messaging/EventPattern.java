package dev.ballast.sim.world.messaging;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ballast.sim.world.core.Refused;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Pattern;

/** An event pattern: every key that it names must be there and have one of the values that it lists. */
public final class EventPattern {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String text;
    private final JsonNode pattern;

    private EventPattern(String text, JsonNode pattern) {
        this.text = text;
        this.pattern = pattern;
    }

    /** @throws Refused InvalidEventPatternException unless the text is a pattern */
    public static EventPattern of(String text) {
        JsonNode read;
        try {
            read = JSON.readTree(text);
        } catch (JsonProcessingException notJson) {
            throw invalid("Filter is not valid JSON");
        }
        if (read == null || !read.isObject() || read.isEmpty()) throw invalid("Filter is not an object");
        check(read);
        return new EventPattern(text, read);
    }

    private static Refused invalid(String reason) {
        return new Refused("InvalidEventPatternException", "Event pattern is not valid. Reason: " + reason);
    }

    private static void check(JsonNode level) {
        for (var member : level.properties()) {
            var value = member.getValue();
            if (member.getKey().equals("$or") && value.isArray()) value.forEach(EventPattern::check);
            else if (value.isObject()) check(value);
            else if (!value.isArray()) throw invalid("\"" + member.getKey() + "\" must be an object or an array");
            else if (value.isEmpty()) throw invalid("Empty arrays are not allowed");
            else value.forEach(EventPattern::checkFilter);
        }
    }

    private static void checkFilter(JsonNode filter) {
        if (!filter.isObject()) return;
        if (filter.size() != 1) throw invalid("Only one key allowed in match expression");
        var key = filter.fieldNames().next();
        switch (key) {
            case "prefix", "suffix", "anything-but", "exists", "equals-ignore-case", "wildcard" -> {}
            case "numeric" -> checkNumeric(filter.get(key));
            default -> throw invalid("Unrecognized match type " + key);
        }
    }

    private static void checkNumeric(JsonNode comparisons) {
        if (!comparisons.isArray() || comparisons.isEmpty() || comparisons.size() % 2 != 0)
            throw invalid("Value of numeric must be an array of comparisons");
        for (var i = 0; i < comparisons.size(); i += 2)
            if (!comparisons.get(i).asText().matches("<|<=|=|>|>=")
                    || !comparisons.get(i + 1).isNumber())
                throw invalid("Unrecognized numeric range operator: "
                        + comparisons.get(i).asText());
    }

    /** As it was written. */
    public String text() {
        return text;
    }

    public boolean matches(JsonNode event) {
        return matches(pattern, event);
    }

    private static boolean matches(JsonNode level, JsonNode event) {
        for (var member : level.properties()) {
            if (member.getKey().equals("$or") && member.getValue().isArray()) {
                var any = false;
                for (var alternative : member.getValue()) any |= matches(alternative, event);
                if (!any) return false;
            } else if (!matchesMember(member.getValue(), event, member.getKey())) {
                return false;
            }
        }
        return true;
    }

    private static boolean matchesMember(JsonNode wanted, JsonNode event, String key) {
        // An array in an event is looked at element by element.
        if (event.isArray()) {
            for (var element : event) if (matchesMember(wanted, element, key)) return true;
            return false;
        }
        var value = event.path(key);
        if (wanted.isObject()) {
            if (!value.isArray()) return matches(wanted, value);
            for (var element : value) if (matches(wanted, element)) return true;
            return false;
        }
        for (var filter : wanted) if (fits(filter, value)) return true;
        return false;
    }

    private static boolean fits(JsonNode filter, JsonNode value) {
        if (filter.isObject() && filter.has("exists"))
            return filter.get("exists").asBoolean() != (value.isMissingNode() || value.isObject());
        if (value.isMissingNode()) return false;
        if (value.isArray()) {
            var negative = filter.isObject() && filter.has("anything-but");
            for (var element : value) {
                if (fits(filter, element) != negative) return !negative;
            }
            return negative && !value.isEmpty();
        }
        if (!filter.isObject()) return same(filter, value);
        var key = filter.fieldNames().next();
        var operand = filter.get(key);
        return switch (key) {
            case "anything-but" -> !isAmong(operand, value);
            case "numeric" -> value.isNumber() && inRange(operand, value.decimalValue());
            default -> textFits(key, operand, value);
        };
    }

    private static boolean same(JsonNode wanted, JsonNode value) {
        if (wanted.isNumber() && value.isNumber()) return wanted.decimalValue().compareTo(value.decimalValue()) == 0;
        return wanted.equals(value);
    }

    private static boolean isAmong(JsonNode operand, JsonNode value) {
        if (operand.isObject()) {
            var key = operand.fieldNames().next();
            for (var one : operand.get(key).isArray()
                    ? operand.get(key)
                    : JSON.createArrayNode().add(operand.get(key))) if (textFits(key, one, value)) return true;
            return false;
        }
        if (!operand.isArray()) return same(operand, value);
        for (var one : operand) if (same(one, value)) return true;
        return false;
    }

    private static boolean textFits(String key, JsonNode operand, JsonNode value) {
        if (!value.isTextual()) return false;
        var text = value.textValue();
        var ignoresCase = operand.isObject() && operand.has("equals-ignore-case");
        var wanted =
                ignoresCase ? operand.get("equals-ignore-case").asText().toLowerCase(Locale.ROOT) : operand.asText();
        if (ignoresCase) text = text.toLowerCase(Locale.ROOT);
        return switch (key) {
            case "prefix" -> text.startsWith(wanted);
            case "suffix" -> text.endsWith(wanted);
            case "equals-ignore-case" -> text.equalsIgnoreCase(wanted);
            case "wildcard" -> text.matches(wildcard(wanted));
            default -> false;
        };
    }

    private static String wildcard(String wanted) {
        var regex = new StringBuilder();
        for (var part : wanted.split("\\*", -1)) {
            if (!regex.isEmpty()) regex.append(".*");
            regex.append(Pattern.quote(part));
        }
        return regex.toString();
    }

    private static boolean inRange(JsonNode comparisons, BigDecimal value) {
        for (var i = 0; i < comparisons.size(); i += 2) {
            var order = value.compareTo(comparisons.get(i + 1).decimalValue());
            var holds = switch (comparisons.get(i).asText()) {
                case "<" -> order < 0;
                case "<=" -> order <= 0;
                case "=" -> order == 0;
                case ">" -> order > 0;
                default -> order >= 0;
            };
            if (!holds) return false;
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EventPattern that && that.pattern.equals(pattern);
    }

    @Override
    public int hashCode() {
        return pattern.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
