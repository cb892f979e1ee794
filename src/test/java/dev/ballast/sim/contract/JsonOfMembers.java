package dev.ballast.sim.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/** Reads AWS's own JSON files, as the AWS CLI's {@code file://} does: keys are member names. */
final class JsonOfMembers {
    private JsonOfMembers() {}

    static <T> T read(JsonNode json, SdkBuilder<?, T> builder) {
        fill(json, (SdkPojo) builder);
        return builder.build();
    }

    private static void fill(JsonNode json, SdkPojo builder) {
        for (var field : builder.sdkFields())
            if (json.has(field.memberName())) field.set(builder, value(json.get(field.memberName()), field));
    }

    private static Object value(JsonNode json, SdkField<?> field) {
        return switch (field.marshallingType().getTargetClass().getSimpleName()) {
            case "SdkPojo" -> {
                var builder = field.constructor().get();
                fill(json, builder);
                yield ((SdkBuilder<?, ?>) builder).build();
            }
            case "List" -> {
                var items = new ArrayList<>();
                for (var item : json)
                    items.add(value(item, field.getTrait(ListTrait.class).memberFieldInfo()));
                yield items;
            }
            case "Instant" -> Instant.parse(json.asText());
            case "Integer" -> json.asInt();
            case "Double" -> json.asDouble();
            case "Boolean" -> json.asBoolean();
            default -> json.asText();
        };
    }
}
