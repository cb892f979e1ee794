package dev.ballast.sim.wire;

import java.util.Map;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.traits.ListTrait;

/** How a service's fields are named in forms and XML. */
final class Names {
    enum Dialect {
        /** Forms and XML have different names, and every list of a form is flat. */
        EC2,
        /** SQS's metadata speaks JSON only; its query protocol, which older clients use, has names of its own. */
        SQS,
        /** One name everywhere. */
        PLAIN
    }

    /** The name that a query protocol gives to the element of a list where the service's model gives none. */
    private static final String QUERY_ELEMENT = "member";

    /** Names of SQS's query protocol where they are not the JSON name; lists of structures are named after the structure. */
    private static final Map<String, String> SQS_QUERY = Map.ofEntries(
            Map.entry("AttributeNames", "AttributeName"),
            Map.entry("MessageAttributeNames", "MessageAttributeName"),
            Map.entry("MessageSystemAttributeNames", "MessageSystemAttributeName"),
            Map.entry("Attributes", "Attribute"),
            Map.entry("MessageAttributes", "MessageAttribute"),
            Map.entry("MessageSystemAttributes", "MessageSystemAttribute"),
            Map.entry("Tags", "Tag"),
            Map.entry("tags", "Tag"),
            Map.entry("TagKeys", "TagKey"),
            Map.entry("QueueUrls", "QueueUrl"),
            Map.entry("queueUrls", "QueueUrl"),
            Map.entry("StringListValues", "StringListValue"),
            Map.entry("BinaryListValues", "BinaryListValue"),
            Map.entry("AWSAccountIds", "AWSAccountId"),
            Map.entry("Actions", "ActionName"));

    private Names() {}

    static Dialect dialect(Class<?> model) {
        String packageName = model.getPackageName();
        if (packageName.contains(".services.ec2.")) {
            return Dialect.EC2;
        }
        return packageName.contains(".services.sqs.") ? Dialect.SQS : Dialect.PLAIN;
    }

    static String form(Dialect dialect, SdkField<?> field) {
        return dialect == Dialect.SQS ? sqs(field) : field.locationName();
    }

    static String xml(Dialect dialect, SdkField<?> field) {
        return switch (dialect) {
            case EC2 -> field.unmarshallLocationName();
            case SQS -> sqs(field);
            case PLAIN -> field.locationName();
        };
    }

    static String mapKey(Dialect dialect, String mapName, String key) {
        if (dialect != Dialect.SQS) {
            return key;
        }
        return mapName.equalsIgnoreCase("Tags") ? "Key" : "Name";
    }

    static String mapValue(Dialect dialect, String value) {
        return dialect == Dialect.SQS ? "Value" : value;
    }

    /** What the element of a list is called. */
    static String element(Dialect dialect, ListTrait list) {
        if (dialect == Dialect.EC2) {
            return list.memberFieldInfo().unmarshallLocationName();
        }
        return list.memberLocationName() == null ? QUERY_ELEMENT : list.memberLocationName();
    }

    private static String sqs(SdkField<?> field) {
        String plain = field.locationName();
        if (field.containsTrait(ListTrait.class)) {
            SdkField<?> element = field.getTrait(ListTrait.class).memberFieldInfo();
            if (element.constructor() != null) {
                return Shape.modelOf(element.constructor().get()).getSimpleName();
            }
        }
        return SQS_QUERY.getOrDefault(plain, plain);
    }
}
