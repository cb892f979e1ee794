package dev.ballast.sim.wire;

import dev.ballast.sim.api.Operation;
import dev.ballast.sim.api.Service;
import java.util.Set;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/**
 * How one operation's answers are written: which lists and maps that it left unset are there all the same, and how long its last
 * answer was. What an operation sets to an empty list is always written: the SDK tells it from one that was never set.
 */
final class AnswerRules {
    private static final int SHORTEST = 1024;
    private static final int SLACK = 256;

    private final Set<String> always;
    private final boolean topLists;
    /** Only a guess, so no other thread need see it at once. */
    private int lastLength;

    private AnswerRules(Set<String> always, boolean topLists) {
        this.always = always;
        this.topLists = topLists;
    }

    static AnswerRules of(Operation<?, ?> operation) {
        return new AnswerRules(Set.copyOf(operation.alwaysWritten()), listsThings(operation));
    }

    boolean writes(Member member, Object value, boolean top) {
        if (value == null) {
            return false;
        }
        boolean unset = value instanceof SdkAutoConstructList || value instanceof SdkAutoConstructMap;
        return !unset || always.contains(member.name()) || top && topLists && member.kind() == Kind.LIST;
    }

    /** A buffer that the next answer probably fits. */
    Bytes buffer() {
        return new Bytes(Math.max(SHORTEST, lastLength + SLACK));
    }

    byte[] written(Bytes answer) {
        lastLength = answer.length();
        return answer.toArray();
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
}
