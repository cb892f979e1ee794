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
    private final SdkField<?> field;
    private final Class<?> model;
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
    private final boolean required;
    private volatile Shape shape;
    private volatile Set<String> enumValues;

    /** @param model the class that has the field, or the list or map of which this is the element */
    private Member(SdkField<?> field, String name, String formName, String xmlName, Class<?> model) {
        Names.Dialect dialect = Names.dialect(model);
        this.field = field;
        this.model = model;
        this.kind = Kind.of(field.marshallingType());
        this.name = name;
        this.formName = formName;
        this.jsonName = new SerializedString(field.locationName());
        this.xmlOpen = ascii("<" + xmlName + ">");
        this.xmlClose = ascii("</" + xmlName + ">");
        this.xmlEmpty = ascii("<" + xmlName + "/>");
        this.required = RequiredMembers.has(model, name);
        this.timestamps = field.getOptionalTrait(TimestampFormatTrait.class)
                .map(TimestampFormatTrait::format)
                .orElse(null);
        ListTrait list = kind == Kind.LIST ? field.getTrait(ListTrait.class) : null;
        MapTrait map = kind == Kind.MAP ? field.getTrait(MapTrait.class) : null;
        this.flattenedInXml = list != null && list.isFlattened() || map != null && map.isFlattened();
        this.flattened = flattenedInXml || list != null && dialect == Names.Dialect.EC2;
        this.keyName = map == null ? null : Names.mapKey(dialect, field.locationName(), map.keyLocationName());
        this.valueName = map == null ? null : Names.mapValue(dialect, map.valueLocationName());
        if (list != null) {
            SdkField<?> inner = list.memberFieldInfo();
            String elementName = Names.element(dialect, list);
            this.element = new Member(inner, name, elementName, list.isFlattened() ? xmlName : elementName, model);
        } else {
            this.element = map == null ? null : new Member(map.valueFieldInfo(), name, valueName, valueName, model);
        }
    }

    static Member of(SdkField<?> field, Class<?> model) {
        Names.Dialect dialect = Names.dialect(model);
        return new Member(field, field.memberName(), Names.form(dialect, field), Names.xml(dialect, field), model);
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

    /** Whether the member, or its elements, may hold that text: any text but in an enum. */
    boolean allows(String text) {
        Set<String> values = enumValues();
        return values.isEmpty() || values.contains(text);
    }

    /** The values of an enum; empty where any text will do. Looked up late: what is only ever written never needs it. */
    Set<String> enumValues() {
        Set<String> known = enumValues;
        if (known == null) {
            known = kind == Kind.STRING || element != null ? EnumValues.of(model, name) : Set.of();
            enumValues = known;
        }
        return known;
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
