package dev.ballast.sim.port;

import dev.ballast.model.Outcome;
import dev.ballast.sim.world.faults.What;
import java.time.Duration;
import java.util.List;

/**
 * What AWS's error codes come to, as in the aws room's table; that one belongs to the SDK's room, and a test there holds the two
 * together.
 */
final class Codes {
    static final Duration THROTTLE_PAUSE = Duration.ofSeconds(1);

    private static final int SERVER_FAULT = 500;
    private static final int TOO_MANY_REQUESTS = 429;

    private static final List<String> THROTTLED = List.of(
            "RequestLimitExceeded",
            "Throttling",
            "ThrottlingException",
            "ThrottledException",
            "RequestThrottled",
            "RequestThrottledException",
            "EC2ThrottledException",
            "TooManyRequestsException",
            "BandwidthLimitExceeded",
            "PriorRequestNotComplete",
            "OverLimit",
            "AWS.SimpleQueueService.OverLimit",
            "QueueDeletedRecently",
            "AWS.SimpleQueueService.QueueDeletedRecently",
            "SlowDown");

    private static final List<String> UNSURE = List.of(
            "InternalError",
            "InternalFailure",
            "InternalServerError",
            "ServerException",
            "ServiceUnavailable",
            "Unavailable",
            "RequestTimeout",
            "RequestTimeoutException");

    private static final List<String> NO_CAPACITY = List.of(
            "InsufficientInstanceCapacity",
            "InsufficientCapacity",
            "InsufficientHostCapacity",
            "InsufficientCapacityOnHost",
            "InstanceLimitExceeded",
            "MaxSpotInstanceCountExceeded",
            "VcpuLimitExceeded",
            "UnfulfillableCapacity",
            "Unsupported",
            "InsufficientFreeAddressesInSubnet",
            "InsufficientAddressCapacity",
            "SpotMaxPriceTooLow");

    private Codes() {}

    static boolean isNoCapacity(String code) {
        return code.startsWith("RESOURCE:") || NO_CAPACITY.contains(code);
    }

    static boolean isThrottled(What.Refusal refusal) {
        return THROTTLED.contains(refusal.code()) || refusal.status() == TOO_MANY_REQUESTS;
    }

    private static boolean isUnsure(What.Refusal refusal) {
        return UNSURE.contains(refusal.code()) || refusal.status() >= SERVER_FAULT && !isNoCapacity(refusal.code());
    }

    /** Another attempt may be answered. */
    static boolean isPassing(What.Refusal refusal) {
        return isThrottled(refusal) || isUnsure(refusal);
    }

    static Outcome outcome(What.Refusal refusal) {
        if (isThrottled(refusal)) return new Outcome.Throttled(THROTTLE_PAUSE);
        if (isUnsure(refusal)) return new Outcome.Unknown(refusal.code() + ": " + refusal.message());
        return new Outcome.Refused(refusal.code(), refusal.message());
    }
}
