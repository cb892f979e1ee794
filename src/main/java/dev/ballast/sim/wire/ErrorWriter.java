package dev.ballast.sim.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.Protocol;
import dev.ballast.sim.api.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** Writes refusals in each protocol's own form. */
final class ErrorWriter {
    private static final int CAPACITY = 512;
    static final String XML = "text/xml;charset=UTF-8";

    private ErrorWriter() {}

    /** @param service null where the call names none that the local cloud knows */
    static Answer write(AwsError error, Service service, Protocol protocol, String requestId) {
        return switch (protocol) {
            case EC2_QUERY -> Answer.of(error.status(), XML, requestId, ec2(error, requestId));
            case QUERY -> Answer.of(error.status(), XML, requestId, query(error, service, requestId));
            case JSON_1_0, JSON_1_1 -> json(error, service, protocol, requestId);
            case REST_JSON -> json(error, service, protocol, requestId).with("x-amzn-ErrorType", error.shape());
        };
    }

    static String contentType(Protocol protocol) {
        return switch (protocol) {
            case EC2_QUERY, QUERY -> XML;
            case JSON_1_0 -> "application/x-amz-json-1.0";
            case JSON_1_1 -> "application/x-amz-json-1.1";
            case REST_JSON -> "application/json";
        };
    }

    private static byte[] ec2(AwsError error, String requestId) {
        Bytes xml = new Bytes(CAPACITY);
        xml.add(XmlWriter.DECLARATION);
        xml.add("<Response><Errors><Error>");
        codeAndMessage(xml, error);
        xml.add("</Error></Errors><RequestID>" + requestId + "</RequestID></Response>");
        return xml.toArray();
    }

    private static byte[] query(AwsError error, Service service, String requestId) {
        Bytes xml = new Bytes(CAPACITY);
        xml.add(XmlWriter.DECLARATION);
        xml.add(
                service == null || service.xmlNamespace().isEmpty()
                        ? "<ErrorResponse>"
                        : "<ErrorResponse xmlns=\"" + service.xmlNamespace() + "\">");
        xml.add("<Error><Type>" + (error.callerAtFault() ? "Sender" : "Receiver") + "</Type>");
        codeAndMessage(xml, error);
        xml.add("</Error><RequestId>" + requestId + "</RequestId></ErrorResponse>");
        return xml.toArray();
    }

    private static void codeAndMessage(Bytes xml, AwsError error) {
        xml.add("<Code>");
        XmlWriter.escape(xml, error.code());
        xml.add("</Code><Message>");
        XmlWriter.escape(xml, error.getMessage());
        xml.add("</Message>");
    }

    private static Answer json(AwsError error, Service service, Protocol protocol, String requestId) {
        Bytes body = new Bytes(CAPACITY);
        try (JsonGenerator json = JsonReader.FACTORY.createGenerator(body)) {
            json.writeStartObject();
            json.writeStringField("__type", error.shape());
            json.writeStringField("message", error.getMessage());
            for (Map.Entry<String, Object> member : error.members().entrySet()) {
                json.writeFieldName(member.getKey());
                value(json, member.getValue());
            }
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        Answer answer = Answer.of(error.status(), contentType(protocol), requestId, body.toArray());
        if (service != null && service.protocols().contains(Protocol.QUERY)) {
            // SQS's clients still match the codes of its query protocol.
            return answer.with("x-amzn-query-error", error.code() + (error.callerAtFault() ? ";Sender" : ";Receiver"));
        }
        return answer;
    }

    private static void value(JsonGenerator json, Object value) throws IOException {
        if (value instanceof List<?> list) {
            json.writeStartArray();
            for (Object element : list) {
                value(json, element);
            }
            json.writeEndArray();
        } else {
            switch (value) {
                case String text -> json.writeString(text);
                case Boolean bool -> json.writeBoolean(bool);
                case Number number -> json.writeNumber(number.toString());
                default -> throw new IllegalArgumentException("An error carries no " + value.getClass());
            }
        }
    }
}
