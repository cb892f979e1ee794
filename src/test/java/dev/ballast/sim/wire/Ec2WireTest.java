package dev.ballast.sim.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.Service;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CreateTagsRequest;
import software.amazon.awssdk.services.ec2.model.CreateTagsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.EbsBlockDevice;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.InstanceType;
import software.amazon.awssdk.services.ec2.model.RequestSpotFleetRequest;
import software.amazon.awssdk.services.ec2.model.RequestSpotFleetResponse;
import software.amazon.awssdk.services.ec2.model.Reservation;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesResponse;
import software.amazon.awssdk.services.ec2.model.SpotFleetLaunchSpecification;
import software.amazon.awssdk.services.ec2.model.SpotFleetTagSpecification;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

class Ec2WireTest {
    private static final Instant LAUNCHED = Instant.parse("2026-01-05T07:59:30.125Z");
    private static final Instance INSTANCE = Instance.builder()
            .instanceId("i-0123456789abcdef0")
            .instanceType(InstanceType.M5_LARGE)
            .launchTime(LAUNCHED)
            .ebsOptimized(true)
            .amiLaunchIndex(3)
            .state(state -> state.code(16).name(InstanceStateName.RUNNING))
            .placement(placement -> placement.availabilityZone("eu-west-1b"))
            .securityGroups(GroupIdentifier.builder()
                    .groupId("sg-1")
                    .groupName("a & <b> \"c\" é 😀")
                    .build())
            .tags(Tag.builder().key("Name").value("web").build())
            .build();

    private static final List<Object> received = new ArrayList<>();
    private static final List<CallContext> contexts = new ArrayList<>();
    private static LocalWire wire;
    private static Ec2Client ec2;

    @BeforeAll
    static void serve() {
        wire = new LocalWire(LocalWire.api(Service.EC2, operations -> {
            operations.on("DescribeInstances", DescribeInstancesRequest::builder, (request, context) -> {
                received.add(request);
                contexts.add(context);
                if (request.instanceIds().contains("i-none")) {
                    throw AwsError.refused("InvalidInstanceID.NotFound", "The instance ID 'i-none' does not exist");
                }
                if (request.instanceIds().contains("i-fault")) {
                    throw new IllegalStateException("a fault on purpose");
                }
                DescribeInstancesResponse.Builder answer = DescribeInstancesResponse.builder();
                return request.instanceIds().contains("i-0")
                        ? answer.build()
                        : answer.reservations(Reservation.builder()
                                        .reservationId("r-1")
                                        .instances(INSTANCE)
                                        .build())
                                .nextToken("more")
                                .build();
            });
            operations.on("RequestSpotFleet", RequestSpotFleetRequest::builder, (request, context) -> {
                received.add(request);
                return RequestSpotFleetResponse.builder()
                        .spotFleetRequestId("sfr-1")
                        .build();
            });
            operations.on("CreateTags", CreateTagsRequest::builder, (request, context) -> {
                received.add(request);
                return CreateTagsResponse.builder().build();
            });
            operations
                    .on("RunInstances", RunInstancesRequest::builder, (request, context) -> {
                        received.add(request);
                        return RunInstancesResponse.builder()
                                .reservationId("r-" + received.size())
                                .build();
                    })
                    .idempotent(
                            RunInstancesRequest::clientToken,
                            AwsError.refused(
                                    "IdempotentParameterMismatch", "Arguments differ from the first request."));
        }));
        ec2 = wire.client(Ec2Client.builder());
    }

    @AfterAll
    static void stop() {
        ec2.close();
        wire.close();
    }

    @Test
    void anInstanceComesBackAsTheOperationDescribedIt() {
        DescribeInstancesResponse answer = ec2.describeInstances(request -> request.instanceIds("i-1", "i-2")
                .filters(
                        filter -> filter.name("tag:Name").values("web", "w & b"),
                        filter -> filter.name("vpc-id").values("vpc-1"))
                .maxResults(5));

        assertThat(answer.reservations().getFirst().instances()).containsExactly(INSTANCE);
        assertThat(answer.nextToken()).isEqualTo("more");
        DescribeInstancesRequest seen = (DescribeInstancesRequest) received.getLast();
        assertThat(seen.instanceIds()).containsExactly("i-1", "i-2");
        assertThat(seen.filters()).hasSize(2);
        assertThat(seen.filters().getFirst().values()).containsExactly("web", "w & b");
        assertThat(seen.maxResults()).isEqualTo(5);
    }

    @Test
    void theContextSaysWhoAskedWhereAndWhen() {
        ec2.describeInstances(request -> request.instanceIds("i-1"));
        CallContext context = contexts.getLast();
        assertThat(context.region()).isEqualTo("eu-west-1");
        assertThat(context.accessKeyId()).isEqualTo("AKIDEXAMPLE");
        assertThat(context.accountId()).isEqualTo("123456789012");
        assertThat(context.now()).isEqualTo(LocalWire.START);
        assertThat(context.arn("instance/i-1")).isEqualTo("arn:aws:ec2:eu-west-1:123456789012:instance/i-1");
    }

    @Test
    void aSpotFleetsFormIsReadWithItsTagsVolumesAndGroups() {
        RequestSpotFleetRequest sent = RequestSpotFleetRequest.builder()
                .spotFleetRequestConfig(config -> config.iamFleetRole("arn:aws:iam::123456789012:role/fleet")
                        .allocationStrategy("diversified")
                        .targetCapacity(15)
                        .terminateInstancesWithExpiration(true)
                        .validUntil(Instant.parse("2027-01-01T00:00:00Z"))
                        .spotPrice("0.5")
                        .tagSpecifications(TagSpecification.builder()
                                .resourceType(ResourceType.SPOT_FLEET_REQUEST)
                                .tags(Tag.builder().key("owner").value("team").build())
                                .build())
                        .launchSpecifications(specification("m4.large", 1.5), specification("c4.xlarge", 2)))
                .build();

        assertThat(ec2.requestSpotFleet(sent).spotFleetRequestId()).isEqualTo("sfr-1");
        assertThat(received.getLast()).isEqualTo(sent);
    }

    private static SpotFleetLaunchSpecification specification(String type, double weight) {
        return SpotFleetLaunchSpecification.builder()
                .imageId("ami-76e95b05")
                .instanceType(type)
                .weightedCapacity(weight)
                .subnetId("subnet-1, subnet-2")
                .userData("I2Nsb3VkLWNvbmZpZwo=")
                .iamInstanceProfile(profile -> profile.name("ecsInstanceRole"))
                .securityGroups(
                        GroupIdentifier.builder().groupId("sg-1").build(),
                        GroupIdentifier.builder().groupId("sg-2").build())
                .blockDeviceMappings(
                        device -> device.deviceName("/dev/xvda")
                                .ebs(EbsBlockDevice.builder()
                                        .volumeSize(8)
                                        .deleteOnTermination(true)
                                        .build()),
                        device -> device.deviceName("/dev/xvdcz")
                                .ebs(EbsBlockDevice.builder()
                                        .volumeSize(22)
                                        .volumeType("gp2")
                                        .build()))
                .tagSpecifications(SpotFleetTagSpecification.builder()
                        .resourceType("instance")
                        .tags(Tag.builder().key("Name").value("live").build())
                        .build())
                .build();
    }

    @Test
    void anOperationWithoutAnswerIsConfirmed() throws Exception {
        ec2.createTags(request ->
                request.resources("i-1").tags(Tag.builder().key("a").value("").build()));
        assertThat(((CreateTagsRequest) received.getLast()).tags().getFirst().value())
                .isEmpty();
        HttpResponse<String> raw =
                wire.form("ec2", "Action=CreateTags&Version=2016-11-15&ResourceId.1=i-1&Tag.1.Key=a");
        assertThat(raw.body()).contains("<return>true</return>");
    }

    @Test
    void anEmptyListAtTheTopIsWrittenForThoseWhoIndexIt() throws Exception {
        HttpResponse<String> raw = wire.form("ec2", "Action=DescribeInstances&Version=2016-11-15&InstanceId.1=i-0");
        assertThat(raw.statusCode()).isEqualTo(200);
        assertThat(raw.body())
                .startsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                        + "<DescribeInstancesResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><requestId>")
                .endsWith("</requestId><reservationSet/></DescribeInstancesResponse>");
        assertThat(raw.headers().firstValue("x-amzn-requestid")).isPresent();
        assertThat(raw.headers().firstValue("date")).contains("Mon, 05 Jan 2026 08:00:00 GMT");
    }

    @Test
    void aRefusalReachesTheSdkWithCodeStatusAndRequestId() {
        assertThatThrownBy(() -> ec2.describeInstances(request -> request.instanceIds("i-none")))
                .isInstanceOfSatisfying(Ec2Exception.class, error -> {
                    assertThat(error.awsErrorDetails().errorCode()).isEqualTo("InvalidInstanceID.NotFound");
                    assertThat(error.awsErrorDetails().errorMessage())
                            .isEqualTo("The instance ID 'i-none' does not exist");
                    assertThat(error.statusCode()).isEqualTo(400);
                    assertThat(error.requestId()).matches("[0-9a-f-]{36}");
                });
    }

    @Test
    void aFaultOfTheLocalCloudIsAnInternalErrorOfTheService() {
        assertThatThrownBy(() -> ec2.describeInstances(request -> request.instanceIds("i-fault")))
                .isInstanceOfSatisfying(Ec2Exception.class, error -> {
                    assertThat(error.awsErrorDetails().errorCode()).isEqualTo("InternalError");
                    assertThat(error.statusCode()).isEqualTo(500);
                });
    }

    @Test
    void missingParametersAreNamedAsTheFormNamesThem() throws Exception {
        assertThat(wire.form("ec2", "Action=RunInstances&Version=2016-11-15&MinCount=1")
                        .body())
                .contains(
                        "<Response><Errors><Error><Code>MissingParameter</Code>"
                                + "<Message>The request must contain the parameter MaxCount</Message></Error></Errors><RequestID>");
        assertThat(wire.form(
                                "ec2",
                                "Action=RequestSpotFleet&Version=2016-11-15&SpotFleetRequestConfig.TargetCapacity=1")
                        .body())
                .contains("The request must contain the parameter SpotFleetRequestConfig.IamFleetRole");
    }

    @Test
    void valuesThatAreNoneAreRefusedByNameAndValue() throws Exception {
        assertThat(wire.form("ec2", "Action=RunInstances&MinCount=one&MaxCount=1")
                        .body())
                .contains("<Code>InvalidParameterValue</Code>", "Value (one) for parameter MinCount is invalid.");
        assertThat(wire.form(
                                "ec2",
                                "Action=RequestSpotFleet&SpotFleetRequestConfig.TargetCapacity=1"
                                        + "&SpotFleetRequestConfig.IamFleetRole=r"
                                        + "&SpotFleetRequestConfig.AllocationStrategy=cheapest")
                        .body())
                .contains("Value (cheapest) for parameter SpotFleetRequestConfig.AllocationStrategy is invalid.");
        assertThat(wire.form("ec2", "Action=DescribeInstances&Filter.one.Name=x")
                        .body())
                .contains("<Code>UnknownParameter</Code>", "The parameter Filter.one is not recognized");
        assertThat(wire.form("ec2", "Action=DescribeInstances&Colour=red").body())
                .contains("The parameter Colour is not recognized");
    }

    @Test
    void instanceTypesAreTheCataloguesToJudge() throws Exception {
        assertThat(wire.form("ec2", "Action=RunInstances&MinCount=1&MaxCount=1&InstanceType=z99.huge")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aDryRunIsCheckedAndThenNotRun() {
        int before = received.size();
        assertThatThrownBy(() -> ec2.runInstances(
                        request -> request.minCount(1).maxCount(1).dryRun(true)))
                .isInstanceOfSatisfying(Ec2Exception.class, error -> {
                    assertThat(error.awsErrorDetails().errorCode()).isEqualTo("DryRunOperation");
                    assertThat(error.statusCode()).isEqualTo(412);
                });
        assertThat(received).hasSize(before);
    }

    @Test
    void aClientTokenDoesItsWorkOnce() {
        RunInstancesResponse first =
                ec2.runInstances(request -> request.minCount(1).maxCount(1).clientToken("t-1"));
        RunInstancesResponse again =
                ec2.runInstances(request -> request.minCount(1).maxCount(1).clientToken("t-1"));
        assertThat(again.reservationId()).isEqualTo(first.reservationId());
        assertThatThrownBy(() -> ec2.runInstances(
                        request -> request.minCount(1).maxCount(2).clientToken("t-1")))
                .isInstanceOfSatisfying(
                        Ec2Exception.class,
                        error -> assertThat(error.awsErrorDetails().errorCode())
                                .isEqualTo("IdempotentParameterMismatch"));
    }

    @Test
    void unknownAndMissingActionsAreEc2Errors() throws Exception {
        HttpResponse<String> unknown = wire.form("ec2", "Action=MakeCoffee&Version=2016-11-15");
        assertThat(unknown.statusCode()).isEqualTo(400);
        assertThat(unknown.body())
                .contains(
                        "<Code>InvalidAction</Code><Message>The action MakeCoffee is not valid for this web service.");
        assertThat(wire.form("ec2", "Version=2016-11-15").body()).contains("<Code>MissingAction</Code>");
    }
}
