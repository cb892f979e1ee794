package dev.ballast.sim.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ballast.model.Architecture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterAlreadyExistsException;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.ParameterVersionNotFoundException;
import software.amazon.awssdk.services.ssm.model.ResourceTypeForTagging;
import software.amazon.awssdk.services.ssm.model.SsmException;

/** Parameter Store as the AWS SDK sees it. */
class SsmContractTest {
    private final ContractCloud cloud = new ContractCloud();
    private final SsmClient ssm = cloud.client(SsmClient.builder());

    @AfterEach
    void close() {
        ssm.close();
        cloud.close();
    }

    private String value(String name) {
        return ssm.getParameter(request -> request.name(name)).parameter().value();
    }

    @Test
    void theNewestEcsImageIsNamedByItsParameters() throws JsonProcessingException {
        var path = "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended";
        var images = cloud.world.ec2().region(ContractCloud.REGION).images();
        assertThat(value(path + "/image_id"))
                .isEqualTo(images.recommended(Architecture.X86_64).id());
        var json = new ObjectMapper().readTree(value(path));
        assertThat(json.path("image_id").asText()).isEqualTo(value(path + "/image_id"));
        assertThat(json.path("image_version").asText()).isEqualTo("2023.0.20251108");
        assertThat(value(path.replace("2023/", "2023/arm64/") + "/image_id"))
                .isEqualTo(images.recommended(Architecture.ARM64).id());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/aws/service/ecs/optimized-ami/amazon-linux-2/recommended/image_id",
                "/aws/service/ecs/optimized-ami/amazon-linux-2/arm64/recommended/image_id",
                "/aws/service/bottlerocket/aws-ecs-2/x86_64/latest/image_id",
                "/aws/service/bottlerocket/aws-ecs-2/arm64/latest/image_id",
                "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
            })
    void aPublicParameterNamesAnImageThatExists(String name) {
        assertThat(cloud.world.ec2().region(ContractCloud.REGION).images().find(value(name)))
                .isPresent();
    }

    @Test
    void publicParametersAreFoundByTheirPath() {
        var found = ssm.getParametersByPathPaginator(request ->
                request.path("/aws/service/ecs/optimized-ami/amazon-linux-2023").recursive(true));
        assertThat(found.stream().flatMap(page -> page.parameters().stream())).hasSize(18);
    }

    @Test
    void aSecretIsShownInClearOnlyWhereItIsAskedFor() {
        ssm.putParameter(
                request -> request.name("/registry/auth").value("s3cr3t").type(ParameterType.SECURE_STRING));
        assertThat(value("/registry/auth")).doesNotContain("s3cr3t");
        var clear = ssm.getParameter(request -> request.name("/registry/auth").withDecryption(true))
                .parameter();
        assertThat(clear.value()).isEqualTo("s3cr3t");
        assertThat(clear.arn()).isEqualTo("arn:aws:ssm:eu-west-1:123456789012:parameter/registry/auth");
    }

    @Test
    void versionsGrowAndCanBeNamed() {
        ssm.putParameter(request -> request.name("plain").value("1").type(ParameterType.STRING));
        assertThatThrownBy(() -> ssm.putParameter(
                        request -> request.name("plain").value("2").type(ParameterType.STRING)))
                .isInstanceOf(ParameterAlreadyExistsException.class);
        assertThat(ssm.putParameter(request -> request.name("plain").value("2").overwrite(true))
                        .version())
                .isEqualTo(2);
        assertThat(value("plain")).isEqualTo("2");
        assertThat(value("plain:1")).isEqualTo("1");
        assertThat(value("arn:aws:ssm:eu-west-1:123456789012:parameter/plain")).isEqualTo("2");
        assertThatThrownBy(() -> value("plain:3")).isInstanceOf(ParameterVersionNotFoundException.class);
        assertThat(ssm.getParameterHistory(request -> request.name("plain")).parameters())
                .hasSize(2);
    }

    @Test
    void whatIsNotThereIsSaid() {
        assertThatThrownBy(() -> value("none")).isInstanceOf(ParameterNotFoundException.class);
        assertThat(ssm.getParameters(request -> request.names("none")).invalidParameters())
                .containsExactly("none");
        assertThatThrownBy(() -> ssm.putParameter(
                        request -> request.name("/aws/mine").value("x").type(ParameterType.STRING)))
                .isInstanceOfSatisfying(
                        SsmException.class,
                        error -> assertThat(error.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException"));
    }

    @Test
    void aDeletedParameterIsGone() {
        ssm.putParameter(request -> request.name("plain").value("1").type(ParameterType.STRING));
        assertThat(ssm.describeParameters(request -> {}).parameters()).hasSize(1);
        ssm.deleteParameter(request -> request.name("plain"));
        assertThat(ssm.describeParameters(request -> {}).parameters()).isEmpty();
    }

    @Test
    void aLabelNamesAVersionAndMovesToAnother() {
        ssm.putParameter(request -> request.name("plain").value("1").type(ParameterType.STRING));
        ssm.putParameter(request -> request.name("plain").value("2").overwrite(true));
        var answer = ssm.labelParameterVersion(
                request -> request.name("plain").parameterVersion(1L).labels("live", "aws-no", "1st"));
        assertThat(answer.invalidLabels()).containsExactly("aws-no", "1st");
        assertThat(ssm.getParameter(request -> request.name("plain:live")).parameter())
                .satisfies(parameter -> assertThat(parameter.value()).isEqualTo("1"))
                .satisfies(parameter -> assertThat(parameter.selector()).isEqualTo(":live"));
        ssm.labelParameterVersion(request -> request.name("plain").labels("live"));
        assertThat(value("plain:live")).isEqualTo("2");
        assertThat(ssm.getParameterHistory(request -> request.name("plain"))
                        .parameters()
                        .getLast()
                        .labels())
                .containsExactly("live");
        assertThat(ssm.unlabelParameterVersion(request ->
                                request.name("plain").parameterVersion(2L).labels("live", "none"))
                        .invalidLabels())
                .containsExactly("none");
        assertThatThrownBy(() -> value("plain:live")).isInstanceOf(ParameterVersionNotFoundException.class);
    }

    @Test
    void parametersAreFoundByTypeTagAndTier() {
        ssm.putParameter(request -> request.name("/a/plain")
                .value("1")
                .type(ParameterType.STRING)
                .tags(tag -> tag.key("team").value("x")));
        ssm.putParameter(request -> request.name("/a/secret").value("2").type(ParameterType.SECURE_STRING));
        assertThat(ssm.describeParameters(request -> request.parameterFilters(
                                filter -> filter.key("tag:team").values("x")))
                        .parameters())
                .singleElement()
                .satisfies(parameter -> assertThat(parameter.name()).isEqualTo("/a/plain"));
        assertThat(ssm.getParametersByPath(request -> request.path("/a")
                                .parameterFilters(filter -> filter.key("Type").values("SecureString")))
                        .parameters())
                .singleElement()
                .satisfies(parameter -> assertThat(parameter.name()).isEqualTo("/a/secret"));
        assertThat(ssm.describeParameters(request ->
                                request.filters(filter -> filter.key("Name").values("/a/sec")))
                        .parameters()
                        .getFirst()
                        .keyId())
                .isEqualTo("alias/aws/ssm");
    }

    @Test
    void tagsComeAndGoAndSeveralParametersAreDeletedAtOnce() {
        ssm.putParameter(request -> request.name("plain").value("1").type(ParameterType.STRING));
        ssm.addTagsToResource(request -> request.resourceType(ResourceTypeForTagging.PARAMETER)
                .resourceId("plain")
                .tags(tag -> tag.key("a").value("1"), tag -> tag.key("b").value("2")));
        ssm.removeTagsFromResource(request -> request.resourceType(ResourceTypeForTagging.PARAMETER)
                .resourceId("plain")
                .tagKeys("a"));
        assertThat(ssm.listTagsForResource(request -> request.resourceType(ResourceTypeForTagging.PARAMETER)
                                .resourceId("plain"))
                        .tagList())
                .singleElement()
                .satisfies(tag -> assertThat(tag.key()).isEqualTo("b"));
        var deleted = ssm.deleteParameters(request -> request.names("plain", "none"));
        assertThat(deleted.deletedParameters()).containsExactly("plain");
        assertThat(deleted.invalidParameters()).containsExactly("none");
    }

    @Test
    void anEmptyValueAndTagsOnAReplacementAreRefused() {
        assertThatThrownBy(() -> ssm.putParameter(
                        request -> request.name("plain").value("").type(ParameterType.STRING)))
                .isInstanceOf(SsmException.class);
        assertThatThrownBy(() -> ssm.putParameter(request -> request.name("plain")
                        .value("1")
                        .type(ParameterType.STRING)
                        .overwrite(true)
                        .tags(tag -> tag.key("a").value("1"))))
                .isInstanceOf(SsmException.class)
                .hasMessageContaining("tags and overwrite can't be used together");
    }
}
