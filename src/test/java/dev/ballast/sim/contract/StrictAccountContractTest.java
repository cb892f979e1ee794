package dev.ballast.sim.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.sim.world.World;
import dev.ballast.sim.world.ec2.Ec2Rules;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;

/** With --strict nothing is adopted: what the account does not have is refused with AWS's codes. */
class StrictAccountContractTest {
    private final ContractCloud cloud = new ContractCloud(
            new World.Rules(Ec2Rules.DEFAULT.with(Ec2Rules.UnknownIds.REFUSED), World.Rules.DEFAULT.ecs()));
    private final Ec2Client ec2 = cloud.client(Ec2Client.builder());

    @AfterEach
    void close() {
        ec2.close();
        cloud.close();
    }

    static Stream<Arguments> whatTheAccountDoesNotHave() {
        return Stream.of(
                unknown("InvalidSubnetID.NotFound", it -> it.subnetId("subnet-0a1a1a1a1a1a1a1a1")),
                unknown("InvalidGroup.NotFound", it -> it.securityGroupIds("sg-0123456789abcdef0")),
                unknown("InvalidGroup.NotFound", it -> it.securityGroups("web")),
                unknown("InvalidKeyPair.NotFound", it -> it.keyName("ops")),
                unknown("InvalidAMIID.NotFound", it -> it.imageId("ami-0123456789abcdef0")));
    }

    private static Arguments unknown(String code, Consumer<RunInstancesRequest.Builder> change) {
        return Arguments.of(code, change);
    }

    @ParameterizedTest
    @MethodSource("whatTheAccountDoesNotHave")
    void isRefused(String code, Consumer<RunInstancesRequest.Builder> change) {
        var request = RunInstancesRequest.builder()
                .imageId("ami-76e95b05")
                .instanceType("m5.large")
                .minCount(1)
                .maxCount(1)
                .applyMutation(change);
        assertThatThrownBy(() -> ec2.runInstances(request.build()))
                .isInstanceOfSatisfying(
                        Ec2Exception.class,
                        refused -> assertThat(refused.awsErrorDetails().errorCode())
                                .isEqualTo(code));
    }
}
