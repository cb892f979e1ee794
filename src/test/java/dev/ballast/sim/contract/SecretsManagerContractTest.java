package dev.ballast.sim.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.InvalidParameterException;
import software.amazon.awssdk.services.secretsmanager.model.InvalidRequestException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceExistsException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/** Secrets as the AWS SDK sees them. */
class SecretsManagerContractTest {
    private final ContractCloud cloud = new ContractCloud();
    private final SecretsManagerClient secrets = cloud.client(SecretsManagerClient.builder());

    @AfterEach
    void close() {
        secrets.close();
        cloud.close();
    }

    @Test
    void aSecretIsReadByNameAndByArn() {
        var arn = secrets.createSecret(request -> request.name("registry/auth").secretString("s3cr3t"))
                .arn();
        assertThat(arn).startsWith("arn:aws:secretsmanager:eu-west-1:123456789012:secret:registry/auth-");
        assertThat(secrets.getSecretValue(request -> request.secretId("registry/auth"))
                        .secretString())
                .isEqualTo("s3cr3t");
        assertThat(secrets.getSecretValue(request -> request.secretId(arn)).secretString())
                .isEqualTo("s3cr3t");
        assertThatThrownBy(() -> secrets.createSecret(request -> request.name("registry/auth")))
                .isInstanceOf(ResourceExistsException.class);
    }

    @Test
    void aNewValueIsCurrentAndTheOneBeforeItPrevious() {
        secrets.createSecret(request -> request.name("a").secretString("1"));
        secrets.putSecretValue(request -> request.secretId("a").secretString("2"));
        assertThat(secrets.getSecretValue(request -> request.secretId("a")).secretString())
                .isEqualTo("2");
        assertThat(secrets.getSecretValue(request -> request.secretId("a").versionStage("AWSPREVIOUS"))
                        .secretString())
                .isEqualTo("1");
        assertThat(secrets.describeSecret(request -> request.secretId("a")).versionIdsToStages())
                .hasSize(2);
    }

    @Test
    void aSecretWithoutAPolicyIsAnsweredWithItsNameAlone() {
        secrets.createSecret(request -> request.name("plain").secretString("1"));
        var answer = secrets.getResourcePolicy(request -> request.secretId("plain"));
        assertThat(answer.name()).isEqualTo("plain");
        assertThat(answer.resourcePolicy()).isNull();
    }

    @Test
    void bytesComeBackAsBytes() {
        secrets.createSecret(
                request -> request.name("bytes").secretBinary(SdkBytes.fromByteArray(new byte[] {1, 2, 3})));
        assertThat(secrets.getSecretValue(request -> request.secretId("bytes"))
                        .secretBinary()
                        .asByteArray())
                .containsExactly(1, 2, 3);
    }

    @Test
    void aDeletedSecretWaitsForItsEnd() {
        secrets.createSecret(request -> request.name("a").secretString("1"));
        secrets.deleteSecret(request -> request.secretId("a").recoveryWindowInDays(7L));
        assertThatThrownBy(() -> secrets.getSecretValue(request -> request.secretId("a")))
                .isInstanceOf(InvalidRequestException.class);
        assertThat(secrets.listSecrets(request -> {}).secretList()).isEmpty();
        cloud.pass(Duration.ofDays(8));
        assertThatThrownBy(() -> secrets.describeSecret(request -> request.secretId("a")))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void aBatchTellsWhatItCouldNotRead() {
        secrets.createSecret(request -> request.name("a").secretString("1"));
        var answer = secrets.batchGetSecretValue(request -> request.secretIdList("a", "none"));
        assertThat(answer.secretValues()).hasSize(1);
        assertThat(answer.errors().getFirst().errorCode()).isEqualTo("ResourceNotFoundException");
    }

    @Test
    void stagesMoveBetweenVersions() {
        var first = secrets.createSecret(request -> request.name("s").secretString("1"))
                .versionId();
        var second = secrets.updateSecret(
                        request -> request.secretId("s").secretString("2").description("d"))
                .versionId();
        secrets.updateSecretVersionStage(request -> request.secretId("s")
                .versionStage("AWSCURRENT")
                .removeFromVersionId(second)
                .moveToVersionId(first));
        assertThat(secrets.getSecretValue(request -> request.secretId("s")).secretString())
                .isEqualTo("1");
        assertThat(secrets.getSecretValue(request -> request.secretId("s").versionStage("AWSPREVIOUS"))
                        .secretString())
                .isEqualTo("2");
        assertThat(secrets.listSecretVersionIds(request -> request.secretId("s"))
                        .versions())
                .hasSize(2);
        assertThatThrownBy(() -> secrets.updateSecretVersionStage(request ->
                        request.secretId("s").versionStage("AWSCURRENT").moveToVersionId(second)))
                .isInstanceOf(InvalidParameterException.class);
    }

    @Test
    void aDeletedSecretIsRestoredWithItsTags() {
        secrets.createSecret(request -> request.name("s").secretString("1"));
        secrets.tagResource(request -> request.secretId("s")
                .tags(tag -> tag.key("a").value("1"), tag -> tag.key("b").value("2")));
        secrets.untagResource(request -> request.secretId("s").tagKeys("a"));
        secrets.deleteSecret(request -> request.secretId("s").recoveryWindowInDays(7L));
        assertThatThrownBy(() -> secrets.getSecretValue(request -> request.secretId("s")))
                .isInstanceOf(InvalidRequestException.class);
        secrets.restoreSecret(request -> request.secretId("s"));
        assertThat(secrets.describeSecret(request -> request.secretId("s")).tags())
                .singleElement()
                .satisfies(tag -> assertThat(tag.key()).isEqualTo("b"));
    }
}
