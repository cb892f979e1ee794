package dev.ballast.sim.api.sqs;

import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.Operation;
import dev.ballast.sim.world.core.Refused;

/** SQS names an error one way in JSON and, for older clients, another way in its query protocol. */
final class SqsErrors {
    private static final String OLD = "AWS.SimpleQueueService.";
    private static final String SHAPE = "com.amazonaws.sqs#";

    private SqsErrors() {}

    static AwsError of(String shape, String message) {
        var code = switch (shape) {
            case "QueueDoesNotExist" -> OLD + "NonExistentQueue";
            case "QueueNameExists" -> "QueueAlreadyExists";
            case "QueueDeletedRecently",
                    "PurgeQueueInProgress",
                    "MessageNotInflight",
                    "TooManyEntriesInBatchRequest",
                    "EmptyBatchRequest",
                    "BatchEntryIdsNotDistinct",
                    "InvalidBatchEntryId",
                    "BatchRequestTooLong",
                    "UnsupportedOperation" -> OLD + shape;
            default -> shape;
        };
        return AwsError.refused(code, message).withShape(SHAPE + shape);
    }

    static AwsError invalidValue(Object value, String parameter, String reason) {
        return of(
                "InvalidParameterValue",
                "Value " + value + " for parameter " + parameter + " is invalid. Reason: " + reason);
    }

    /** The world's refusals in SQS's two names. */
    static <Q, R> Operation.Handler<Q, R> named(Operation.Handler<Q, R> handler) {
        return (Q request, CallContext context) -> {
            try {
                return handler.handle(request, context);
            } catch (Refused refused) {
                throw of(refused.code(), refused.getMessage());
            }
        };
    }
}
