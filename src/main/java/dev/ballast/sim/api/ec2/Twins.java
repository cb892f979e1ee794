package dev.ballast.sim.api.ec2;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/**
 * Carries members from one SDK class to another that has members of the same names. EC2's model spells the same thing many
 * times over: a launch template's data as request and as answer, a launch specification three times, each with classes of its own
 * below it.
 */
final class Twins {
    private static final Map<Class<?>, Map<String, SdkField<?>>> FIELDS = new ConcurrentHashMap<>();

    private Twins() {}

    /** Fills the builder with every member of {@code from} that it has, too, in a form that it takes; the others stay unset. */
    static <B extends SdkBuilder<B, ?>> B copy(SdkPojo from, B builder) {
        fill(from, (SdkPojo) builder);
        return builder;
    }

    private static void fill(SdkPojo from, SdkPojo builder) {
        var source = FIELDS.computeIfAbsent(from.getClass(), type -> byName(from));
        for (var field : builder.sdkFields()) {
            var twin = source.get(field.memberName());
            if (twin == null) continue;
            var value = converted(twin.getValueOrDefault(from), field);
            if (value != null) field.set(builder, value);
        }
    }

    private static Map<String, SdkField<?>> byName(SdkPojo pojo) {
        var fields = new LinkedHashMap<String, SdkField<?>>();
        pojo.sdkFields().forEach(field -> fields.put(field.memberName(), field));
        return fields;
    }

    /** Null where the value does not fit the field. */
    private static Object converted(Object value, SdkField<?> field) {
        if (value == null || value instanceof SdkAutoConstructList || value instanceof SdkAutoConstructMap) return null;
        if (field.marshallingType() == MarshallingType.SDK_POJO) {
            if (!(value instanceof SdkPojo pojo)) return null;
            var builder = field.constructor().get();
            fill(pojo, builder);
            return ((SdkBuilder<?, ?>) builder).build();
        }
        if (field.marshallingType() == MarshallingType.LIST) {
            if (!(value instanceof List<?> list)) return null;
            var element = field.getTrait(ListTrait.class).memberFieldInfo();
            var converted = new ArrayList<>(list.size());
            for (var item : list) {
                var fitting = converted(item, element);
                if (fitting == null) return null;
                converted.add(fitting);
            }
            return converted;
        }
        return field.marshallingType().getTargetClass().isInstance(value) ? value : null;
    }
}
