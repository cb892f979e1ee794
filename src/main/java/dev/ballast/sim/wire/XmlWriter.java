package dev.ballast.sim.wire;

import dev.ballast.sim.api.Operation;
import dev.ballast.sim.api.Protocol;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;

/** Writes an answer as XML, straight into bytes. */
final class XmlWriter {
    static final String DECLARATION = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

    private final AnswerRules rules;
    private final Bytes xml;

    private XmlWriter(AnswerRules rules) {
        this.rules = rules;
        this.xml = rules.buffer();
    }

    static byte[] write(
            SdkPojo answer, AnswerRules rules, Operation<?, ?> operation, Protocol protocol, String requestId) {
        XmlWriter writer = new XmlWriter(rules);
        Shape shape = Shape.of(answer);
        String name = operation.name();
        Bytes xml = writer.xml;
        xml.add(DECLARATION);
        xml.add("<" + name + "Response xmlns=\"" + operation.service().xmlNamespace() + "\">");
        if (protocol == Protocol.EC2_QUERY) {
            xml.add("<requestId>" + requestId + "</requestId>");
            if (shape.members().isEmpty()) {
                // What the API models leave out: EC2 confirms what answers nothing else.
                xml.add("<return>true</return>");
            }
            writer.members(answer, shape, true);
        } else {
            xml.add("<" + name + "Result>");
            writer.members(answer, shape, true);
            xml.add("</" + name + "Result><ResponseMetadata><RequestId>" + requestId
                    + "</RequestId></ResponseMetadata>");
        }
        xml.add("</" + name + "Response>");
        return rules.written(xml);
    }

    /** Writes a text so that any parser of XML 1.0 takes it. */
    static void escape(Bytes xml, String text) {
        for (int i = xml.addAscii(text, 0, true); i < text.length(); i++) {
            char sign = text.charAt(i);
            switch (sign) {
                case '&' -> xml.add("&amp;");
                case '<' -> xml.add("&lt;");
                case '>' -> xml.add("&gt;");
                case '"' -> xml.add("&quot;");
                case '\r' -> xml.add("&#xD;");
                case '\uFFFE', '\uFFFF' -> xml.add("\uFFFD");
                default -> {
                    if (sign < ' ' && sign != '\n' && sign != '\t') {
                        xml.add("\uFFFD");
                    } else {
                        i += xml.addAt(text, i);
                    }
                }
            }
        }
    }

    private void members(SdkPojo pojo, Shape shape, boolean top) {
        for (Member member : shape.members()) {
            Object value = member.get(pojo);
            if (rules.writes(member, value, top)) {
                field(member, value);
            }
        }
    }

    private void field(Member member, Object value) {
        switch (member.kind()) {
            case LIST -> list(member, (List<?>) value);
            case MAP -> map(member, (Map<?, ?>) value);
            default -> single(member, value);
        }
    }

    private void list(Member member, List<?> list) {
        if (!member.flattenedInXml()) {
            if (list.isEmpty()) {
                xml.add(member.xmlEmpty());
                return;
            }
            xml.add(member.xmlOpen());
        }
        for (Object element : list) {
            field(member.element(), element);
        }
        if (!member.flattenedInXml()) {
            xml.add(member.xmlClose());
        }
    }

    private void map(Member member, Map<?, ?> map) {
        if (!member.flattened()) {
            xml.add(member.xmlOpen());
        }
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (member.flattened()) {
                xml.add(member.xmlOpen());
            } else {
                xml.add("<entry>");
            }
            xml.add("<" + member.keyName() + ">");
            escape(xml, (String) entry.getKey());
            xml.add("</" + member.keyName() + ">");
            field(member.element(), entry.getValue());
            if (member.flattened()) {
                xml.add(member.xmlClose());
            } else {
                xml.add("</entry>");
            }
        }
        if (!member.flattened()) {
            xml.add(member.xmlClose());
        }
    }

    private void single(Member member, Object value) {
        xml.add(member.xmlOpen());
        switch (member.kind()) {
            case STRING -> escape(xml, (String) value);
            case INSTANT -> Timestamps.writeIso(xml, (Instant) value);
            case BLOB -> xml.add(Base64.getEncoder().encode(((SdkBytes) value).asByteArrayUnsafe()));
            case STRUCTURE -> members((SdkPojo) value, member.shape(), false);
            default -> xml.add(value.toString());
        }
        xml.add(member.xmlClose());
    }
}
