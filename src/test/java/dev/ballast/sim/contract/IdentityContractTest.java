package dev.ballast.sim.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;

/** Who calls, and as whom instances run, as the AWS SDK sees it. */
class IdentityContractTest {
    private final ContractCloud cloud = new ContractCloud();

    @AfterEach
    void close() {
        cloud.close();
    }

    @Test
    void theCallerIsTheAccountThatOwnsTheWorld() {
        try (var sts = cloud.client(StsClient.builder())) {
            var identity = sts.getCallerIdentity();
            assertThat(identity.account()).isEqualTo(cloud.world.accountId());
            assertThat(identity.arn()).isEqualTo("arn:aws:iam::123456789012:root");
        }
    }

    @Test
    void everyWellFormedNameHasAProfileWithItsRole() {
        try (var iam = cloud.client(IamClient.builder(), Region.AWS_GLOBAL)) {
            var profile = iam.getInstanceProfile(request -> request.instanceProfileName("ecsInstanceRole"))
                    .instanceProfile();
            assertThat(profile.arn()).isEqualTo("arn:aws:iam::123456789012:instance-profile/ecsInstanceRole");
            assertThat(profile.roles()).hasSize(1);
        }
    }
}
