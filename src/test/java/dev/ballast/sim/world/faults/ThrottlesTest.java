package dev.ballast.sim.world.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.sim.world.core.WorldTime;
import dev.ballast.sim.world.faults.Called.Extent;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThrottlesTest {
    private static final int MORE_THAN_ANY = 1_000;

    private final WorldTime time = new WorldTime(Instant.parse("2026-01-05T08:00:00Z"));
    private final Throttles throttles = new Throttles(time, ThrottleRules.AWS);

    private static Called called(String service, String operation) {
        return new Called(service, operation, "eu-west-1");
    }

    private int takenOf(Called called) {
        for (var taken = 0; taken < MORE_THAN_ANY; taken++)
            if (throttles.refuse(called).isPresent()) return taken;
        return MORE_THAN_ANY;
    }

    private void pass(Duration duration) {
        time.advanceTo(time.now().plus(duration));
    }

    @ParameterizedTest
    @CsvSource({
        "ec2, DescribeInstances, 100, 20",
        "ec2, DescribeSpotPriceHistory, 100, 20",
        "ec2, GetConsoleOutput, 100, 20",
        "ec2, CreateFleet, 50, 5",
        "ec2, RequestSpotFleet, 50, 5",
        "ec2, RunInstances, 5, 2",
        "ec2, TerminateInstances, 100, 5",
        "ec2, CreateTags, 100, 10",
        "ecs, RegisterTaskDefinition, 20, 1",
        "ecs, DeleteTaskDefinitions, 5, 1",
        "ecs, DescribeTaskDefinition, 50, 20",
        "ecs, UpdateContainerInstancesState, 100, 40",
        "ecs, DescribeTasks, 100, 20",
        "ecs, UpdateService, 50, 5",
        "ecs, DescribeServices, 100, 20"
    })
    void aBurstIsTakenAndThenAsMuchASecondAsFlowsBack(String service, String operation, int burst, int perSecond) {
        var call = called(service, operation);
        assertThat(takenOf(call)).isEqualTo(burst);
        pass(Duration.ofSeconds(1));
        assertThat(takenOf(call)).isEqualTo(perSecond);
        pass(Duration.ofDays(30));
        assertThat(takenOf(call)).isEqualTo(burst);
    }

    @Test
    void partsOfATokenAddUp() {
        var call = called("ecs", "RegisterTaskDefinition");
        takenOf(call);
        for (var third = 0; third < 3; third++) {
            assertThat(throttles.refuse(call)).isPresent();
            pass(Duration.ofNanos(333_333_333));
        }
        assertThat(throttles.refuse(call)).isPresent();
        pass(Duration.ofNanos(1));
        assertThat(throttles.refuse(call)).isEmpty();
    }

    @Test
    void everyOperationOfEc2CountsByItselfAndThoseOfAGroupInEcsTogether() {
        takenOf(called("ec2", "DescribeVpcs"));
        assertThat(takenOf(called("ec2", "DescribeSubnets"))).isEqualTo(100);
        for (var i = 0; i < 10; i++) throttles.refuse(called("ecs", "RegisterTaskDefinition"));
        assertThat(takenOf(called("ecs", "DeregisterTaskDefinition"))).isEqualTo(10);
        for (var i = 0; i < 60; i++) throttles.refuse(called("ecs", "StopTask"));
        assertThat(takenOf(called("ecs", "RunTask"))).isEqualTo(40);
    }

    @Test
    void whoAsksForAllInstancesAtOnceHasASmallerBucket() {
        assertThat(takenOf(called("ec2", "DescribeInstances").with(Extent.ALL))).isEqualTo(50);
        assertThat(takenOf(called("ec2", "DescribeInstances"))).isEqualTo(100);
        pass(Duration.ofSeconds(1));
        assertThat(takenOf(called("ec2", "DescribeInstances").with(Extent.ALL))).isEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource({
        "RunInstances, 1000, 2",
        "StartInstances, 1000, 2",
        "TerminateInstances, 1000, 20",
        "StopInstances, 1000, 20"
    })
    void instancesAreCountedBesideTheCallsThatStartAndEndThem(String operation, int burst, int perSecond) {
        assertThat(throttles.refuse(called("ec2", operation).with(burst - 1))).isEmpty();
        assertThat(throttles.refuse(called("ec2", operation).with(2)))
                .as("more than is left: nothing of it is taken")
                .isPresent();
        assertThat(throttles.refuse(called("ec2", operation).with(1))).isEmpty();
        assertThat(throttles.refuse(called("ec2", operation).with(1))).isPresent();
        pass(Duration.ofSeconds(1));
        assertThat(throttles.refuse(called("ec2", operation).with(perSecond))).isEmpty();
        assertThat(throttles.refuse(called("ec2", operation).with(1))).isPresent();
    }

    @Test
    void aCallThatIsRefusedForItsInstancesTakesNoTokenOfTheCallsEither() {
        for (var i = 0; i < 10; i++)
            assertThat(throttles.refuse(called("ec2", "RunInstances").with(1_001)))
                    .isPresent();
        assertThat(takenOf(called("ec2", "RunInstances").with(1))).isEqualTo(5);
    }

    @Test
    void regionsHaveBucketsOfTheirOwn() {
        takenOf(called("ec2", "RunInstances"));
        assertThat(takenOf(new Called("ec2", "RunInstances", "us-east-1"))).isEqualTo(5);
    }

    @Test
    void aServiceThatStatesNoNumbersIsNeverThrottled() {
        assertThat(takenOf(called("sqs", "ReceiveMessage"))).isEqualTo(MORE_THAN_ANY);
        assertThat(takenOf(called("ecs", "CreateCluster"))).isEqualTo(MORE_THAN_ANY);
    }

    @Test
    void eachServiceRefusesInItsOwnWords() {
        var ec2 = called("ec2", "RunInstances");
        takenOf(ec2);
        assertThat(throttles.refuse(ec2))
                .contains(new What.Refusal("RequestLimitExceeded", "Request limit exceeded.", 503));
        var ecs = called("ecs", "DeleteTaskDefinitions");
        takenOf(ecs);
        assertThat(throttles.refuse(ecs)).contains(new What.Refusal("ThrottlingException", "Rate exceeded", 400));
    }

    @Test
    void withoutLimitsNothingIsRefused() {
        var none = new Throttles(time, ThrottleRules.NONE);
        for (var i = 0; i < MORE_THAN_ANY; i++)
            assertThat(none.refuse(called("ec2", "RunInstances"))).isEmpty();
    }
}
