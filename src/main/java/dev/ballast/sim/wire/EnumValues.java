package dev.ballast.sim.wire;

import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.InstanceType;
import software.amazon.awssdk.services.sqs.model.SqsRequest;

/** Which texts a member of an enum's type may hold. The SDK's metadata calls them texts; only the getter's type tells. */
final class EnumValues {
    /** The SDK's own name for what it does not know; no client sends it. */
    private static final String UNKNOWN = "UNKNOWN_TO_SDK_VERSION";

    private EnumValues() {}

    /** Empty where any text will do. Reflects, so the answer is worth keeping. */
    static Set<String> of(Class<?> model, String memberName) {
        if (model.getPackage().equals(SqsRequest.class.getPackage())) {
            // SQS takes attribute names that its own model does not list, so its operations judge them.
            return Set.of();
        }
        for (Method method : model.getMethods()) {
            if (method.getParameterCount() == 0 && method.getName().equalsIgnoreCase(memberName)) {
                Class<?> type = enumIn(method.getGenericReturnType());
                // The catalogue knows which instance types there are; new ones come weekly.
                return type == null || type == InstanceType.class ? Set.of() : values(type);
            }
        }
        return Set.of();
    }

    private static Class<?> enumIn(Type type) {
        if (type instanceof ParameterizedType list && list.getActualTypeArguments().length == 1) {
            return enumIn(list.getActualTypeArguments()[0]);
        }
        return type instanceof Class<?> single && single.isEnum() ? single : null;
    }

    private static Set<String> values(Class<?> type) {
        Set<String> values = new LinkedHashSet<>();
        Arrays.stream(type.getEnumConstants())
                .filter(constant -> !((Enum<?>) constant).name().equals(UNKNOWN))
                .forEach(constant -> values.add(constant.toString()));
        return values;
    }
}
