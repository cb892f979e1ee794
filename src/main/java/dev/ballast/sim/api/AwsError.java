package dev.ballast.sim.api;

import dev.ballast.sim.world.core.Refused;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The answer of an AWS service that refuses a call. It carries no stack trace: it is an answer, not a fault of ours.
 *
 * <p>The code is what clients match on, written as the service writes it: {@code InvalidInstanceID.NotFound} in EC2,
 * {@code ClusterNotFoundException} in ECS. Where the service's JSON names the error's shape differently from the code of its
 * query protocol (SQS), the shape is set beside it with {@link #withShape}.
 */
public final class AwsError extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int BAD_REQUEST = 400;
    private static final int FIRST_SERVER_STATUS = 500;

    private final String code;
    private final int status;
    private final String shape;
    private final transient Map<String, Object> members;

    private AwsError(String code, String message, int status, String shape, Map<String, Object> members) {
        super(message, null, false, false);
        this.code = code;
        this.status = status;
        this.shape = shape;
        this.members = members;
    }

    /** The caller's fault, HTTP status 400: what most refusals are. */
    public static AwsError refused(String code, String message) {
        return new AwsError(code, message, BAD_REQUEST, code, Map.of());
    }

    /** The caller's fault with another status than 400, or the service's own with 500 and above. */
    public static AwsError withStatus(int status, String code, String message) {
        return new AwsError(code, message, status, code, Map.of());
    }

    /** What AWS would answer, where a call was refused by its method or by the world; empty where the fault is ours. */
    public static Optional<AwsError> answering(Throwable thrown) {
        return switch (thrown) {
            case AwsError error -> Optional.of(error);
            case Refused refused -> Optional.of(refused(refused.code(), refused.getMessage()));
            default -> Optional.empty();
        };
    }

    /** The same error with the name that the service's JSON writes in {@code __type}. */
    public AwsError withShape(String jsonShape) {
        return new AwsError(code, getMessage(), status, jsonShape, members);
    }

    /** The same error with one more member: a text, number, boolean, or a list of texts, written as it is. */
    public AwsError with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(members);
        more.put(name, value);
        return new AwsError(code, getMessage(), status, shape, more);
    }

    public String code() {
        return code;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** What {@code __type} says in JSON; the code where nothing else is set. */
    public String shape() {
        return shape;
    }

    /** Members beside code and message, in their order. */
    public Map<String, Object> members() {
        return members;
    }

    /** Whether the caller is at fault, as opposed to the service. */
    public boolean callerAtFault() {
        return status < FIRST_SERVER_STATUS;
    }
}
