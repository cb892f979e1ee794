package dev.ballast.sim.wire;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.traits.TimestampFormatTrait;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/** One field of a request or answer, or the element of a list or map, with its name in each protocol. */
final class Member {
    /** The name that a query protocol gives to the element of a list where the service's model gives none. */
    private static final String QUERY_ELEMENT = "member";

    private final SdkField<?> field;
    private final Kind kind;
    private final String name;
    private final String formName;
    private final SerializableString jsonName;
    private final byte[] xmlOpen;
    private final byte[] xmlClose;
    private final byte[] xmlEmpty;
    private final boolean flattened;
    private final boolean flattenedInXml;
    private final Member element;
    private final String keyName;
    private final String valueName;
    private final TimestampFormatTrait.Format timestamps;
    private final Set<String> allowed;
    private final boolean required;
    private volatile Shape shape;

    private Member(
            SdkField<?> field,
            String name,
            String formName,
            String xmlName,
            Names.Dialect dialect,
            Constraints constraints) {
        this.field = field;
        this.kind = Kind.of(field.marshallingType());
        this.name = name;
        this.formName = formName;
        this.jsonName = new SerializedString(field.locationName());
        this.xmlOpen = ascii("<" + xmlName + ">");
        this.xmlClose = ascii("</" + xmlName + ">");
        this.xmlEmpty = ascii("<" + xmlName + "/>");
        this.timestamps = field.getOptionalTrait(TimestampFormatTrait.class)
                .map(TimestampFormatTrait::format)
                .orElse(null);
        this.allowed = constraints.allowed();
        this.required = constraints.required();
        if (kind == Kind.LIST) {
            ListTrait list = field.getTrait(ListTrait.class);
            this.flattened = list.isFlattened() || dialect == Names.Dialect.EC2;
            this.flattenedInXml = list.isFlattened();
            SdkField<?> inner = list.memberFieldInfo();
            String elementName = dialect == Names.Dialect.EC2
                    ? inner.unmarshallLocationName()
                    : list.memberLocationName() == null ? QUERY_ELEMENT : list.memberLocationName();
            String xml = list.isFlattened() ? xmlName : elementName;
            this.element = new Member(inner, name, elementName, xml, dialect, Constraints.element(allowed));
            this.keyName = null;
            this.valueName = null;
        } else if (kind == Kind.MAP) {
            MapTrait map = field.getTrait(MapTrait.class);
            this.flattened = map.isFlattened();
            this.flattenedInXml = flattened;
            this.keyName = Names.mapKey(dialect, field.locationName(), map.keyLocationName());
            this.valueName = Names.mapValue(dialect, map.valueLocationName());
            this.element =
                    new Member(map.valueFieldInfo(), name, valueName, valueName, dialect, Constraints.element(null));
        } else {
            this.flattened = false;
            this.flattenedInXml = false;
            this.element = null;
            this.keyName = null;
            this.valueName = null;
        }
    }

    static Member of(SdkField<?> field, Names.Dialect dialect, Constraints constraints) {
        return new Member(
                field, field.memberName(), Names.form(dialect, field), Names.xml(dialect, field), dialect, constraints);
    }

    /** The SDK's name of the field; of an element, the name of what it is in. */
    String name() {
        return name;
    }

    Kind kind() {
        return kind;
    }

    MarshallLocation location() {
        return field.location();
    }

    /** In a form: one step of the key. */
    String formName() {
        return formName;
    }

    /** In JSON, a header, a path or a query string. */
    SerializableString jsonName() {
        return jsonName;
    }

    byte[] xmlOpen() {
        return xmlOpen;
    }

    byte[] xmlClose() {
        return xmlClose;
    }

    byte[] xmlEmpty() {
        return xmlEmpty;
    }

    /** Whether, in a form, positions follow the member's own name at once. */
    boolean flattened() {
        return flattened;
    }

    /** Whether, in XML, elements follow each other without one element around them. */
    boolean flattenedInXml() {
        return flattenedInXml;
    }

    /** The element of a list, the value of a map. */
    Member element() {
        return element;
    }

    String keyName() {
        return keyName;
    }

    String valueName() {
        return valueName;
    }

    /** Null where the protocol's own format holds. */
    TimestampFormatTrait.Format timestamps() {
        return timestamps;
    }

    /** The values of an enum; null where any text will do. */
    Set<String> allowed() {
        return allowed;
    }

    boolean required() {
        return required;
    }

    /** Null where the field is not set; the SDK's empty list or map where a list or map is not set. */
    Object get(SdkPojo owner) {
        return field.getValueOrDefault(owner);
    }

    void set(SdkPojo builder, Object value) {
        field.set(builder, value);
    }

    SdkPojo newStructure() {
        return field.constructor().get();
    }

    static SdkPojo built(SdkPojo builder) {
        return (SdkPojo) ((SdkBuilder<?, ?>) builder).build();
    }

    /** The fields of a structure. Looked up late, so that structures may contain each other. */
    Shape shape() {
        Shape known = shape;
        if (known == null) {
            known = Shape.of(newStructure());
            shape = known;
        }
        return known;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
