package dev.ballast.sim.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;

/** Fills what a REST request says outside its body: in its path, its query string and its headers. */
final class RestReader {
    private final Violations violations;

    RestReader(Violations violations) {
        this.violations = violations;
    }

    void fillRequest(SdkPojo builder, Map<String, String> labels, Form query, Call call) {
        for (Member member : Shape.of(builder).members()) {
            if (member.location() != MarshallLocation.PAYLOAD) {
                List<String> texts = texts(member, labels, query, call);
                if (!texts.isEmpty()) {
                    int mark = violations.mark();
                    member.set(builder, value(member, texts));
                    violations.under(mark, member);
                } else if (member.required()) {
                    violations.missing(member);
                }
            }
        }
    }

    private static List<String> texts(Member member, Map<String, String> labels, Form query, Call call) {
        String name = member.jsonName().getValue();
        return switch (member.location()) {
            case PATH, GREEDY_PATH -> present(labels.get(name));
            case HEADER -> present(call.header(name.toLowerCase(Locale.ROOT)));
            case QUERY_PARAM ->
                query.root().child(name) == null
                        ? List.of()
                        : query.root().child(name).texts();
            case PAYLOAD, STATUS_CODE -> List.of();
        };
    }

    private static List<String> present(String text) {
        return text == null ? List.of() : List.of(text);
    }

    private Object value(Member member, List<String> texts) {
        if (member.kind() != Kind.LIST) {
            return scalar(member, texts.getLast());
        }
        List<Object> values = new ArrayList<>();
        for (String text : texts) {
            values.add(scalar(member.element(), text));
        }
        return values;
    }

    private Object scalar(Member member, String text) {
        Object value = Scalars.read(member.kind(), text);
        if (value == null) {
            violations.malformed(member, text);
        } else if (!member.allows(text)) {
            violations.notInEnum(member, text);
        }
        return value;
    }
}
