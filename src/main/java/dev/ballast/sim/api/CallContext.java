package dev.ballast.sim.api;

import java.time.Instant;

/**
 * What a call carries beside its parameters.
 *
 * @param accountId twelve digits; part of ARNs
 * @param region from the signature's credential scope
 * @param accessKeyId who signed; signatures are not verified
 * @param requestId the answer's request id
 * @param received the world's time when the call arrived; the same in every attempt of a call that waits
 * @param now the world's time of this attempt: the only time that an operation may use
 */
public record CallContext(
        Service service,
        String operation,
        String accountId,
        String region,
        String accessKeyId,
        String requestId,
        Instant received,
        Instant now) {
    /** The account of the local cloud where none is set: AWS's own example account. */
    public static final String DEFAULT_ACCOUNT_ID = "123456789012";

    /** The same call, tried at a later time. */
    public CallContext at(Instant later) {
        return new CallContext(service, operation, accountId, region, accessKeyId, requestId, received, later);
    }

    /** An ARN of this call's service, region and account, such as arn:aws:ecs:eu-west-1:123456789012:cluster/live. */
    public String arn(String resource) {
        return "arn:aws:" + service.signingName() + ":" + region + ":" + accountId + ":" + resource;
    }
}
