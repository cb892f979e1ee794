package dev.ballast.sim.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import dev.ballast.sim.api.AwsError;
import java.io.IOException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;

/**
 * Fills a request from a JSON body. Members that it does not know are passed over, as AWS does; a value of the wrong type is a
 * SerializationException at once, missing members and wrong enum values are gathered.
 */
final class JsonReader {
    private static final int DEPTH_MAX = 64;

    static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(DEPTH_MAX).build())
            .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private final Violations violations;
    private JsonParser json;

    JsonReader(Violations violations) {
        this.violations = violations;
    }

    /**
     * An empty body is an empty request.
     *
     * @throws AwsError SerializationException for what is no JSON object, or has a value of the wrong type
     */
    void fillRequest(SdkPojo builder, byte[] body) {
        try (JsonParser parser = FACTORY.createParser(body)) {
            json = parser;
            JsonToken first = json.nextToken();
            if (first != null && first != JsonToken.START_OBJECT) {
                throw wrongType("structure or map");
            }
            if (first == null) {
                fillNothing(Shape.of(builder));
                return;
            }
            fill(builder, Shape.of(builder));
            if (json.nextToken() != null) {
                throw serialization("There is more after the end of the request.");
            }
        } catch (IOException malformed) {
            throw serialization("The request is not well-formed JSON.");
        }
    }

    private void fillNothing(Shape shape) {
        shape.required().stream()
                .filter(member -> member.location() == MarshallLocation.PAYLOAD)
                .forEach(violations::missing);
    }

    private void fill(SdkPojo builder, Shape shape) throws IOException {
        List<Member> required = shape.required();
        boolean[] seen = required.isEmpty() ? null : new boolean[required.size()];
        while (json.nextToken() != JsonToken.END_OBJECT) {
            Member member = shape.byJsonName(json.currentName());
            JsonToken token = json.nextToken();
            if (member == null || member.location() != MarshallLocation.PAYLOAD) {
                json.skipChildren();
            } else if (token != JsonToken.VALUE_NULL) {
                int mark = violations.mark();
                member.set(builder, value(member, token));
                violations.under(mark, member);
                if (member.required()) {
                    seen[required.indexOf(member)] = true;
                }
            }
        }
        for (int i = 0; i < required.size(); i++) {
            if (!seen[i] && required.get(i).location() == MarshallLocation.PAYLOAD) {
                violations.missing(required.get(i));
            }
        }
    }

    private Object value(Member member, JsonToken token) throws IOException {
        return switch (member.kind()) {
            case STRUCTURE -> structure(member, token);
            case LIST -> list(member, token);
            case MAP -> map(member, token);
            case STRING -> string(member, token);
            case BOOLEAN -> {
                if (!token.isBoolean()) {
                    throw wrongType("Boolean");
                }
                yield json.getBooleanValue();
            }
            case INTEGER -> Math.toIntExact(whole(token, "Integer", Integer.MIN_VALUE, Integer.MAX_VALUE));
            case LONG -> whole(token, "Long", Long.MIN_VALUE, Long.MAX_VALUE);
            case FLOAT -> (float) decimal(token, "Float");
            case DOUBLE -> decimal(token, "Double");
            case INSTANT -> instant(token);
            case BLOB -> blob(token);
        };
    }

    private SdkPojo structure(Member member, JsonToken token) throws IOException {
        if (token != JsonToken.START_OBJECT) {
            throw wrongType("structure or map");
        }
        SdkPojo builder = member.newStructure();
        fill(builder, member.shape());
        return Member.built(builder);
    }

    private List<Object> list(Member member, JsonToken token) throws IOException {
        if (token != JsonToken.START_ARRAY) {
            throw wrongType("list");
        }
        List<Object> list = new ArrayList<>();
        int position = 0;
        JsonToken next;
        while ((next = json.nextToken()) != JsonToken.END_ARRAY) {
            position++;
            if (next != JsonToken.VALUE_NULL) {
                int mark = violations.mark();
                list.add(value(member.element(), next));
                violations.under(mark, position);
            }
        }
        return list;
    }

    private Map<String, Object> map(Member member, JsonToken token) throws IOException {
        if (token != JsonToken.START_OBJECT) {
            throw wrongType("structure or map");
        }
        Map<String, Object> map = new LinkedHashMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String key = json.currentName();
            JsonToken next = json.nextToken();
            if (next != JsonToken.VALUE_NULL) {
                int mark = violations.mark();
                map.put(key, value(member.element(), next));
                violations.under(mark, key);
            }
        }
        return map;
    }

    private String string(Member member, JsonToken token) throws IOException {
        if (token != JsonToken.VALUE_STRING) {
            throw wrongType("String");
        }
        String text = json.getText();
        if (hasHalfACharacter(text)) {
            throw serialization("A text holds half of a surrogate pair.");
        }
        if (!member.allows(text)) {
            violations.notInEnum(member, text);
        }
        return text;
    }

    /** Escapes can spell it; nothing could ever write it out again. */
    private static boolean hasHalfACharacter(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!Character.isHighSurrogate(text.charAt(i))
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    private long whole(JsonToken token, String type, long least, long most) throws IOException {
        if (token == JsonToken.VALUE_NUMBER_INT && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            long number = json.getLongValue();
            if (number >= least && number <= most) {
                return number;
            }
        } else if (token == JsonToken.VALUE_NUMBER_FLOAT) {
            double number = json.getDoubleValue();
            // Some languages write every number with a point; beyond 2^53 a double is no whole number any more.
            if (number == Math.rint(number) && Math.abs(number) <= 1L << 53 && number >= least && number <= most) {
                return (long) number;
            }
        }
        throw wrongType(type);
    }

    private double decimal(JsonToken token, String type) throws IOException {
        if (token.isNumeric()) {
            return json.getDoubleValue();
        }
        if (token == JsonToken.VALUE_STRING) {
            switch (json.getText()) {
                case "NaN":
                    return Double.NaN;
                case "Infinity":
                    return Double.POSITIVE_INFINITY;
                case "-Infinity":
                    return Double.NEGATIVE_INFINITY;
                default:
                    break;
            }
        }
        throw wrongType(type);
    }

    private Object instant(JsonToken token) throws IOException {
        try {
            if (token.isNumeric()) {
                return Timestamps.fromEpochSeconds(json.getDoubleValue());
            }
            if (token == JsonToken.VALUE_STRING) {
                return Timestamps.fromIso(json.getText());
            }
        } catch (DateTimeException noTime) {
            throw serialization("A timestamp is neither seconds since 1970 nor ISO 8601.");
        }
        throw wrongType("Timestamp");
    }

    private SdkBytes blob(JsonToken token) throws IOException {
        if (token != JsonToken.VALUE_STRING) {
            throw wrongType("Blob");
        }
        try {
            return SdkBytes.fromByteArrayUnsafe(Base64.getDecoder().decode(json.getText()));
        } catch (IllegalArgumentException noBase64) {
            throw serialization("A blob is not base64.");
        }
    }

    private AwsError wrongType(String wanted) {
        return switch (json.currentToken()) {
            case START_ARRAY -> serialization("Start of list found where not expected");
            case START_OBJECT -> serialization("Start of structure or map found where not expected.");
            case VALUE_STRING -> serialization("STRING_VALUE can not be converted to " + article(wanted));
            case VALUE_TRUE, VALUE_FALSE ->
                serialization(json.currentToken().name().substring("VALUE_".length())
                        + "_VALUE can not be converted to " + article(wanted));
            default -> serialization("NUMBER_VALUE can not be converted to " + article(wanted));
        };
    }

    private static String article(String noun) {
        return ("AEIO".indexOf(noun.charAt(0)) >= 0 ? "an " : "a ") + noun;
    }

    private static AwsError serialization(String message) {
        return AwsError.refused("SerializationException", message);
    }
}
