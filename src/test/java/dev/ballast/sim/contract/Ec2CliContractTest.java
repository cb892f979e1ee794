package dev.ballast.sim.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** EC2 as the AWS CLI sees it, a short story through most of its operations. */
class Ec2CliContractTest {
    @TempDir
    Path home;

    private ContractCloud cloud;
    private AwsCli cli;

    @BeforeEach
    void start() {
        assumeTrue(AwsCli.isInstalled(), "the AWS CLI is not installed (no 'aws' on the PATH)");
        cloud = new ContractCloud();
        cli = new AwsCli(cloud.server.endpoint(), home);
    }

    @AfterEach
    void stop() {
        if (cloud != null) cloud.close();
    }

    /** What the call prints as text for a query. */
    private String ask(String query, String... arguments) throws Exception {
        var all = new String[arguments.length + 5];
        all[0] = "ec2";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[arguments.length + 1] = "--query";
        all[arguments.length + 2] = query;
        all[arguments.length + 3] = "--output";
        all[arguments.length + 4] = "text";
        var ran = cli.run(all);
        assertThat(ran.exit()).as(String.join(" ", all) + "\n" + ran.err()).isZero();
        return ran.out();
    }

    @Test
    void anInstanceIsLaunchedFoundTaggedStoppedAndTerminated() throws Exception {
        var id = ask(
                "Instances[0].InstanceId",
                "run-instances",
                "--image-id",
                "ami-76e95b05",
                "--instance-type",
                "m5.large",
                "--tag-specifications",
                "ResourceType=instance,Tags=[{Key=Name,Value=live-1}]",
                "--user-data",
                "#!/bin/sh\necho ECS_CLUSTER=live > /etc/ecs/ecs.config");
        cloud.pass(Duration.ofSeconds(90));
        ask("@", "wait", "instance-running", "--instance-ids", id);
        assertThat(ask(
                        "Reservations[].Instances[].InstanceId",
                        "describe-instances",
                        "--filters",
                        "Name=tag:Name,Values=live-*",
                        "Name=instance-state-name,Values=running"))
                .isEqualTo(id);
        ask("@", "create-tags", "--resources", id, "--tags", "Key=stage,Value=live");
        assertThat(ask("Tags[?Key=='stage'].Value", "describe-tags", "--filters", "Name=resource-id,Values=" + id))
                .isEqualTo("live");
        assertThat(ask("length(Volumes)", "describe-volumes", "--filters", "Name=attachment.instance-id,Values=" + id))
                .isEqualTo("2");
        ask("@", "stop-instances", "--instance-ids", id);
        cloud.pass(Duration.ofSeconds(60));
        ask("@", "start-instances", "--instance-ids", id);
        cloud.pass(Duration.ofSeconds(60));
        assertThat(ask("TerminatingInstances[0].PreviousState.Name", "terminate-instances", "--instance-ids", id))
                .isEqualTo("running");
        cloud.pass(Duration.ofSeconds(60));
        ask("@", "wait", "instance-terminated", "--instance-ids", id);
    }

    @Test
    void aFleetIsCreatedGrownAndDeleted() throws Exception {
        ask(
                "@",
                "create-launch-template",
                "--launch-template-name",
                "hosts",
                "--launch-template-data",
                "{\"ImageId\":\"ami-76e95b05\",\"InstanceType\":\"m5.large\"}");
        var fleet = ask(
                "FleetId",
                "create-fleet",
                "--launch-template-configs",
                "LaunchTemplateSpecification={LaunchTemplateName=hosts,Version=$Latest},"
                        + "Overrides=[{InstanceType=m5.large,AvailabilityZone=eu-west-1a},"
                        + "{InstanceType=c5.large,AvailabilityZone=eu-west-1b}]",
                "--target-capacity-specification",
                "TotalTargetCapacity=4,DefaultTargetCapacityType=spot",
                "--spot-options",
                "AllocationStrategy=diversified");
        cloud.pass(Duration.ofSeconds(30));
        assertThat(ask("length(ActiveInstances)", "describe-fleet-instances", "--fleet-id", fleet))
                .isEqualTo("4");
        ask("Return", "modify-fleet", "--fleet-id", fleet, "--target-capacity-specification", "TotalTargetCapacity=6");
        cloud.pass(Duration.ofSeconds(30));
        assertThat(ask(
                        "Fleets[0].[FleetState,ActivityStatus,FulfilledCapacity]",
                        "describe-fleets",
                        "--fleet-ids",
                        fleet))
                .isEqualTo("active\tfulfilled\t6.0");
        assertThat(ask(
                        "SuccessfulFleetDeletions[0].CurrentFleetState",
                        "delete-fleets",
                        "--fleet-ids",
                        fleet,
                        "--terminate-instances"))
                .isEqualTo("deleted_terminating");
    }

    @Test
    void theMarketAndTheAccountAreRead() throws Exception {
        assertThat(ask(
                        "length(SpotPriceHistory)",
                        "describe-spot-price-history",
                        "--instance-types",
                        "m5.large",
                        "--product-descriptions",
                        "Linux/UNIX",
                        "--start-time",
                        "2026-01-05T08:00:00Z"))
                .isEqualTo("3");
        assertThat(ask(
                        "InstanceTypes[0].VCpuInfo.DefaultVCpus",
                        "describe-instance-types",
                        "--instance-types",
                        "m5.xlarge"))
                .isEqualTo("4");
        assertThat(ask(
                        "SpotPlacementScores[0].Region",
                        "get-spot-placement-scores",
                        "--instance-types",
                        "m5.large",
                        "c5.large",
                        "r5.large",
                        "--target-capacity",
                        "10"))
                .isEqualTo("eu-west-1");
        assertThat(ask("AvailabilityZones[].ZoneName", "describe-availability-zones")
                        .split("\\s+"))
                .containsExactly("eu-west-1a", "eu-west-1b", "eu-west-1c");
        assertThat(ask("SecurityGroups[0].GroupName", "describe-security-groups"))
                .isEqualTo("default");
        assertThat(ask(
                        "Images[].ImageId",
                        "describe-images",
                        "--owners",
                        "amazon",
                        "--filters",
                        "Name=name,Values=amzn-ami-2015*"))
                .isEqualTo("ami-76e95b05");
        assertThat(cli.run("ec2", "describe-instances", "--dry-run").err()).contains("(DryRunOperation)");
        assertThat(cli.run("ec2", "run-instances", "--instance-type", "m5.large")
                        .err())
                .contains("(MissingParameter)");
    }
}
