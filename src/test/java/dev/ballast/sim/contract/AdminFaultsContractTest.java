package dev.ballast.sim.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.sim.api.admin.Secrecy;
import dev.ballast.sim.world.World;
import dev.ballast.sim.world.faults.Storminess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.RunInstancesResponse;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.ecs.model.Task;

/** {@code /_ballast/faults} as the AWS SDK sees them. */
class AdminFaultsContractTest {
    private final AdminCloud cloud = new AdminCloud();
    private final Ec2Client ec2 = cloud.client(Ec2Client.builder());
    private final EcsClient ecs = cloud.client(EcsClient.builder());

    @AfterEach
    void close() {
        ec2.close();
        ecs.close();
        cloud.close();
    }

    private String fault(String body) {
        return cloud.post("faults", body).path("fault").path("id").asText();
    }

    private int faults() {
        return cloud.get("faults").path("faults").size();
    }

    private RunInstancesResponse launch(String zone) {
        return ec2.runInstances(request -> AdminCloud.spot(request, zone, 1));
    }

    private boolean throttled(Runnable call) {
        try {
            call.run();
            return false;
        } catch (Ec2Exception refused) {
            assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("RequestLimitExceeded");
            assertThat(refused.statusCode()).isEqualTo(503);
            return true;
        }
    }

    @Test
    void anOperationIsRefusedSoManyTimesAndThenAnswersAgain() {
        cloud.post(
                "faults",
                "{\"kind\":\"api-error\",\"service\":\"ec2\",\"operation\":\"DescribeInstances\","
                        + "\"code\":\"RequestLimitExceeded\",\"count\":2}");
        assertThat(throttled(() -> ec2.describeVpcs())).isFalse();
        assertThat(throttled(() -> ec2.describeInstances())).isTrue();
        assertThat(cloud.get("faults").at("/faults/0/hits").asInt()).isEqualTo(1);
        assertThat(throttled(() -> ec2.describeInstances())).isTrue();
        assertThat(throttled(() -> ec2.describeInstances())).isFalse();
        assertThat(faults()).isZero();
    }

    @Test
    void theSdkTriesAgainUntilItSucceeds() {
        cloud.post(
                "faults", "{\"kind\":\"api-error\",\"service\":\"ec2\",\"code\":\"RequestLimitExceeded\",\"count\":2}");
        try (var patient = cloud.client(Ec2Client.builder(), 4)) {
            assertThat(patient.describeInstances().reservations()).isEmpty();
        }
        assertThat(faults()).isZero();
    }

    @Test
    void aServiceIsAwayForADuration() {
        cloud.post(
                "faults",
                "{\"kind\":\"api-error\",\"service\":\"ecs\",\"code\":\"ServerException\",\"duration\":\"PT5M\"}");
        assertThatThrownBy(() -> ecs.listClusters())
                .isInstanceOfSatisfying(
                        EcsException.class,
                        refused -> assertThat(refused.statusCode()).isEqualTo(500));
        ec2.describeInstances();
        cloud.pass(Duration.ofMinutes(5));
        assertThat(ecs.listClusters().clusterArns()).isEmpty();
        assertThat(faults()).isZero();
    }

    @Test
    void aShareIsDrawnFromTheSeed() {
        var body = "{\"kind\":\"api-error\",\"service\":\"ec2\",\"code\":\"RequestLimitExceeded\",\"share\":0.5}";
        var first = drawn(body);
        assertThat(first).contains(true, false);
        cloud.post("reset", "");
        assertThat(drawn(body)).isEqualTo(first);
    }

    private List<Boolean> drawn(String body) {
        cloud.post("faults", body);
        var drawn = new ArrayList<Boolean>();
        for (var i = 0; i < 24; i++) drawn.add(throttled(() -> ec2.describeInstances()));
        return drawn;
    }

    @Test
    void aCodeThatNobodyKnowsIsWrittenAsItWasGiven() {
        cloud.post(
                "faults",
                "{\"kind\":\"api-error\",\"code\":\"Odd.Code\",\"status\":418,\"message\":\"No tea.\",\"region\":\"eu-west-1\"}");
        assertThatThrownBy(() -> ec2.describeInstances()).isInstanceOfSatisfying(Ec2Exception.class, refused -> {
            assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("Odd.Code");
            assertThat(refused.awsErrorDetails().errorMessage()).isEqualTo("No tea.");
            assertThat(refused.statusCode()).isEqualTo(418);
        });
    }

    @Test
    void aLostAnswerLeavesTheWorkDoneAndTheTokenFindsIt() {
        cloud.post("faults", "{\"kind\":\"lost-answers\",\"operation\":\"RunInstances\",\"count\":1}");
        assertThatThrownBy(() -> ec2.runInstances(
                        request -> AdminCloud.spot(request, "eu-west-1a", 1).clientToken("once")))
                .isInstanceOf(SdkClientException.class);
        var there =
                ec2.describeInstances().reservations().getFirst().instances().getFirst();
        var again = ec2.runInstances(
                request -> AdminCloud.spot(request, "eu-west-1a", 1).clientToken("once"));
        assertThat(again.instances().getFirst().instanceId()).isEqualTo(there.instanceId());
        assertThat(ec2.describeInstances().reservations()).hasSize(1);
    }

    @Test
    @Timeout(60)
    void aSlowAnswerComesWhenTheWorldsTimeHasPassed() throws Exception {
        cloud.post("faults", "{\"kind\":\"slow-answers\",\"operation\":\"RunInstances\",\"delay\":\"PT30S\"}");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var call = threads.submit(() -> launch("eu-west-1a"));
            // The work is done at once; its answer waits for a clock that stands still.
            while (ec2.describeInstances().reservations().isEmpty()) Thread.onSpinWait();
            cloud.pass(Duration.ofSeconds(29));
            assertThat(call.isDone()).isFalse();
            cloud.pass(Duration.ofSeconds(1));
            assertThat(call.get(30, TimeUnit.SECONDS).instances()).hasSize(1);
        }
    }

    @Test
    void aPoolIsWithdrawnLimitedAndRestored() {
        cloud.post("faults", "{\"kind\":\"capacity\",\"pool\":\"m5.large/eu-west-1a\",\"instances\":1}");
        launch("eu-west-1a");
        assertThatThrownBy(() -> launch("eu-west-1a")).hasMessageContaining("There is no Spot capacity available");
        launch("eu-west-1b");
        var withdrawn = fault("{\"kind\":\"capacity\",\"pool\":\"m5.large/eu-west-1b\",\"duration\":\"PT10M\"}");
        assertThatThrownBy(() -> launch("eu-west-1b")).hasMessageContaining("There is no Spot capacity available");
        cloud.post("faults", "{\"kind\":\"capacity-restored\",\"pool\":\"m5.large/eu-west-1a\"}");
        launch("eu-west-1a");
        assertThat(cloud.get("faults").at("/faults/0/id").asText()).isEqualTo(withdrawn);
        cloud.pass(Duration.ofMinutes(10));
        launch("eu-west-1b");
        assertThat(faults()).isZero();
    }

    @Test
    void theDroughtOfAnInterruptedPoolEndsWhenItIsRestored() {
        cloud.spotHosts(ec2, "live", "eu-west-1a", 1);
        cloud.post("interrupt", "{\"pool\":\"m5.large/eu-west-1a\"}");
        assertThatThrownBy(() -> launch("eu-west-1a")).isInstanceOf(Ec2Exception.class);
        cloud.post("faults", "{\"kind\":\"capacity-restored\",\"pool\":\"m5.large/eu-west-1a\"}");
        launch("eu-west-1a");
    }

    private List<Boolean> connected() {
        var arns =
                ecs.listContainerInstances(request -> request.cluster("live")).containerInstanceArns();
        return ecs
                .describeContainerInstances(request -> request.cluster("live").containerInstances(arns))
                .containerInstances()
                .stream()
                .sorted((one, other) -> one.ec2InstanceId().compareTo(other.ec2InstanceId()))
                .map(ContainerInstance::agentConnected)
                .toList();
    }

    @Test
    void aZoneThatIsAwayTakesNoLaunchAndLosesItsAgentsUntilItIsBack() {
        cloud.spotHosts(ec2, "live", "eu-west-1a", 2);
        cloud.spotHosts(ec2, "live", "eu-west-1b", 1);
        fault("{\"kind\":\"zone-away\",\"zone\":\"eu-west-1a\",\"duration\":\"PT20M\"}");
        assertThat(connected()).containsOnlyOnce(true).hasSize(3);
        assertThatThrownBy(() -> launch("eu-west-1a")).isInstanceOf(Ec2Exception.class);
        // One that asks for no zone finds another.
        ec2.runInstances(request -> request.imageId(AdminCloud.IMAGE)
                .instanceType("m5.large")
                .minCount(1)
                .maxCount(1));
        cloud.pass(Duration.ofMinutes(19));
        assertThat(connected()).contains(false);
        cloud.pass(Duration.ofMinutes(2));
        assertThat(connected()).containsOnly(true);
        launch("eu-west-1a");
    }

    @Test
    void agentsLoseTheirConnectionAndGetItBack() {
        var ids = cloud.spotHosts(ec2, "live", "eu-west-1a", 2);
        fault("{\"kind\":\"agents-disconnected\",\"instanceIds\":[\"" + ids.get(0) + "\",\"" + ids.get(1) + "\"]}");
        assertThat(connected()).containsExactly(false, false);
        cloud.pass(Duration.ofMinutes(30));
        assertThat(connected()).containsExactly(false, false);
        cloud.post("faults", "{\"kind\":\"agents-connected\",\"instanceIds\":[\"" + ids.get(0) + "\"]}");
        cloud.pass(Duration.ofMinutes(1));
        assertThat(connected()).containsExactlyInAnyOrder(true, false);
        cloud.post("faults", "{\"clear\":\"all\"}");
        cloud.pass(Duration.ofMinutes(1));
        assertThat(connected()).containsExactly(true, true);
    }

    @Test
    void aHostThatNeverRegistersRunsAndCostsOn() {
        fault("{\"kind\":\"boots-never-register\",\"zone\":\"eu-west-1a\",\"count\":1}");
        var id = cloud.spotHosts(ec2, "live", "eu-west-1a", 2);
        assertThat(id).allSatisfy(one -> assertThat(AdminCloud.state(ec2, one)).isEqualTo("running"));
        assertThat(connected()).hasSize(1);
        assertThat(faults()).isZero();
        cloud.pass(Duration.ofHours(1));
        assertThat(connected()).hasSize(1);
    }

    @Test
    void anImageThatCannotBePulledStopsItsTasks() {
        cloud.spotHosts(ec2, "live", "eu-west-1a", 1);
        for (var image : List.of("good", "bad"))
            ecs.registerTaskDefinition(request -> request.family(image)
                    .containerDefinitions(container ->
                            container.name("main").image(image + ":1").memory(128)));
        var id = fault(
                "{\"kind\":\"image-pulls-fail\",\"image\":\"bad:1\",\"reason\":\"CannotPullContainerError: gone\"}");
        var good = task("good");
        var bad = task("bad");
        cloud.pass(Duration.ofMinutes(1));
        assertThat(told(good).lastStatus()).isEqualTo("RUNNING");
        assertThat(told(bad).lastStatus()).isEqualTo("STOPPED");
        assertThat(told(bad).containers().getFirst().reason()).isEqualTo("CannotPullContainerError: gone");
        cloud.post("faults", "{\"clear\":\"" + id + "\"}");
        var mended = task("bad");
        cloud.pass(Duration.ofMinutes(1));
        assertThat(told(mended).lastStatus()).isEqualTo("RUNNING");
    }

    private String task(String family) {
        return ecs.runTask(request -> request.cluster("live").taskDefinition(family))
                .tasks()
                .getFirst()
                .taskArn();
    }

    private Task told(String arn) {
        return ecs.describeTasks(request -> request.cluster("live").tasks(arn))
                .tasks()
                .getFirst();
    }

    @Test
    void faultsAreListedAsTheyWereOrderedAndClearedById() {
        var first =
                fault("{\"kind\":\"slow-answers\",\"service\":\"sqs\",\"delay\":\"PT2S\",\"share\":0.25,\"count\":9}");
        var second = fault("{\"kind\":\"zone-away\",\"zone\":\"eu-west-1c\",\"duration\":\"PT1H\"}");
        var listed = cloud.get("faults").path("faults");
        assertThat(listed.get(0))
                .hasToString("{\"id\":\"" + first
                        + "\",\"kind\":\"slow-answers\",\"service\":\"sqs\",\"delay\":\"PT2S\",\"share\":0.25,\"count\":9,"
                        + "\"since\":\"2026-01-05T08:00:00Z\",\"hits\":0}");
        assertThat(listed.get(1))
                .hasToString("{\"id\":\"" + second
                        + "\",\"kind\":\"zone-away\",\"zone\":\"eu-west-1c\",\"since\":\"2026-01-05T08:00:00Z\","
                        + "\"until\":\"2026-01-05T09:00:00Z\",\"hits\":0}");
        assertThat(cloud.post("faults", "{\"clear\":\"" + first + "\"}").path("faults"))
                .hasSize(1);
        assertThat(cloud.refusal("faults", "{\"clear\":\"" + first + "\"}"))
                .isEqualTo("ResourceNotFoundException: There is no fault " + first + ", or it is over.");
        assertThat(cloud.post("faults", "{\"clear\":\"all\"}").path("faults")).isEmpty();
    }

    @Test
    void aStormBringsItsOwnFaultsSubsidesWhenToldAndIsBackAfterAReset() {
        try (var stormy = new AdminCloud(Secrecy.HIDDEN, World.Rules.DEFAULT.with(Storminess.STORM))) {
            stormy.pass(Duration.ofHours(4));
            var faults = stormy.get("faults").path("faults");
            assertThat(faults).isNotEmpty().allMatch(fault -> fault.has("until"));
            assertThat(stormy.post("faults", "{\"clear\":\"storm\"}").path("faults"))
                    .isEqualTo(faults);
            stormy.pass(Duration.ofDays(1));
            assertThat(stormy.get("faults").path("faults")).isEmpty();
            stormy.post("reset", "");
            stormy.pass(Duration.ofHours(4));
            assertThat(stormy.get("faults").path("faults")).isEqualTo(faults);
        }
    }

    @Test
    void oneMoreFaultDoesNotChangeWhatIsDrawnElsewhere() {
        var plain = launch("eu-west-1a").instances().getFirst().instanceId();
        cloud.post("reset", "");
        fault("{\"kind\":\"api-error\",\"code\":\"InternalError\",\"service\":\"sqs\",\"share\":0.5}");
        assertThat(launch("eu-west-1a").instances().getFirst().instanceId()).isEqualTo(plain);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{}|'kind' or 'clear' must say what is meant",
                "{\"kind\":\"bad-luck\"}|'kind' must be one of capacity, capacity-restored, zone-away",
                "{\"kind\":\"capacity\"}|'pool' is missing",
                "{\"kind\":\"capacity\",\"pool\":\"m5.huge/eu-west-1a\"}|there is no instance type m5.huge",
                "{\"kind\":\"capacity\",\"pool\":\"m5.large/mars-1z\"}|there is no zone mars-1z",
                "{\"kind\":\"capacity\",\"pool\":\"m5.large/eu-west-1a\",\"instances\":-1,\"for\":1}|'instances' must be a whole number from 0 to 1000000, not -1; there is no 'for' here",
                "{\"kind\":\"zone-away\",\"zone\":\"eu-west-1\"}|there is no zone eu-west-1",
                "{\"kind\":\"api-error\",\"service\":\"ec3\",\"code\":\"X\"}|there is no service 'ec3', only ec2, ",
                "{\"kind\":\"api-error\",\"service\":\"ec2\",\"operation\":\"RunTask\",\"code\":\"X\"}|no operation 'RunTask' of ec2",
                "{\"kind\":\"api-error\",\"operation\":\"RunTask\"}|'code' is missing",
                "{\"kind\":\"api-error\",\"code\":\"X\",\"status\":200}|'status' must be an HTTP status from 400 to 599",
                "{\"kind\":\"api-error\",\"code\":\"X\",\"share\":0,\"count\":0}|'share' must be a number above 0 and at most 1, not 0; 'count' must be",
                "{\"kind\":\"slow-answers\",\"delay\":\"PT2H\"}|'delay' must be a duration",
                "{\"kind\":\"lost-answers\",\"duration\":\"-PT1S\"}|'duration' must be a duration",
                "{\"kind\":\"agents-disconnected\",\"instanceIds\":[\"i-0\"]}|The instance i-0 is no container instance",
                "{\"clear\":7}|'clear' must be a text",
                "{\"clear\":\"all\",\"kind\":\"capacity\"}|there is no 'kind' here, only clear"
            })
    void whatMakesNoSenseIsRefused(String body, String sentence) {
        assertThat(cloud.refusal("faults", body)).contains(sentence);
        assertThat(faults()).isZero();
    }
}
