package dev.ballast.sim.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.Service;
import dev.ballast.sim.api.iam.IamApi;
import dev.ballast.sim.api.sts.StsApi;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.RequestSpotFleetRequest;
import software.amazon.awssdk.services.ec2.model.RequestSpotFleetResponse;
import software.amazon.awssdk.services.ec2.model.Reservation;
import software.amazon.awssdk.services.ecs.model.ListClustersRequest;
import software.amazon.awssdk.services.ecs.model.ListClustersResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlRequest;

/** The AWS CLI, whichever generation is installed, against operations of this test. */
class AwsCliTest {
    private record Run(int exit, String out, String err) {}

    private static final List<Object> received = new ArrayList<>();
    private static LocalWire wire;

    @TempDir
    private static Path home;

    @BeforeAll
    static void serve() throws Exception {
        Assumptions.assumeTrue(installed(), "the AWS CLI is not installed (no 'aws' on the PATH)");
        wire = new LocalWire(
                new StsApi(),
                new IamApi(),
                LocalWire.api(Service.EC2, operations -> {
                    operations.on("DescribeInstances", DescribeInstancesRequest::builder, (request, context) -> {
                        received.add(request);
                        if (request.hasInstanceIds()) {
                            throw AwsError.refused(
                                    "InvalidInstanceID.NotFound",
                                    "The instance ID '" + request.instanceIds().getFirst() + "' does not exist");
                        }
                        boolean first = request.nextToken() == null;
                        return DescribeInstancesResponse.builder()
                                .reservations(Reservation.builder()
                                        .reservationId(first ? "r-1" : "r-2")
                                        .instances(instance -> instance.instanceId("i-1"))
                                        .build())
                                .nextToken(first ? "second" : null)
                                .build();
                    });
                    operations.on("RequestSpotFleet", RequestSpotFleetRequest::builder, (request, context) -> {
                        received.add(request);
                        return RequestSpotFleetResponse.builder()
                                .spotFleetRequestId("sfr-1")
                                .build();
                    });
                }),
                LocalWire.api(
                        Service.ECS,
                        operations -> operations.on(
                                "ListClusters",
                                ListClustersRequest::builder,
                                (request, context) ->
                                        ListClustersResponse.builder().build())),
                LocalWire.api(
                        Service.SQS,
                        operations -> operations.on("GetQueueUrl", GetQueueUrlRequest::builder, (request, context) -> {
                            throw AwsError.refused(
                                            "AWS.SimpleQueueService.NonExistentQueue",
                                            "The specified queue does not exist.")
                                    .withShape("com.amazonaws.sqs#QueueDoesNotExist");
                        })));
    }

    @AfterAll
    static void stop() {
        if (wire != null) {
            wire.close();
        }
    }

    @Test
    void itKnowsWhoItIs() throws Exception {
        Run run = aws("sts", "get-caller-identity", "--query", "Arn", "--output", "text");
        assertThat(run.err()).isEmpty();
        assertThat(run.out().strip()).isEqualTo("arn:aws:iam::123456789012:root");
    }

    @Test
    void itFollowsThePagesOfAnAnswer() throws Exception {
        Run run = aws("ec2", "describe-instances", "--query", "Reservations[].ReservationId", "--output", "text");
        assertThat(run.err()).isEmpty();
        assertThat(run.out().split("\\s+")).containsExactly("r-1", "r-2");
    }

    @Test
    void itShowsRefusalsInAwssWords() throws Exception {
        Run run = aws("ec2", "describe-instances", "--instance-ids", "i-none");
        assertThat(run.exit()).isNotZero();
        assertThat(run.err())
                .contains("An error occurred (InvalidInstanceID.NotFound) when calling the DescribeInstances operation:"
                        + " The instance ID 'i-none' does not exist");
        assertThat(aws("sqs", "get-queue-url", "--queue-name", "none").err())
                .contains("(AWS.SimpleQueueService.NonExistentQueue)");
        assertThat(aws("ec2", "describe-vpcs").err()).contains("(InvalidAction)");
        assertThat(aws("ecs", "list-services").err()).contains("(UnknownOperationException)");
    }

    @Test
    void anEmptyListIsThereToBeIndexed() throws Exception {
        assertThat(aws("ecs", "list-clusters", "--output", "json").out().replaceAll("\\s", ""))
                .isEqualTo("{\"clusterArns\":[]}");
    }

    @Test
    void aFleetsFileArrivesWhole() throws Exception {
        Path file = home.resolve("spot_request.json");
        Files.writeString(file, """
                {"IamFleetRole": "arn:aws:iam::123456789012:role/fleet", "AllocationStrategy": "diversified",
                 "TargetCapacity": 15, "SpotPrice": "0.5", "ValidUntil": "2027-01-01T00:00:00Z",
                 "TerminateInstancesWithExpiration": true,
                 "LaunchSpecifications": [{"ImageId": "ami-76e95b05", "InstanceType": "m4.large", "KeyName": "ssh",
                   "SubnetId": "subnet-1, subnet-2", "UserData": "IyEK", "WeightedCapacity": 1.5,
                   "SecurityGroups": [{"GroupId": "sg-1"}], "IamInstanceProfile": {"Arn": "arn:aws:iam::1:x/y"},
                   "BlockDeviceMappings": [{"DeviceName": "/dev/xvdcz",
                     "Ebs": {"VolumeSize": 22, "VolumeType": "gp2", "DeleteOnTermination": true}}]}]}
                """);
        Run run = aws("ec2", "request-spot-fleet", "--spot-fleet-request-config", "file://" + file);
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("sfr-1");
        RequestSpotFleetRequest seen = (RequestSpotFleetRequest) received.getLast();
        assertThat(seen.spotFleetRequestConfig().targetCapacity()).isEqualTo(15);
        assertThat(seen.spotFleetRequestConfig()
                        .launchSpecifications()
                        .getFirst()
                        .blockDeviceMappings())
                .singleElement()
                .satisfies(device -> assertThat(device.ebs().volumeSize()).isEqualTo(22));
    }

    @Test
    void anInstanceProfileHasItsRole() throws Exception {
        Run run = aws(
                "iam",
                "get-instance-profile",
                "--instance-profile-name",
                "ecsInstanceRole",
                "--query",
                "InstanceProfile.[Arn,Roles[0].RoleName]",
                "--output",
                "text");
        assertThat(run.err()).isEmpty();
        assertThat(run.out().strip())
                .isEqualTo("arn:aws:iam::123456789012:instance-profile/ecsInstanceRole\tecsInstanceRole");
    }

    private static boolean installed() throws InterruptedException {
        try {
            return new ProcessBuilder("aws", "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException absent) {
            return false;
        }
    }

    private static Run aws(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("aws"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--endpoint-url", wire.server.endpoint().toString(), "--region", "eu-west-1"));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment()
                .putAll(Map.of(
                        "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE",
                        "AWS_SECRET_ACCESS_KEY", "secret",
                        "AWS_MAX_ATTEMPTS", "1",
                        "AWS_PAGER", "",
                        "AWS_CONFIG_FILE", home.resolve("config").toString(),
                        "AWS_SHARED_CREDENTIALS_FILE",
                                home.resolve("credentials").toString()));
        Path out = Files.createTempFile(home, "out", "");
        Path err = Files.createTempFile(home, "err", "");
        Process process =
                builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the AWS CLI did not end: " + command);
        }
        return new Run(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }
}
