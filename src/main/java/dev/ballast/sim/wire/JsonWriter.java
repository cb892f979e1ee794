package dev.ballast.sim.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.traits.TimestampFormatTrait;

/** Writes an answer as JSON. */
final class JsonWriter {
    private final AnswerRules rules;
    private final JsonGenerator json;

    private JsonWriter(AnswerRules rules, JsonGenerator json) {
        this.rules = rules;
        this.json = json;
    }

    static byte[] write(SdkPojo answer, AnswerRules rules) {
        Bytes bytes = rules.buffer();
        try (JsonGenerator json = JsonReader.FACTORY.createGenerator(bytes)) {
            new JsonWriter(rules, json).structure(answer, Shape.of(answer), true);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return rules.written(bytes);
    }

    private void structure(SdkPojo pojo, Shape shape, boolean top) throws IOException {
        json.writeStartObject();
        for (Member member : shape.members()) {
            if (member.location() == MarshallLocation.PAYLOAD) {
                Object value = member.get(pojo);
                if (rules.writes(member, value, top)) {
                    json.writeFieldName(member.jsonName());
                    value(member, value);
                }
            }
        }
        json.writeEndObject();
    }

    private void value(Member member, Object value) throws IOException {
        switch (member.kind()) {
            case STRING -> json.writeString((String) value);
            case INTEGER -> json.writeNumber((Integer) value);
            case LONG -> json.writeNumber((Long) value);
            case FLOAT -> json.writeNumber((Float) value);
            case DOUBLE -> json.writeNumber((Double) value);
            case BOOLEAN -> json.writeBoolean((Boolean) value);
            case INSTANT -> instant(member, (Instant) value);
            case BLOB -> json.writeBinary(((SdkBytes) value).asByteArrayUnsafe());
            case STRUCTURE -> structure((SdkPojo) value, member.shape(), false);
            case LIST -> {
                json.writeStartArray();
                for (Object element : (List<?>) value) {
                    value(member.element(), element);
                }
                json.writeEndArray();
            }
            case MAP -> {
                json.writeStartObject();
                for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                    json.writeFieldName((String) entry.getKey());
                    value(member.element(), entry.getValue());
                }
                json.writeEndObject();
            }
        }
    }

    private void instant(Member member, Instant instant) throws IOException {
        if (member.timestamps() == TimestampFormatTrait.Format.ISO_8601) {
            json.writeString(iso(instant));
        } else {
            json.writeNumber(Timestamps.epochSeconds(instant));
        }
    }

    private static String iso(Instant instant) {
        Bytes text = new Bytes(24);
        Timestamps.writeIso(text, instant);
        return new String(text.toArray(), StandardCharsets.US_ASCII);
    }
}
