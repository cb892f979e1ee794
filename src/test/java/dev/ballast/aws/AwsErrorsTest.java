package dev.ballast.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.aws.AwsErrors.Meaning;
import dev.ballast.model.Outcome;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;

class AwsErrorsTest {
    private static final AwsPlace AWS = new AwsPlace("eu-west-1", Optional.empty(), Optional.empty());
    private static final AwsPlace LOCAL =
            new AwsPlace("eu-west-1", Optional.empty(), Optional.of(URI.create("http://127.0.0.1:4599")));

    @ParameterizedTest
    @CsvSource({
        "InsufficientInstanceCapacity, NO_CAPACITY",
        "MaxSpotInstanceCountExceeded, NO_CAPACITY",
        "VcpuLimitExceeded, NO_CAPACITY",
        "UnfulfillableCapacity, NO_CAPACITY",
        "Unsupported, NO_CAPACITY",
        "InsufficientFreeAddressesInSubnet, NO_CAPACITY",
        "SpotMaxPriceTooLow, NO_CAPACITY",
        "RESOURCE:MEMORY, NO_CAPACITY",
        "RequestLimitExceeded, THROTTLED",
        "ThrottlingException, THROTTLED",
        "Throttling, THROTTLED",
        "InvalidInstanceID.NotFound, NOT_FOUND",
        "ClusterNotFoundException, NOT_FOUND",
        "AWS.SimpleQueueService.NonExistentQueue, NOT_FOUND",
        "InvalidLaunchTemplateName.AlreadyExistsException, EXISTS",
        "ExpiredToken, EXPIRED",
        "UnrecognizedClientException, CREDENTIALS",
        "UnauthorizedOperation, DENIED",
        "InternalError, UNSURE",
        "InvalidParameterValue, REFUSED",
        "IdempotentParameterMismatch, REFUSED"
    })
    void everyCodeHasOneMeaning(String code, Meaning meaning) {
        assertThat(AwsErrors.meaning(code)).isEqualTo(meaning);
    }

    @Test
    void anUnknownCodeOfAServerFaultMayHaveHappened() {
        assertThat(AwsErrors.outcome(answer("SomethingNew", 503, "oops"))).isInstanceOf(Outcome.Unknown.class);
        assertThat(AwsErrors.outcome(answer("SomethingNew", 400, "no")))
                .isEqualTo(new Outcome.Refused("SomethingNew", "no"));
    }

    @Test
    void anUnknownCodeWithStatus429IsAThrottle() {
        assertThat(AwsErrors.outcome(answer("SomethingNew", 429, "slower"))).isInstanceOf(Outcome.Throttled.class);
    }

    @Test
    void noAnswerIsAnOutcomeOfItsOwn() {
        var lost =
                SdkClientException.create("Unable to execute HTTP request", new ConnectException("Connection refused"));
        assertThat(AwsErrors.outcome(lost)).isInstanceOf(Outcome.Unknown.class);
    }

    @Test
    void anUnreachableEndpointIsOneSentenceWithPlaceAndRemedy() {
        var lost =
                SdkClientException.create("Unable to execute HTTP request", new ConnectException("Connection refused"));
        assertThat(sentence(LOCAL, lost))
                .isEqualTo("cannot read the tasks in eu-west-1 at http://127.0.0.1:4599: nobody answers there"
                        + " (Connection refused); check --endpoint-url, and that the local cloud runs");
        var unknown = SdkClientException.create("Unable", new UnknownHostException("ecs.eu-west-9.amazonaws.com"));
        assertThat(sentence(AWS, unknown)).contains("ecs.eu-west-9.amazonaws.com is not known", "--region");
    }

    @Test
    void missingWrongAndExpiredCredentialsEachSayWhatToDo() {
        var missing = SdkClientException.create("Unable to load credentials from any of the providers in the chain");
        assertThat(sentence(AWS, missing))
                .isEqualTo(
                        "cannot read the tasks in eu-west-1: no AWS credentials were found; run `aws configure`, or set"
                                + " AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
        assertThat(sentence(AWS, answer("InvalidClientTokenId", 403, "The security token included is invalid")))
                .contains("does not accept the credentials", "aws sts get-caller-identity");
        assertThat(sentence(AWS, answer("ExpiredToken", 400, "expired"))).contains("have expired", "sign in again");
    }

    @Test
    void theEncodedFailureMessageIsLeftOut() {
        var denied = answer(
                "UnauthorizedOperation",
                403,
                "You are not authorized to perform this operation. Encoded authorization failure message: abcDEF123");
        assertThat(sentence(AWS, denied))
                .isEqualTo("cannot read the tasks in eu-west-1: the credentials lack the permission"
                        + " (UnauthorizedOperation: You are not authorized to perform this operation.)");
    }

    @Test
    void theLimitOfPlacementScoresIsToldInAwssWords() {
        var limit = answer(
                "MaxConfigLimitExceeded", 400, "You have exceeded your maximum allowed Spot placement configurations.");
        assertThat(AwsErrors.unreachable("read the spot placement scores", AWS, limit))
                .hasMessage(
                        "cannot read the spot placement scores in eu-west-1: MaxConfigLimitExceeded: You have exceeded"
                                + " your maximum allowed Spot placement configurations.");
    }

    private static String sentence(AwsPlace place, SdkException error) {
        return AwsErrors.unreachable("read the tasks", place, error).getMessage();
    }

    static SdkException answer(String code, int status, String message) {
        return Ec2Exception.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage(message)
                        .build())
                .build();
    }
}
