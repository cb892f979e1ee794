package dev.ballast.sim.api;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/**
 * SDK objects as plain texts, numbers, lists and maps, and back: how the world keeps what it does not understand but must be able to
 * show again. Members go by their name in the API.
 */
public final class Document {
    private Document() {}

    /** The members that are set, apart from some. */
    public static Map<String, Object> without(SdkPojo object, String... members) {
        var document = of(object);
        for (var member : members) document.remove(member);
        return document;
    }

    /** Only these members, where they are set. */
    public static Map<String, Object> only(SdkPojo object, String... members) {
        var document = of(object);
        document.keySet().retainAll(List.of(members));
        return document;
    }

    public static Map<String, Object> of(SdkPojo object) {
        var document = new LinkedHashMap<String, Object>();
        for (var field : object.sdkFields()) {
            var value = field.getValueOrDefault(object);
            if (value == null || value instanceof SdkAutoConstructList || value instanceof SdkAutoConstructMap)
                continue;
            document.put(field.locationName(), plain(value));
        }
        return document;
    }

    private static Object plain(Object value) {
        return switch (value) {
            case SdkPojo pojo -> of(pojo);
            case Instant instant -> instant.toString();
            case SdkBytes bytes -> Base64.getEncoder().encodeToString(bytes.asByteArrayUnsafe());
            case List<?> list -> list.stream().map(Document::plain).toList();
            case Map<?, ?> map -> {
                var plain = new LinkedHashMap<String, Object>();
                map.forEach((key, one) -> plain.put((String) key, plain(one)));
                yield plain;
            }
            default -> value;
        };
    }

    /** Sets what the document holds on a builder, and leaves its other members alone. */
    public static <B extends SdkPojo> B into(B builder, Map<String, Object> document) {
        for (var field : builder.sdkFields()) {
            var value = document.get(field.locationName());
            if (value != null) field.set(builder, typed(field, value));
        }
        return builder;
    }

    private static Object typed(SdkField<?> field, Object value) {
        var type = field.marshallingType();
        if (type == MarshallingType.SDK_POJO)
            return built(into(field.constructor().get(), map(value)));
        if (type == MarshallingType.INSTANT) return Instant.parse((String) value);
        if (type == MarshallingType.SDK_BYTES)
            return SdkBytes.fromByteArrayUnsafe(Base64.getDecoder().decode((String) value));
        if (type == MarshallingType.LIST) {
            var element = field.getTrait(ListTrait.class).memberFieldInfo();
            var typed = new ArrayList<Object>();
            for (var one : (List<?>) value) typed.add(typed(element, one));
            return typed;
        }
        if (type == MarshallingType.MAP) {
            var element = field.getTrait(MapTrait.class).valueFieldInfo();
            var typed = new LinkedHashMap<String, Object>();
            map(value).forEach((key, one) -> typed.put(key, typed(element, one)));
            return typed;
        }
        return value;
    }

    @SuppressWarnings("unchecked") // of() writes nothing else where a structure or a map stands
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    private static Object built(SdkPojo builder) {
        return ((SdkBuilder<?, ?>) builder).build();
    }
}
