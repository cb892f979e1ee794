package dev.ballast.sim.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkPojo;

/** Fills a request from a form. Faults are gathered, not thrown: services word them differently. */
final class FormReader {
    private final Violations violations;

    FormReader(Violations violations) {
        this.violations = violations;
    }

    /** Parameters that belong to the protocol and not to the operation. */
    static boolean ofProtocol(String name) {
        return switch (name) {
            case "Action",
                    "Version",
                    "AWSAccessKeyId",
                    "SecurityToken",
                    "Signature",
                    "SignatureMethod",
                    "SignatureVersion",
                    "Timestamp",
                    "Expires" -> true;
            default -> name.startsWith("X-Amz-");
        };
    }

    /** Fills the top of a request. */
    void fillRequest(SdkPojo builder, Form.Node form) {
        fill(builder, Shape.of(builder), form, true);
    }

    private void fill(SdkPojo builder, Shape shape, Form.Node node, boolean top) {
        for (Map.Entry<String, Form.Node> entry : node.children().entrySet()) {
            Member member = shape.byFormName(entry.getKey());
            if (member != null) {
                int mark = violations.mark();
                member.set(builder, value(member, entry.getValue()));
                violations.under(mark, member);
            } else if (!(top && ofProtocol(entry.getKey()))) {
                violations.unknown(entry.getKey(), entry.getValue().text());
            }
        }
        for (Member member : shape.required()) {
            if (node.child(member.formName()) == null) {
                violations.missing(member);
            }
        }
    }

    private Object value(Member member, Form.Node node) {
        return switch (member.kind()) {
            case STRUCTURE -> structure(member, node);
            case LIST -> list(member, node);
            case MAP -> map(member, node);
            default -> scalar(member, node);
        };
    }

    private SdkPojo structure(Member member, Form.Node node) {
        if (node.children().isEmpty() && !node.text().isEmpty()) {
            violations.malformed(member, node.text());
            return null;
        }
        SdkPojo builder = member.newStructure();
        fill(builder, member.shape(), node, false);
        return Member.built(builder);
    }

    private List<Object> list(Member member, Form.Node node) {
        Form.Node elements = node;
        if (!member.flattened()) {
            Form.Node named = node.child(member.element().formName());
            elements = named == null ? node : named;
        }
        List<Object> list = new ArrayList<>();
        if (elements.children().isEmpty()) {
            // A name without a position is a list of one; without a value too, of none.
            if (!elements.text().isEmpty()) {
                addElement(list, member.element(), elements, 1);
            }
            return list;
        }
        for (Map.Entry<Integer, Form.Node> entry : inOrder(elements).entrySet()) {
            addElement(list, member.element(), entry.getValue(), entry.getKey());
        }
        return list;
    }

    private void addElement(List<Object> list, Member element, Form.Node node, int position) {
        int mark = violations.mark();
        Object value = value(element, node);
        violations.under(mark, position);
        if (value != null) {
            list.add(value);
        }
    }

    private Map<String, Object> map(Member member, Form.Node node) {
        Form.Node entries = node;
        if (!member.flattened()) {
            Form.Node named = node.child("entry");
            entries = named == null ? node : named;
        }
        Map<String, Object> map = new LinkedHashMap<>();
        for (Map.Entry<Integer, Form.Node> entry : inOrder(entries).entrySet()) {
            Form.Node key = entry.getValue().child(member.keyName());
            Form.Node value = entry.getValue().child(member.valueName());
            if (key == null || key.text() == null || value == null) {
                violations.malformed(member, null);
                continue;
            }
            int mark = violations.mark();
            Object read = value(member.element(), value);
            violations.under(mark, key.text());
            if (read != null) {
                map.put(key.text(), read);
            }
        }
        return map;
    }

    /** Elements by their position, which clients may begin anywhere and leave gaps in. */
    private Map<Integer, Form.Node> inOrder(Form.Node elements) {
        Map<Integer, Form.Node> ordered = new TreeMap<>();
        for (Map.Entry<String, Form.Node> entry : elements.children().entrySet()) {
            try {
                ordered.put(Integer.parseUnsignedInt(entry.getKey()), entry.getValue());
            } catch (NumberFormatException noPosition) {
                violations.unknown(entry.getKey(), entry.getValue().text());
            }
        }
        return ordered;
    }

    private Object scalar(Member member, Form.Node node) {
        String text = node.text();
        if (text == null) {
            // The key goes on where the member ends.
            Map.Entry<String, Form.Node> first =
                    node.children().entrySet().iterator().next();
            violations.unknown(first.getKey(), first.getValue().text());
            return null;
        }
        Object value = Scalars.read(member.kind(), text);
        if (value == null) {
            violations.malformed(member, text);
        } else if (!member.allows(text)) {
            violations.notInEnum(member, text);
        }
        return value;
    }
}
