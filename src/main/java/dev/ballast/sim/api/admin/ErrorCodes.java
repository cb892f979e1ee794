package dev.ballast.sim.api.admin;

import java.util.LinkedHashMap;
import java.util.Map;

/** Error codes that AWS's services answer with when they are in trouble, with their HTTP status and words. */
final class ErrorCodes {
    record Known(int status, String message) {}

    private static final Known OTHER = new Known(400, "The local cloud was told to refuse this call.");
    private static final Map<String, Known> KNOWN = new LinkedHashMap<>();

    static {
        KNOWN.put("RequestLimitExceeded", new Known(503, "Request limit exceeded."));
        KNOWN.put("ThrottlingException", new Known(400, "Rate exceeded"));
        KNOWN.put("Throttling", new Known(400, "Rate exceeded"));
        KNOWN.put("RequestThrottled", new Known(403, "Request is throttled."));
        KNOWN.put("InternalError", new Known(500, "An internal error has occurred"));
        KNOWN.put(
                "InternalFailure",
                new Known(500, "The request processing has failed because of an unknown error, exception or failure."));
        KNOWN.put("ServerException", new Known(500, "Service Unavailable. Please try again later."));
        KNOWN.put(
                "ServiceUnavailable",
                new Known(503, "The request has failed due to a temporary failure of the server."));
        KNOWN.put("Unavailable", new Known(503, "The server is overloaded and can't handle the request."));
        KNOWN.put(
                "InsufficientInstanceCapacity",
                new Known(500, "There is no Spot capacity available that matches your request."));
        KNOWN.put("MaxSpotInstanceCountExceeded", new Known(400, "Max spot instance count exceeded"));
        KNOWN.put("UnauthorizedOperation", new Known(403, "You are not authorized to perform this operation."));
        KNOWN.put("AccessDeniedException", new Known(400, "You do not have sufficient access to perform this action."));
        KNOWN.put("RequestExpired", new Known(400, "Request has expired."));
    }

    private ErrorCodes() {}

    /** Of a code that is not here: 400, the caller's fault. */
    static Known of(String code) {
        return KNOWN.getOrDefault(code, OTHER);
    }
}
