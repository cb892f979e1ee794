package dev.ballast.sim.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ballast.model.CapacityPool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.SpotFleetRequestConfig;
import software.amazon.awssdk.services.ec2.model.SpotFleetRequestConfigData;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The article's job: its own JSON, five instances, then twenty. */
class SpotFleetContractTest {
    private static final Path ARTICLE = Path.of("../shared/examples/spot_request.json");

    private final ContractCloud cloud = new ContractCloud();
    private final Ec2Client ec2 = cloud.client(Ec2Client.builder());

    @AfterEach
    void close() {
        ec2.close();
        cloud.close();
    }

    private static SpotFleetRequestConfigData article() {
        assumeTrue(Files.exists(ARTICLE), () -> ARTICLE + " is not here: the article's fleet request was not tried");
        try {
            return JsonOfMembers.read(
                    new ObjectMapper().readTree(ARTICLE.toFile()), SpotFleetRequestConfigData.builder());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static SpotFleetRequestConfigData mended() {
        return article().toBuilder().validFrom(null).validUntil(null).build();
    }

    private String request(SpotFleetRequestConfigData config) {
        return ec2.requestSpotFleet(request -> request.spotFleetRequestConfig(config))
                .spotFleetRequestId();
    }

    private SpotFleetRequestConfig describe(String id) {
        return ec2.describeSpotFleetRequests(request -> request.spotFleetRequestIds(id))
                .spotFleetRequestConfigs()
                .getFirst();
    }

    private List<Instance> instances() {
        return ec2.describeInstancesPaginator().reservations().stream()
                .flatMap(reservation -> reservation.instances().stream())
                .toList();
    }

    @Test
    void datesLongPastAreRefused() {
        assertThatThrownBy(() -> request(article())).isInstanceOfSatisfying(Ec2Exception.class, refused -> {
            assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("InvalidSpotFleetRequestConfig");
            assertThat(refused.awsErrorDetails().errorMessage())
                    .isEqualTo("Parameter: SpotFleetRequestConfig.ValidUntil is invalid.");
        });
        assertThat(instances()).isEmpty();
    }

    @Test
    void fiveInstancesComeUpInFivePoolsAndTwentyAfterTheModification() {
        try (var ecs = cloud.client(EcsClient.builder())) {
            ecs.createCluster(it -> it.clusterName("live"));
            var id = request(mended());
            assertThat(describe(id).spotFleetRequestStateAsString()).isEqualTo("submitted");
            cloud.pass(Duration.ofMinutes(2));
            assertThat(describe(id).activityStatusAsString()).isEqualTo("fulfilled");
            assertThat(ec2.describeSpotFleetInstances(it -> it.spotFleetRequestId(id))
                            .activeInstances())
                    .hasSize(5);
            var pools = new HashSet<String>();
            for (var instance : instances()) {
                pools.add(instance.instanceTypeAsString() + instance.placement().availabilityZone());
                assertThat(instance.blockDeviceMappings())
                        .extracting(device -> device.deviceName())
                        .containsExactly("/dev/xvda", "/dev/xvdcz", "/dev/sdb");
                assertThat(instance.keyName()).isEqualTo("YourSSHKey");
            }
            assertThat(pools).hasSize(5);
            assertThat(ec2.modifySpotFleetRequest(
                                    it -> it.spotFleetRequestId(id).targetCapacity(20))
                            .returnValue())
                    .isTrue();
            assertThat(describe(id).spotFleetRequestStateAsString()).isEqualTo("modifying");
            cloud.pass(Duration.ofMinutes(2));
            assertThat(instances()).hasSize(20);
            assertThat(ecs.listContainerInstances(it -> it.cluster("live").status("ACTIVE"))
                            .containerInstanceArns())
                    .hasSize(20);
        }
    }

    @Test
    void theRequestIsToldAsItWasMade() {
        var id = request(mended());
        var told = describe(id).spotFleetRequestConfig();
        var asked = mended();
        assertThat(told.allocationStrategyAsString()).isEqualTo("diversified");
        assertThat(told.spotPrice()).isEqualTo("1");
        assertThat(told.launchSpecifications()).hasSize(30);
        var first = told.launchSpecifications().getFirst();
        var written = asked.launchSpecifications().getFirst();
        assertThat(first.userData()).isEqualTo(written.userData());
        assertThat(first.subnetId()).isEqualTo(written.subnetId());
        assertThat(first.securityGroups()).isEqualTo(written.securityGroups());
        assertThat(first.blockDeviceMappings()).isEqualTo(written.blockDeviceMappings());
        assertThat(first.iamInstanceProfile()).isEqualTo(written.iamInstanceProfile());
    }

    @Test
    void theSameTokenIsTheSameFleet() {
        var config = mended().toBuilder().clientToken("once").build();
        assertThat(request(config)).isEqualTo(request(config));
        assertThat(ec2.describeSpotFleetRequests().spotFleetRequestConfigs()).hasSize(1);
    }

    @Test
    void aPoolThatGoesAwayIsReplacedElsewhere() {
        var id = request(mended().toBuilder().targetCapacity(20).build());
        cloud.pass(Duration.ofMinutes(2));
        var victim = instances().getFirst();
        var pool = CapacityPool.spot(
                victim.instanceTypeAsString(), victim.placement().availabilityZone());
        cloud.gate.call(now -> cloud.world.ec2().interruptPool(pool));
        cloud.pass(Duration.ofMinutes(3));
        assertThat(ec2.describeSpotFleetInstances(it -> it.spotFleetRequestId(id))
                        .activeInstances())
                .hasSize(20)
                .noneMatch(it -> it.instanceId().equals(victim.instanceId()));
        assertThat(ec2.describeSpotFleetRequestHistory(it -> it.spotFleetRequestId(id)
                                .startTime(Instant.EPOCH)
                                .eventType("instanceChange"))
                        .historyRecords())
                .extracting(record -> record.eventInformation().eventSubType())
                .contains("launched", "termination_notified", "terminated");
    }

    @Test
    void whatAFleetDoesIsHeardOnAQueue() {
        try (var sqs = cloud.client(SqsClient.builder());
                var events = cloud.client(EventBridgeClient.builder())) {
            var queue = sqs.createQueue(it -> it.queueName("fleet")).queueUrl();
            var arn = "arn:aws:sqs:eu-west-1:123456789012:fleet";
            sqs.setQueueAttributes(it -> it.queueUrl(queue).attributesWithStrings(Map.of("Policy", """
                            {"Statement":[{"Effect":"Allow","Principal":{"Service":"events.amazonaws.com"},
                             "Action":"sqs:SendMessage","Resource":"*"}]}""")));
            events.putRule(it -> it.name("fleet").eventPattern("{\"source\":[\"aws.ec2spotfleet\"]}"));
            events.putTargets(
                    it -> it.rule("fleet").targets(target -> target.id("queue").arn(arn)));
            var id = request(mended());
            cloud.pass(Duration.ofSeconds(30));
            var heard = new ArrayList<String>();
            for (var batch = sqs.receiveMessage(it -> it.queueUrl(queue).maxNumberOfMessages(10))
                            .messages();
                    !batch.isEmpty();
                    batch = sqs.receiveMessage(it -> it.queueUrl(queue).maxNumberOfMessages(10))
                            .messages()) batch.forEach(message -> heard.add(message.body()));
            assertThat(heard)
                    .hasSize(7)
                    .allMatch(event -> event.contains("arn:aws:ec2:eu-west-1:123456789012:spot-fleet-request/" + id))
                    .anyMatch(event -> event.contains("EC2 Spot Fleet State Change") && event.contains("\"submitted\""))
                    .anyMatch(event ->
                            event.contains("EC2 Spot Fleet Instance Change") && event.contains("\"launched\""));
        }
    }

    @Test
    void cancellingTerminatesWhereItIsAskedTo() {
        var id = request(mended());
        cloud.pass(Duration.ofMinutes(2));
        var answer =
                ec2.cancelSpotFleetRequests(it -> it.spotFleetRequestIds(id, "sfr-00000000-0000-0000-0000-000000000000")
                        .terminateInstances(true));
        assertThat(answer.successfulFleetRequests().getFirst().currentSpotFleetRequestStateAsString())
                .isEqualTo("cancelled_terminating");
        assertThat(answer.unsuccessfulFleetRequests().getFirst().error().codeAsString())
                .isEqualTo("fleetRequestIdDoesNotExist");
        cloud.pass(Duration.ofMinutes(1));
        assertThat(describe(id).spotFleetRequestStateAsString()).isEqualTo("cancelled");
    }

    @Test
    void specificationsAndTemplatesExcludeEachOther() {
        assertThatThrownBy(() -> request(mended().toBuilder()
                        .launchTemplateConfigs(it -> it.launchTemplateSpecification(
                                template -> template.launchTemplateName("hosts").version("1")))
                        .build()))
                .isInstanceOfSatisfying(
                        Ec2Exception.class,
                        refused -> assertThat(refused.awsErrorDetails().errorCode())
                                .isEqualTo("InvalidSpotFleetRequestConfig"));
    }
}
