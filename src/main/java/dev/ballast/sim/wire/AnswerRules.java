package dev.ballast.sim.wire;

import dev.ballast.sim.api.Operation;
import dev.ballast.sim.api.Service;
import java.util.Set;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/**
 * Which lists and maps that an operation left unset are written all the same. What an operation sets to an empty list is
 * always written: the SDK tells it from one that was never set.
 */
record AnswerRules(Set<String> always, boolean topLists) {
    static AnswerRules of(Operation<?, ?> operation) {
        return new AnswerRules(Set.copyOf(operation.alwaysWritten()), listsThings(operation));
    }

    /**
     * What describes or lists things answers an empty list where there are none, and boto3's users index it. SQS alone leaves
     * it out; the answers of Describe…Attribute hold only the attribute asked for.
     */
    private static boolean listsThings(Operation<?, ?> operation) {
        String name = operation.name();
        return operation.service() != Service.SQS
                && !name.endsWith("Attribute")
                && (name.startsWith("Describe") || name.startsWith("List") || name.startsWith("Get"));
    }

    boolean writes(Member member, Object value, boolean top) {
        if (value == null) {
            return false;
        }
        boolean unset = value instanceof SdkAutoConstructList || value instanceof SdkAutoConstructMap;
        return !unset || always.contains(member.name()) || top && topLists && member.kind() == Kind.LIST;
    }
}
