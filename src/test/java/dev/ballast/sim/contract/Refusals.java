package dev.ballast.sim.contract;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** How a contract says that a call is refused: AWS's code, and words that its message has. */
final class Refusals {
    private Refusals() {}

    static void assertRefused(String code, String words, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(AwsServiceException.class, refused -> {
            var details = refused.awsErrorDetails();
            if (!code.equals(details.errorCode()) || !details.errorMessage().contains(words))
                throw new AssertionError("expected " + code + " with '" + words + "' but it was " + details.errorCode()
                        + ": " + details.errorMessage());
        });
    }
}
