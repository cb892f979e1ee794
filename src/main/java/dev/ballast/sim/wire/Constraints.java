package dev.ballast.sim.wire;

import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.services.ec2.model.InstanceType;
import software.amazon.awssdk.services.sqs.model.SqsRequest;

/**
 * What AWS asks of a member's value before the operation sees it.
 *
 * @param required whether a request without it is refused
 * @param allowed the values of an enum, null where any text will do
 */
record Constraints(boolean required, Set<String> allowed) {
    static Constraints element(Set<String> allowed) {
        return new Constraints(false, allowed);
    }

    static Constraints of(Class<?> model, SdkField<?> field) {
        return new Constraints(RequiredMembers.has(model, field.memberName()), allowed(model, field.memberName()));
    }

    /** The SDK's classes say what a text may be only in the type of a getter beside the field. */
    private static Set<String> allowed(Class<?> model, String memberName) {
        if (model.getPackage().equals(SqsRequest.class.getPackage())) {
            // SQS takes attribute names that its own model does not list, so its operations judge them.
            return null;
        }
        for (Method method : model.getMethods()) {
            if (method.getParameterCount() == 0 && method.getName().equalsIgnoreCase(memberName)) {
                Class<?> type = enumOf(method.getGenericReturnType());
                // The catalogue knows which instance types there are; new ones come weekly.
                return type == null || type == InstanceType.class ? null : values(type);
            }
        }
        return null;
    }

    private static Class<?> enumOf(Type type) {
        if (type instanceof ParameterizedType list && list.getActualTypeArguments().length == 1) {
            return enumOf(list.getActualTypeArguments()[0]);
        }
        return type instanceof Class<?> single && single.isEnum() ? single : null;
    }

    private static Set<String> values(Class<?> type) {
        Set<String> values = new LinkedHashSet<>();
        Arrays.stream(type.getEnumConstants())
                .filter(constant -> !((Enum<?>) constant).name().equals("UNKNOWN_TO_SDK_VERSION"))
                .forEach(constant -> values.add(constant.toString()));
        return values;
    }
}
