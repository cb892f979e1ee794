package dev.ballast.aws;

import dev.ballast.model.Outcome;
import dev.ballast.observe.CloudUnreachable;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.net.ssl.SSLException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/** What AWS's error codes mean to Ballast: the one table, and the two ways out of it, an outcome or a sentence. */
final class AwsErrors {
    /** What a code means. */
    enum Meaning {
        /** There is none, or none for us: other pools may have some, and later this one. */
        NO_CAPACITY,
        THROTTLED,
        NOT_FOUND,
        EXISTS,
        /** It was launched once under this token and is gone again. */
        LAUNCHED_AND_GONE,
        /** AWS does not know who calls. */
        CREDENTIALS,
        EXPIRED,
        /** AWS knows who calls and says no. */
        DENIED,
        /** AWS failed in the middle: it may have happened. */
        UNSURE,
        /** Every other code: the request is wrong and stays wrong. */
        REFUSED
    }

    /** AWS states no wait where it throttles; its buckets refill every second. */
    static final Duration THROTTLE_PAUSE = Duration.ofSeconds(1);

    private static final int SENTENCE_MAX = 300;
    private static final int SERVER_FAULT = 500;
    private static final int TOO_MANY_REQUESTS = 429;

    static final Map<String, Meaning> TABLE = table();

    private AwsErrors() {}

    private static Map<String, Meaning> table() {
        var table = new TreeMap<String, Meaning>();
        put(
                table,
                Meaning.NO_CAPACITY,
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
        put(
                table,
                Meaning.THROTTLED,
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
        put(
                table,
                Meaning.NOT_FOUND,
                "InvalidInstanceID.NotFound",
                "InvalidLaunchTemplateName.NotFoundException",
                "InvalidLaunchTemplateId.NotFound",
                "InvalidLaunchTemplateId.NotFoundException",
                "InvalidSpotFleetRequestId.NotFound",
                "InvalidFleetId.NotFound",
                "InvalidAMIID.NotFound",
                "InvalidAMIID.Unavailable",
                "InvalidSubnetID.NotFound",
                "InvalidInstanceType",
                "ClusterNotFoundException",
                "ServiceNotFoundException",
                "ServiceNotActiveException",
                "TargetGroupNotFound",
                "TargetGroupNotFoundException",
                "QueueDoesNotExist",
                "QueueDoesNotExistException",
                "AWS.SimpleQueueService.NonExistentQueue",
                "ResourceNotFoundException",
                "ParameterNotFound");
        put(
                table,
                Meaning.EXISTS,
                "InvalidLaunchTemplateName.AlreadyExistsException",
                "ResourceAlreadyExistsException",
                "QueueNameExists",
                "QueueAlreadyExists");
        put(table, Meaning.LAUNCHED_AND_GONE, "IdempotentInstanceTerminated");
        put(
                table,
                Meaning.CREDENTIALS,
                "AuthFailure",
                "InvalidClientTokenId",
                "InvalidAccessKeyId",
                "UnrecognizedClientException",
                "SignatureDoesNotMatch",
                "InvalidSignatureException",
                "IncompleteSignature",
                "MissingAuthenticationToken",
                "MissingAuthenticationTokenException",
                "OptInRequired");
        put(table, Meaning.EXPIRED, "ExpiredToken", "ExpiredTokenException", "RequestExpired");
        put(
                table,
                Meaning.DENIED,
                "UnauthorizedOperation",
                "AccessDenied",
                "AccessDeniedException",
                "Blocked",
                "BlockedException",
                "PendingVerification",
                "AuthFailure.ServiceLinkedRoleCreationNotPermitted");
        put(
                table,
                Meaning.UNSURE,
                "InternalError",
                "InternalFailure",
                "InternalServerError",
                "ServerException",
                "ServiceUnavailable",
                "Unavailable",
                "RequestTimeout",
                "RequestTimeoutException");
        return table;
    }

    private static void put(Map<String, Meaning> table, Meaning meaning, String... codes) {
        for (var code : codes) table.put(code, meaning);
    }

    /** ECS states a missing resource in a RunTask failure as {@code RESOURCE:MEMORY}. */
    static Meaning meaning(String code) {
        return code.startsWith("RESOURCE:") ? Meaning.NO_CAPACITY : TABLE.getOrDefault(code, Meaning.REFUSED);
    }

    static Meaning meaning(SdkException error) {
        if (!(error instanceof AwsServiceException answer)) return Meaning.UNSURE;
        var known = meaning(code(answer));
        if (known != Meaning.REFUSED) return known;
        if (answer.isThrottlingException() || answer.statusCode() == TOO_MANY_REQUESTS) return Meaning.THROTTLED;
        return answer.statusCode() >= SERVER_FAULT ? Meaning.UNSURE : Meaning.REFUSED;
    }

    static boolean means(SdkException error, Meaning meaning) {
        return meaning(error) == meaning;
    }

    /** AWS's own code, or the HTTP status where the answer has none. */
    static String code(AwsServiceException answer) {
        return Optional.ofNullable(answer.awsErrorDetails())
                .map(details -> details.errorCode())
                .filter(code -> !code.isEmpty())
                .orElse("HTTP " + answer.statusCode());
    }

    /** AWS's own words, on one line; without the encoded failure message, which is long and means something to AWS only. */
    static String words(SdkException error) {
        var words = error instanceof AwsServiceException answer && answer.awsErrorDetails() != null
                ? answer.awsErrorDetails().errorMessage()
                : error.getMessage();
        return oneLine(words == null ? error.getClass().getSimpleName() : words);
    }

    static String oneLine(String words) {
        var line = words.replaceAll("\\s*Encoded authorization failure message:.*", "")
                .replaceAll("\\s+", " ")
                .strip();
        return line.length() <= SENTENCE_MAX ? line : line.substring(0, SENTENCE_MAX) + "…";
    }

    /** The outcome of a write that ended with this error. */
    static Outcome outcome(SdkException error) {
        return switch (meaning(error)) {
            case THROTTLED -> new Outcome.Throttled(THROTTLE_PAUSE);
            case UNSURE ->
                new Outcome.Unknown(
                        error instanceof AwsServiceException answer
                                ? code(answer) + ": " + words(error)
                                : cause(error) + " (sent, no answer)");
            case NO_CAPACITY, NOT_FOUND, EXISTS, LAUNCHED_AND_GONE, CREDENTIALS, EXPIRED, DENIED, REFUSED ->
                new Outcome.Refused(code((AwsServiceException) error), words(error));
        };
    }

    /**
     * The one sentence for a read that failed.
     *
     * @param doing completes "cannot …", for example {@code read the instances of cluster live}
     */
    static CloudUnreachable unreachable(String doing, AwsPlace place, SdkException error) {
        return new CloudUnreachable("cannot " + doing + " in " + place + ": " + why(place, error), error);
    }

    static CloudUnreachable noRegion() {
        return new CloudUnreachable(
                "no AWS region is set: pass --region, set AWS_REGION, or write region: into ballast.yaml", null);
    }

    private static String why(AwsPlace place, SdkException error) {
        if (!(error instanceof AwsServiceException answer)) return cause(error) + remedy(place, error);
        var code = code(answer);
        return switch (meaning(error)) {
            case CREDENTIALS ->
                "AWS does not accept the credentials (" + code + "); check " + profile(place)
                        + " with `aws sts get-caller-identity`";
            case EXPIRED ->
                "the credentials have expired (" + code + "); sign in again, for example with `aws sso login`"
                        + (code.equals("RequestExpired") ? ", and check this machine's clock" : "");
            case DENIED -> "the credentials lack the permission (" + code + ": " + words(error) + ")";
            case THROTTLED ->
                "AWS throttles this account's calls (" + code + "), also after " + AwsClients.READ_ATTEMPTS
                        + " attempts";
            case UNSURE -> "AWS fails by itself (" + code + ": " + words(error) + "); try again later";
            case NO_CAPACITY, NOT_FOUND, EXISTS, LAUNCHED_AND_GONE, REFUSED -> code + ": " + words(error);
        };
    }

    private static String profile(AwsPlace place) {
        return place.profile()
                .map(name -> "profile '" + name + "'")
                .orElse("AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
    }

    /** The innermost cause that says something, in plain words. */
    private static String cause(SdkException error) {
        if (error instanceof AbortedException) return "the call was interrupted";
        if (error instanceof ApiCallTimeoutException || error instanceof ApiCallAttemptTimeoutException)
            return "no answer in time";
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case UnknownHostException unknown -> {
                    return "the host " + unknown.getMessage() + " is not known";
                }
                case ConnectException refused -> {
                    return "nobody answers there (" + oneLine(String.valueOf(refused.getMessage())) + ")";
                }
                case NoRouteToHostException none -> {
                    return "there is no route to it";
                }
                case SocketTimeoutException late -> {
                    return "no answer in time";
                }
                case SSLException unsafe -> {
                    return "no safe connection (" + oneLine(String.valueOf(unsafe.getMessage())) + ")";
                }
                default -> {}
            }
        }
        return isWithoutCredentials(error) ? "no AWS credentials were found" : words(error);
    }

    private static String remedy(AwsPlace place, SdkException error) {
        if (isWithoutCredentials(error))
            return place.profile().map(name -> " in profile '" + name + "'").orElse("")
                    + "; run `aws configure`, or set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY";
        return place.endpoint().isPresent()
                ? "; check --endpoint-url, and that the local cloud runs"
                : "; check the network and --region";
    }

    /** The SDK has no type for it; these are the words of its chain and of its profile reader. */
    private static boolean isWithoutCredentials(SdkException error) {
        var words = String.valueOf(error.getMessage());
        return words.contains("Unable to load credentials") || words.contains("Profile file contained no");
    }
}
