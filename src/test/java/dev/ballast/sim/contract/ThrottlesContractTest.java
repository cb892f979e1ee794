package dev.ballast.sim.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.sim.api.admin.Secrecy;
import dev.ballast.sim.world.World;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.sqs.SqsClient;

/** AWS's token buckets as the AWS SDK meets them, at a time that stands still until a test moves it. */
class ThrottlesContractTest {
    private static final int MORE_THAN_ANY = 150;

    private final AdminCloud cloud = new AdminCloud(Secrecy.HIDDEN, World.Rules.DEFAULT);
    private final Ec2Client ec2 = cloud.client(Ec2Client.builder());
    private final EcsClient ecs = cloud.client(EcsClient.builder());

    @AfterEach
    void close() {
        ec2.close();
        ecs.close();
        cloud.close();
    }

    /** How many calls are answered before the first that is throttled. */
    private static int answeredOf(Runnable call) {
        for (var answered = 0; answered < MORE_THAN_ANY; answered++) {
            try {
                call.run();
            } catch (AwsServiceException refused) {
                if (refused.isThrottlingException()) return answered;
                throw refused;
            }
        }
        return MORE_THAN_ANY;
    }

    private void launch() {
        ec2.runInstances(request -> AdminCloud.spot(request, "eu-west-1a", 1));
    }

    private void register() {
        ecs.registerTaskDefinition(request -> request.family("web")
                .containerDefinitions(
                        container -> container.name("web").image("web").memory(128)));
    }

    private void deregister() {
        ecs.deregisterTaskDefinition(request -> request.taskDefinition("web:1"));
    }

    @Test
    void afterItsBurstRunInstancesIsAnsweredTwiceASecond() {
        assertThat(answeredOf(this::launch)).isEqualTo(5);
        cloud.pass(Duration.ofSeconds(1));
        assertThat(answeredOf(this::launch)).isEqualTo(2);
        cloud.pass(Duration.ofHours(1));
        assertThat(answeredOf(this::launch)).isEqualTo(5);
    }

    @Test
    void whatIsThrottledHasNotHappened() {
        var answered = answeredOf(this::launch);
        assertThat(ec2.describeInstances().reservations()).hasSize(answered);
    }

    @Test
    void ec2AndEcsRefuseInTheirOwnWords() {
        answeredOf(this::launch);
        assertThatThrownBy(this::launch).isInstanceOfSatisfying(Ec2Exception.class, refused -> {
            assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("RequestLimitExceeded");
            assertThat(refused.awsErrorDetails().errorMessage()).isEqualTo("Request limit exceeded.");
            assertThat(refused.statusCode()).isEqualTo(503);
        });
        answeredOf(this::register);
        assertThatThrownBy(this::register).isInstanceOfSatisfying(EcsException.class, refused -> {
            assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("ThrottlingException");
            assertThat(refused.awsErrorDetails().errorMessage()).isEqualTo("Rate exceeded");
            assertThat(refused.statusCode()).isEqualTo(400);
        });
    }

    @Test
    void registeringAndDeregisteringTaskDefinitionsShareOneBucket() {
        for (var i = 0; i < 12; i++) register();
        assertThat(answeredOf(this::deregister)).isEqualTo(8);
        cloud.pass(Duration.ofSeconds(3));
        assertThat(answeredOf(this::register)).isEqualTo(3);
    }

    @Test
    void askingForAllInstancesInOneAnswerIsTakenHalfAsOften() {
        assertThat(answeredOf(() -> ec2.describeInstances())).isEqualTo(50);
        assertThat(answeredOf(() -> ec2.describeInstances(request -> request.maxResults(1_000))))
                .isEqualTo(100);
        cloud.pass(Duration.ofSeconds(1));
        assertThat(answeredOf(() -> ec2.describeInstances(request -> request.filters(
                        filter -> filter.name("instance-state-name").values("running")))))
                .isEqualTo(20);
        assertThat(answeredOf(() -> ec2.describeInstances())).isEqualTo(10);
    }

    @Test
    void anotherRegionAnswersOn() {
        answeredOf(this::launch);
        try (var elsewhere = cloud.client(Ec2Client.builder(), 1, Region.US_EAST_1)) {
            assertThat(answeredOf(() -> elsewhere.runInstances(request -> AdminCloud.spot(request, "us-east-1a", 1))))
                    .isEqualTo(5);
        }
    }

    @Test
    void whatStatesNoNumbersIsNotThrottledNorIsTheAdminApi() {
        try (var sqs = cloud.client(SqsClient.builder())) {
            assertThat(answeredOf(() -> sqs.listQueues())).isEqualTo(MORE_THAN_ANY);
        }
        answeredOf(this::launch);
        for (var i = 0; i < MORE_THAN_ANY; i++) cloud.get("clock");
    }

    @Test
    void anotherWorldBeginsWithFullBuckets() {
        answeredOf(this::launch);
        cloud.post("reset", "");
        assertThat(answeredOf(this::launch)).isEqualTo(5);
    }

    @Test
    void aThrottledCallUsesUpNoFault() {
        answeredOf(this::launch);
        cloud.post(
                "faults",
                "{\"kind\":\"api-error\",\"operation\":\"RunInstances\",\"code\":\"InternalError\",\"count\":1}");
        assertThatThrownBy(this::launch).hasMessageContaining("Request limit exceeded.");
        assertThat(cloud.get("faults").at("/faults/0/hits").asInt()).isZero();
    }
}
