package dev.ballast.sim.api.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.ClientTokens;
import dev.ballast.sim.api.Operation;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.api.Service;
import dev.ballast.sim.world.ec2.LaunchSpec;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.model.GetInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.GetInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.InstanceProfile;

class IamApiTest {
    private static final Instant NOW = Instant.parse("2026-01-05T08:00:00Z");

    @Test
    void aProfileIsTheOneThatInstancesShow() {
        InstanceProfile profile = profile("ecsInstanceRole");
        assertThat(profile.arn()).isEqualTo("arn:aws:iam::111122223333:instance-profile/ecsInstanceRole");
        assertThat(profile.instanceProfileId())
                .isEqualTo(LaunchSpec.InstanceProfile.at(profile.arn()).id());
        assertThat(profile.roles().getFirst().arn()).isEqualTo("arn:aws:iam::111122223333:role/ecsInstanceRole");
    }

    @Test
    void aNameThatIamWouldNotTakeIsRefused() {
        for (String name : new String[] {"", "a/b", "a b", "x".repeat(129)}) {
            assertThatThrownBy(() -> profile(name))
                    .isInstanceOfSatisfying(
                            AwsError.class, error -> assertThat(error.code()).isEqualTo("ValidationError"));
        }
    }

    @SuppressWarnings("unchecked")
    private static InstanceProfile profile(String name) {
        Operation<GetInstanceProfileRequest, GetInstanceProfileResponse> operation =
                (Operation<GetInstanceProfileRequest, GetInstanceProfileResponse>) Operations.of(List.of(new IamApi()))
                        .get(Service.IAM)
                        .named("GetInstanceProfile")
                        .orElseThrow();
        CallContext context = new CallContext(
                Service.IAM, "GetInstanceProfile", "111122223333", "us-east-1", "AKIDEXAMPLE", "r-1", NOW, NOW);
        return operation
                .answer(
                        GetInstanceProfileRequest.builder()
                                .instanceProfileName(name)
                                .build(),
                        context,
                        new ClientTokens())
                .instanceProfile();
    }
}
