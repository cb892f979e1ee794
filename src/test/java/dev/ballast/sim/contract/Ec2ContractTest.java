package dev.ballast.sim.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.model.CapacityPool;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.TreeSet;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.AttributeBooleanValue;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateVersion;
import software.amazon.awssdk.services.ec2.model.LocationType;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.SpotPrice;
import software.amazon.awssdk.services.ec2.model.Tag;

/** EC2 as the AWS SDK sees it. */
class Ec2ContractTest {
    private static final String ECS_2015 = "ami-76e95b05";

    private final ContractCloud cloud = new ContractCloud();
    private final Ec2Client ec2 = cloud.client(Ec2Client.builder());

    @AfterEach
    void close() {
        ec2.close();
        cloud.close();
    }

    private static RunInstancesRequest.Builder onDemand(String type, int count) {
        return RunInstancesRequest.builder()
                .imageId(ECS_2015)
                .instanceType(type)
                .minCount(count)
                .maxCount(count);
    }

    private List<Instance> all() {
        return ec2.describeInstancesPaginator().reservations().stream()
                .flatMap(reservation -> reservation.instances().stream())
                .toList();
    }

    private static void assertRefused(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Ec2Exception.class,
                        refused -> assertThat(refused.awsErrorDetails().errorCode())
                                .isEqualTo(code));
    }

    @Test
    void aFreshAccountHasThreeZonesWithADefaultNetwork() {
        var zones = ec2.describeSubnets().subnets();
        assertThat(zones).hasSize(3).allMatch(subnet -> subnet.defaultForAz() && subnet.mapPublicIpOnLaunch());
        assertThat(zones)
                .extracting(subnet -> subnet.availabilityZone())
                .containsExactly("eu-west-1a", "eu-west-1b", "eu-west-1c");
        var vpc = ec2.describeVpcs(request -> request.filters(filter("is-default", "true")))
                .vpcs();
        assertThat(vpc).hasSize(1);
        assertThat(vpc.getFirst().cidrBlock()).isEqualTo("172.31.0.0/16");
        assertThat(zones)
                .extracting(subnet -> subnet.vpcId())
                .containsOnly(vpc.getFirst().vpcId());
    }

    private static Filter filter(String name, String... values) {
        return Filter.builder().name(name).values(values).build();
    }

    @Test
    void theOldEcsImageKeepsDockerOnAVolumeOfItsOwn() {
        var image = ec2.describeImages(request -> request.imageIds(ECS_2015))
                .images()
                .getFirst();
        assertThat(image.name()).isEqualTo("amzn-ami-2015.09.f-amazon-ecs-optimized");
        assertThat(image.imageOwnerAlias()).isEqualTo("amazon");
        assertThat(image.blockDeviceMappings())
                .extracting(device -> device.deviceName() + " " + device.ebs().volumeSize())
                .containsExactly("/dev/xvda 8", "/dev/xvdcz 22");
        assertThat(ec2.describeImages(request -> request.owners("amazon")
                                .filters(filter("name", "al2023-ami-ecs-hvm-*"), filter("architecture", "arm64")))
                        .images())
                .hasSize(1)
                .allMatch(current ->
                        current.blockDeviceMappings().getFirst().ebs().volumeSize() == 30);
    }

    @Test
    void twoRegionsKnowNothingOfEachOther() {
        ec2.runInstances(onDemand("m5.large", 1).build());
        try (var elsewhere = cloud.client(Ec2Client.builder(), Region.US_EAST_1)) {
            assertThat(elsewhere.describeInstances().reservations()).isEmpty();
            assertThat(elsewhere.describeSubnets().subnets())
                    .extracting(subnet -> subnet.availabilityZone())
                    .containsExactly("us-east-1a", "us-east-1b", "us-east-1c");
        }
    }

    @Test
    void anInstanceIsToldAsAwsTellsIt() {
        var userData =
                Base64.getEncoder().encodeToString("#!/bin/sh\necho ECS_CLUSTER=live > /etc/ecs/ecs.config".getBytes());
        var launched = ec2.runInstances(onDemand("m5.large", 1)
                .keyName("ops")
                .userData(userData)
                .iamInstanceProfile(profile -> profile.name("hosts"))
                .blockDeviceMappings(device -> device.deviceName("/dev/sdb")
                        .ebs(ebs -> ebs.volumeSize(40).volumeType("gp2")))
                .tagSpecifications(tags -> tags.resourceType("instance")
                        .tags(Tag.builder().key("Name").value("live-1").build()))
                .build());
        var pending = launched.instances().getFirst();
        assertThat(pending.state().name()).isEqualTo(InstanceStateName.PENDING);
        cloud.pass(Duration.ofSeconds(30));
        var instance = all().getFirst();
        assertThat(instance.state().name()).isEqualTo(InstanceStateName.RUNNING);
        assertThat(instance.blockDeviceMappings())
                .extracting(device -> device.deviceName())
                .containsExactly("/dev/xvda", "/dev/xvdcz", "/dev/sdb");
        assertThat(instance.privateDnsName()).endsWith(".eu-west-1.compute.internal");
        assertThat(instance.iamInstanceProfile().arn()).isEqualTo("arn:aws:iam::123456789012:instance-profile/hosts");
        assertThat(instance.networkInterfaces()).hasSize(1);
        assertThat(instance.securityGroups().getFirst().groupName()).isEqualTo("default");
        assertThat(instance.tags())
                .containsExactly(Tag.builder().key("Name").value("live-1").build());
        assertThat(instance.instanceLifecycle()).isNull();
        assertThat(instance.publicIpAddress()).isNotNull();
    }

    @Test
    void filtersAndPagesCutTheList() {
        ec2.runInstances(onDemand("m5.large", 7).build());
        ec2.runInstances(onDemand("c5.large", 5).build());
        assertThat(ec2.describeInstances(request -> request.filters(filter("instance-type", "c5.*")))
                        .reservations()
                        .getFirst()
                        .instances())
                .hasSize(5);
        assertThat(ec2.describeInstancesPaginator(request -> request.maxResults(5)).reservations().stream()
                        .flatMap(reservation -> reservation.instances().stream())
                        .map(Instance::instanceId)
                        .distinct())
                .hasSize(12);
        assertRefused(
                "InvalidParameterValue",
                () -> ec2.describeInstances(request -> request.filters(filter("no-such", "x"))));
        assertRefused(
                "InvalidInstanceID.NotFound",
                () -> ec2.describeInstances(request -> request.instanceIds("i-00000000000000000")));
        assertRefused(
                "InvalidInstanceID.Malformed", () -> ec2.describeInstances(request -> request.instanceIds("nonsense")));
    }

    @Test
    void terminatedInstancesAreToldForAnHourAndWithoutAddresses() {
        var id = ec2.runInstances(onDemand("m5.large", 1).build())
                .instances()
                .getFirst()
                .instanceId();
        cloud.pass(Duration.ofSeconds(60));
        var change = ec2.terminateInstances(request -> request.instanceIds(id))
                .terminatingInstances()
                .getFirst();
        assertThat(change.previousState().name()).isEqualTo(InstanceStateName.RUNNING);
        assertThat(change.currentState().name()).isEqualTo(InstanceStateName.SHUTTING_DOWN);
        cloud.pass(Duration.ofSeconds(60));
        var gone = all().getFirst();
        assertThat(gone.state().name()).isEqualTo(InstanceStateName.TERMINATED);
        assertThat(gone.privateIpAddress()).isNull();
        assertThat(gone.stateReason().code()).isEqualTo("Client.UserInitiatedShutdown");
        assertThat(gone.stateTransitionReason())
                .startsWith("User initiated (2026-01-05 08:01:")
                .endsWith(" GMT)");
        cloud.pass(Duration.ofHours(1));
        assertThat(all()).isEmpty();
    }

    @Test
    void theSameTokenLaunchesOnceAndAnotherRequestUnderItIsRefused() {
        var first = ec2.runInstances(onDemand("m5.large", 2).clientToken("t-1").build());
        var again = ec2.runInstances(onDemand("m5.large", 2).clientToken("t-1").build());
        assertThat(again.reservationId()).isEqualTo(first.reservationId());
        assertThat(all()).hasSize(2);
        assertRefused(
                "IdempotentParameterMismatch",
                () -> ec2.runInstances(
                        onDemand("m5.large", 3).clientToken("t-1").build()));
    }

    @Test
    void spotInstancesCannotBeStopped() {
        var spot = ec2.runInstances(onDemand("m5.large", 1)
                        .instanceMarketOptions(market -> market.marketType("spot"))
                        .build())
                .instances()
                .getFirst();
        assertThat(spot.instanceLifecycleAsString()).isEqualTo("spot");
        assertThat(spot.spotInstanceRequestId()).startsWith("sir-");
        cloud.pass(Duration.ofSeconds(60));
        assertRefused(
                "UnsupportedOperation", () -> ec2.stopInstances(request -> request.instanceIds(spot.instanceId())));
    }

    @Test
    void anOnDemandInstanceStopsAndStarts() {
        var id = ec2.runInstances(onDemand("m5.large", 1).build())
                .instances()
                .getFirst()
                .instanceId();
        cloud.pass(Duration.ofSeconds(90));
        ec2.stopInstances(request -> request.instanceIds(id));
        cloud.pass(Duration.ofSeconds(60));
        assertThat(all().getFirst().state().name()).isEqualTo(InstanceStateName.STOPPED);
        ec2.startInstances(request -> request.instanceIds(id));
        cloud.pass(Duration.ofSeconds(60));
        assertThat(all().getFirst().state().name()).isEqualTo(InstanceStateName.RUNNING);
        var status = ec2.describeInstanceStatus(request -> request.instanceIds(id))
                .instanceStatuses()
                .getFirst();
        assertThat(status.instanceStatus().statusAsString()).isIn("initializing", "ok");
    }

    @Test
    void wrongRequestsAreRefusedAsAwsRefusesThem() {
        assertRefused(
                "InvalidParameterValue",
                () -> ec2.runInstances(onDemand("m5.huge", 1).build()));
        assertRefused(
                "InvalidParameterValue",
                () -> ec2.runInstances(onDemand("m6g.large", 1).build()));
        assertRefused(
                "InvalidAMIID.Malformed",
                () -> ec2.runInstances(onDemand("m5.large", 1).imageId("image").build()));
        assertRefused(
                "InvalidParameterValue",
                () -> ec2.runInstances(onDemand("m5.large", 1)
                        .placement(it -> it.availabilityZone("eu-west-1z"))
                        .build()));
        assertRefused(
                "InvalidUserData.Malformed",
                () -> ec2.runInstances(onDemand("m5.large", 1).userData("%%%").build()));
        assertRefused(
                "InvalidBlockDeviceMapping",
                () -> ec2.runInstances(onDemand("m5.large", 1)
                        .blockDeviceMappings(it -> it.deviceName("/dev/xvda").ebs(ebs -> ebs.volumeSize(4)))
                        .build()));
        assertRefused(
                "SpotMaxPriceTooLow",
                () -> ec2.runInstances(onDemand("m5.large", 1)
                        .instanceMarketOptions(it -> it.marketType("spot").spotOptions(spot -> spot.maxPrice("0.001")))
                        .build()));
        assertRefused(
                "DryRunOperation",
                () -> ec2.runInstances(onDemand("m5.large", 1).dryRun(true).build()));
        assertThat(all()).isEmpty();
    }

    @Test
    void tagsGoOnAndOffAnything() {
        var id = ec2.runInstances(onDemand("m5.large", 1).build())
                .instances()
                .getFirst()
                .instanceId();
        var subnet = ec2.describeSubnets().subnets().getFirst().subnetId();
        ec2.createTags(request -> request.resources(id, subnet)
                .tags(
                        Tag.builder().key("stage").value("live").build(),
                        Tag.builder().key("zone").value("").build()));
        assertThat(ec2.describeTags(request -> request.filters(filter("resource-id", id)))
                        .tags())
                .extracting(tag -> tag.resourceTypeAsString() + " " + tag.key() + "=" + tag.value())
                .containsExactly("instance stage=live", "instance zone=");
        assertThat(ec2.describeSubnets(request -> request.filters(filter("tag:stage", "live")))
                        .subnets())
                .hasSize(1);
        ec2.deleteTags(
                request -> request.resources(id).tags(Tag.builder().key("stage").build()));
        assertThat(all().getFirst().tags()).extracting(Tag::key).containsExactly("zone");
        assertRefused(
                "InvalidInstanceID.NotFound",
                () -> ec2.createTags(request -> request.resources("i-0123456789abcdef0")
                        .tags(Tag.builder().key("a").value("b").build())));
        assertRefused(
                "InvalidParameterValue",
                () -> ec2.createTags(request -> request.resources(id)
                        .tags(Tag.builder().key("aws:mine").value("b").build())));
    }

    @Test
    void aLaunchTemplateKeepsItsVersions() {
        var template = ec2.createLaunchTemplate(request -> request.launchTemplateName("hosts")
                        .launchTemplateData(data -> data.imageId(ECS_2015)
                                .instanceType("m5.large")
                                .blockDeviceMappings(device ->
                                        device.deviceName("/dev/xvdcz").ebs(ebs -> ebs.volumeSize(60)))))
                .launchTemplate();
        assertThat(template.latestVersionNumber()).isEqualTo(1);
        ec2.createLaunchTemplateVersion(request -> request.launchTemplateId(template.launchTemplateId())
                .sourceVersion("1")
                .launchTemplateData(data -> data.instanceType("c5.large")));
        var versions = ec2.describeLaunchTemplateVersions(
                        request -> request.launchTemplateName("hosts").versions("$Latest", "$Default"))
                .launchTemplateVersions();
        assertThat(versions).extracting(LaunchTemplateVersion::versionNumber).containsExactly(2L, 1L);
        assertThat(versions.getFirst().launchTemplateData().instanceTypeAsString())
                .isEqualTo("c5.large");
        assertThat(versions.getFirst().launchTemplateData().imageId()).isEqualTo(ECS_2015);
        var launched = ec2.runInstances(request -> request.minCount(1)
                        .maxCount(1)
                        .launchTemplate(it -> it.launchTemplateName("hosts").version("$Latest")))
                .instances()
                .getFirst();
        assertThat(launched.instanceTypeAsString()).isEqualTo("c5.large");
        assertThat(launched.tags()).extracting(Tag::key).contains("aws:ec2launchtemplate:id");
        assertRefused(
                "InvalidLaunchTemplateName.AlreadyExistsException",
                () -> ec2.createLaunchTemplate(request ->
                        request.launchTemplateName("hosts").launchTemplateData(data -> data.imageId(ECS_2015))));
        ec2.deleteLaunchTemplate(request -> request.launchTemplateName("hosts"));
        assertRefused(
                "InvalidLaunchTemplateName.NotFoundException",
                () -> ec2.describeLaunchTemplates(request -> request.launchTemplateNames("hosts")));
    }

    @Test
    void thePriceHistoryBeginsBeforeItsStart() {
        var start = Instant.parse("2026-01-03T00:00:00Z");
        var prices = ec2.describeSpotPriceHistory(request -> request.instanceTypesWithStrings("m5.large")
                        .productDescriptions("Linux/UNIX")
                        .availabilityZone("eu-west-1a")
                        .startTime(start))
                .spotPriceHistory();
        assertThat(prices.getLast().timestamp()).isBeforeOrEqualTo(start);
        assertThat(prices)
                .hasSizeGreaterThan(2)
                .isSortedAccordingTo((a, b) -> b.timestamp().compareTo(a.timestamp()));
        assertThat(prices).extracting(SpotPrice::spotPrice).allMatch(price -> Double.parseDouble(price) < 0.107);
    }

    @Test
    void typesAndOfferingsAreThoseOfTheCatalogue() {
        var type = ec2.describeInstanceTypes(request -> request.instanceTypesWithStrings("m5.xlarge"))
                .instanceTypes()
                .getFirst();
        assertThat(type.vCpuInfo().defaultVCpus()).isEqualTo(4);
        assertThat(type.memoryInfo().sizeInMiB()).isEqualTo(16384);
        assertThat(type.networkInfo().maximumNetworkInterfaces()).isEqualTo(4);
        assertThat(ec2.describeInstanceTypeOfferings(request -> request.locationType(LocationType.AVAILABILITY_ZONE)
                                .filters(filter("instance-type", "m5.xlarge")))
                        .instanceTypeOfferings())
                .extracting(offering -> offering.location())
                .containsExactly("eu-west-1a", "eu-west-1b", "eu-west-1c");
        assertRefused(
                "InvalidInstanceType",
                () -> ec2.describeInstanceTypes(request -> request.instanceTypesWithStrings("m5.huge")));
        assertThat(ec2.describeInstanceTypesPaginator(request -> {}).instanceTypes().stream()
                        .count())
                .isGreaterThan(300);
        assertThat(ec2
                        .getInstanceTypesFromInstanceRequirementsPaginator(request ->
                                request.architectureTypesWithStrings("x86_64")
                                        .virtualizationTypesWithStrings("hvm")
                                        .instanceRequirements(wanted -> wanted.vCpuCount(
                                                        it -> it.min(4).max(4))
                                                .memoryMiB(it -> it.min(16384).max(16384))
                                                .localStorage("excluded")))
                        .instanceTypes()
                        .stream()
                        .map(it -> it.instanceType()))
                .contains("m5.xlarge", "m6i.xlarge")
                .doesNotContain("t3.xlarge", "m6g.xlarge", "g5.xlarge");
    }

    @Test
    void anInstantFleetAnswersAtOnceAndOncePerToken() {
        ec2.createLaunchTemplate(
                request -> request.launchTemplateName("hosts").launchTemplateData(data -> data.imageId(ECS_2015)));
        cloud.gate.call(now -> {
            cloud.world.ec2().market().withdraw(CapacityPool.spot("m5.large", "eu-west-1b"));
            return null;
        });
        for (var attempt = 0; attempt < 2; attempt++) {
            var answer = ec2.createFleet(request -> request.type("instant")
                    .clientToken("decision-1")
                    .spotOptions(spot -> spot.allocationStrategy("diversified"))
                    .targetCapacitySpecification(
                            target -> target.totalTargetCapacity(4).defaultTargetCapacityType("spot"))
                    .launchTemplateConfigs(config -> config.launchTemplateSpecification(
                                    it -> it.launchTemplateName("hosts").version("$Latest"))
                            .overrides(
                                    it -> it.instanceType("m5.large").availabilityZone("eu-west-1a"),
                                    it -> it.instanceType("c5.large").availabilityZone("eu-west-1b")))
                    .tagSpecifications(tags -> tags.resourceType("instance")
                            .tags(Tag.builder()
                                    .key("ballast:launch")
                                    .value("decision-1")
                                    .build())));
            assertThat(answer.instances()).hasSize(2);
            assertThat(answer.instances())
                    .allMatch(it -> it.lifecycleAsString().equals("spot")
                            && it.instanceIds().size() == 2);
            assertThat(answer.instances())
                    .extracting(
                            it -> it.launchTemplateAndOverrides().overrides().availabilityZone())
                    .containsExactly("eu-west-1a", "eu-west-1b");
            assertThat(answer.errors()).isEmpty();
        }
        assertThat(all())
                .hasSize(4)
                .allMatch(it -> it.tags()
                        .contains(Tag.builder()
                                .key("ballast:launch")
                                .value("decision-1")
                                .build()));
    }

    @Test
    void anInstantFleetTellsWhatItCouldNotHave() {
        ec2.createLaunchTemplate(
                request -> request.launchTemplateName("hosts").launchTemplateData(data -> data.imageId(ECS_2015)));
        cloud.gate.call(now -> {
            cloud.world.ec2().market().withdraw(CapacityPool.spot("m5.large", "eu-west-1a"));
            return null;
        });
        var answer = ec2.createFleet(request -> request.type("instant")
                .targetCapacitySpecification(
                        target -> target.totalTargetCapacity(2).defaultTargetCapacityType("spot"))
                .launchTemplateConfigs(config -> config.launchTemplateSpecification(
                                it -> it.launchTemplateName("hosts").version("1"))
                        .overrides(it -> it.instanceType("m5.large").availabilityZone("eu-west-1a"))));
        assertThat(answer.instances()).isEmpty();
        assertThat(answer.errors().getFirst().errorCode()).isEqualTo("InsufficientInstanceCapacity");
        assertThat(answer.errors()
                        .getFirst()
                        .launchTemplateAndOverrides()
                        .overrides()
                        .instanceTypeAsString())
                .isEqualTo("m5.large");
        assertRefused(
                "InvalidFleetConfig",
                () -> ec2.createFleet(request -> request.type("instant")
                        .targetCapacitySpecification(
                                target -> target.totalTargetCapacity(2).defaultTargetCapacityType("spot"))
                        .launchTemplateConfigs(config -> config.launchTemplateSpecification(
                                        it -> it.launchTemplateName("hosts").version("1"))
                                .overrides(
                                        it -> it.instanceType("m5.large").availabilityZone("eu-west-1a"),
                                        it -> it.instanceType("m5.large").availabilityZone("eu-west-1a")))));
    }

    @Test
    void aMaintainedFleetIsModifiedAndDeletedWithItsInstances() {
        ec2.createLaunchTemplate(request -> request.launchTemplateName("hosts")
                .launchTemplateData(data -> data.imageId(ECS_2015).instanceType("m5.large")));
        var id = ec2.createFleet(request -> request.targetCapacitySpecification(
                                target -> target.totalTargetCapacity(3).defaultTargetCapacityType("spot"))
                        .launchTemplateConfigs(config -> config.launchTemplateSpecification(
                                it -> it.launchTemplateName("hosts").version("1"))))
                .fleetId();
        cloud.pass(Duration.ofSeconds(20));
        assertThat(ec2.describeFleetInstances(request -> request.fleetId(id)).activeInstances())
                .hasSize(3);
        ec2.modifyFleet(
                request -> request.fleetId(id).targetCapacitySpecification(target -> target.totalTargetCapacity(5)));
        cloud.pass(Duration.ofSeconds(20));
        var fleet = ec2.describeFleets(request -> request.fleetIds(id)).fleets().getFirst();
        assertThat(fleet.fleetStateAsString()).isEqualTo("active");
        assertThat(fleet.activityStatusAsString()).isEqualTo("fulfilled");
        assertThat(fleet.fulfilledCapacity()).isEqualTo(5);
        assertThat(ec2.describeFleetHistory(request -> request.fleetId(id).startTime(Instant.EPOCH))
                        .historyRecords())
                .extracting(record -> record.eventTypeAsString())
                .contains("fleet-change", "instance-change");
        var deleted = ec2.deleteFleets(request -> request.fleetIds(id).terminateInstances(true))
                .successfulFleetDeletions();
        assertThat(deleted.getFirst().currentFleetStateAsString()).isEqualTo("deleted_terminating");
        cloud.pass(Duration.ofSeconds(60));
        assertThat(all()).hasSize(5).allMatch(it -> it.state().name() == InstanceStateName.TERMINATED);
    }

    @Test
    void attributesAreReadAndSet() {
        var id = ec2.runInstances(onDemand("m5.large", 1).build())
                .instances()
                .getFirst()
                .instanceId();
        ec2.modifyInstanceAttribute(request -> request.instanceId(id)
                .disableApiTermination(
                        AttributeBooleanValue.builder().value(true).build()));
        assertThat(ec2.describeInstanceAttribute(
                                request -> request.instanceId(id).attribute("disableApiTermination"))
                        .disableApiTermination()
                        .value())
                .isTrue();
        assertRefused("OperationNotPermitted", () -> ec2.terminateInstances(request -> request.instanceIds(id)));
    }

    @Test
    void aSpotRequestIsFulfilledInterruptedAndClosed() {
        var id = ec2.requestSpotInstances(request ->
                        request.launchSpecification(it -> it.imageId(ECS_2015).instanceType("m5.large")))
                .spotInstanceRequests()
                .getFirst()
                .spotInstanceRequestId();
        cloud.pass(Duration.ofSeconds(5));
        var request = ec2.describeSpotInstanceRequests(it -> it.spotInstanceRequestIds(id))
                .spotInstanceRequests()
                .getFirst();
        assertThat(request.status().code()).isEqualTo("fulfilled");
        assertThat(request.stateAsString()).isEqualTo("active");
        cloud.pass(Duration.ofSeconds(60));
        cloud.gate.call(now -> {
            cloud.world
                    .ec2()
                    .interrupt(cloud.world.ec2().instance(request.instanceId()).orElseThrow());
            return null;
        });
        assertThat(ec2.describeSpotInstanceRequests()
                        .spotInstanceRequests()
                        .getFirst()
                        .status()
                        .code())
                .isEqualTo("marked-for-termination");
        cloud.pass(Duration.ofSeconds(200));
        assertThat(ec2.describeSpotInstanceRequests()
                        .spotInstanceRequests()
                        .getFirst()
                        .status()
                        .code())
                .isEqualTo("instance-terminated-no-capacity");
        assertRefused(
                "InvalidSpotInstanceRequestID.NotFound",
                () -> ec2.cancelSpotInstanceRequests(it -> it.spotInstanceRequestIds("sir-00000000")));
    }

    @Test
    void anAdoptedImageIsOfTheArchitectureThatItsFirstLaunchNeeds() {
        var image = "ami-0123456789abcdef0";
        assertThat(ec2.describeImages(request -> request.imageIds(image)).images())
                .hasSize(1);
        ec2.runInstances(onDemand("m6g.large", 1).imageId(image).build());
        assertThat(ec2.describeImages(request -> request.imageIds(image))
                        .images()
                        .getFirst()
                        .architectureAsString())
                .isEqualTo("arm64");
        assertRefused(
                "InvalidParameterValue",
                () -> ec2.runInstances(onDemand("m5.large", 1).imageId(image).build()));
    }

    @Test
    void anImageMayBeNamedByItsParameter() {
        var parameter = "resolve:ssm:/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id";
        var launched = ec2.runInstances(
                        onDemand("m5.large", 1).imageId(parameter).build())
                .instances()
                .getFirst();
        assertThat(ec2.describeImages(request -> request.imageIds(launched.imageId()))
                        .images()
                        .getFirst()
                        .name())
                .startsWith("al2023-ami-ecs-hvm-");
        assertRefused(
                "InvalidParameterValue",
                () -> ec2.runInstances(onDemand("m5.large", 1)
                        .imageId("resolve:ssm:/no/such/parameter")
                        .build()));
    }

    @Test
    void whatIsNotPlayedIsRefusedAndNotPassedOver() {
        assertRefused(
                "Unsupported",
                () -> ec2.runInstances(onDemand("m5.large", 1)
                        .placement(it -> it.tenancy("dedicated"))
                        .build()));
        assertRefused(
                "Unsupported",
                () -> ec2.runInstances(
                        onDemand("m5.large", 1).privateIpAddress("172.31.0.99").build()));
    }

    @Test
    void monitoringAndInterfacesAreTold() {
        var instance =
                ec2.runInstances(onDemand("m5.large", 1).build()).instances().getFirst();
        ec2.monitorInstances(request -> request.instanceIds(instance.instanceId()));
        assertThat(all().getFirst().monitoring().stateAsString()).isEqualTo("enabled");
        var card = ec2.describeNetworkInterfaces(
                        request -> request.filters(filter("attachment.instance-id", instance.instanceId())))
                .networkInterfaces();
        assertThat(card).hasSize(1);
        assertThat(card.getFirst().privateIpAddress()).isEqualTo(instance.privateIpAddress());
    }

    @Test
    void placementScoresFallWithTheTarget() {
        var few = score(10);
        var many = score(20_000);
        assertThat(few).isBetween(1, 10).isGreaterThan(many);
    }

    private int score(int target) {
        return ec2.getSpotPlacementScores(request -> request.instanceTypes("m5.large", "c5.large", "r5.large")
                        .targetCapacity(target))
                .spotPlacementScores()
                .getFirst()
                .score();
    }

    @Test
    void aNetworkIsBuiltAndTakenDown() {
        var vpc =
                ec2.createVpc(request -> request.cidrBlock("10.1.0.0/16")).vpc().vpcId();
        var subnet = ec2.createSubnet(
                        request -> request.vpcId(vpc).cidrBlock("10.1.1.0/24").availabilityZone("eu-west-1b"))
                .subnet();
        assertThat(subnet.availableIpAddressCount()).isEqualTo(251);
        var group = ec2.createSecurityGroup(
                        request -> request.vpcId(vpc).groupName("web").description("the web"))
                .groupId();
        ec2.authorizeSecurityGroupIngress(request -> request.groupId(group)
                .ipPermissions(it ->
                        it.ipProtocol("tcp").fromPort(80).toPort(80).ipRanges(range -> range.cidrIp("0.0.0.0/0"))));
        assertThat(ec2.describeSecurityGroups(request -> request.groupIds(group))
                        .securityGroups()
                        .getFirst()
                        .ipPermissions())
                .hasSize(1);
        assertRefused(
                "InvalidPermission.Duplicate",
                () -> ec2.authorizeSecurityGroupIngress(request -> request.groupId(group)
                        .ipPermissions(it -> it.ipProtocol("tcp")
                                .fromPort(80)
                                .toPort(80)
                                .ipRanges(range -> range.cidrIp("0.0.0.0/0")))));
        assertRefused("DependencyViolation", () -> ec2.deleteVpc(request -> request.vpcId(vpc)));
        ec2.deleteSecurityGroup(request -> request.groupId(group));
        ec2.deleteSubnet(request -> request.subnetId(subnet.subnetId()));
        ec2.deleteVpc(request -> request.vpcId(vpc));
        assertRefused("InvalidVpcID.NotFound", () -> ec2.describeVpcs(request -> request.vpcIds(vpc)));
    }

    @Test
    void everyZoneIsUsedByADiversifiedLaunchOverAdoptedSubnets() {
        var zones = new TreeSet<String>();
        for (var subnet : List.of("subnet-0a1a1a1a1a1a1a1a1", "subnet-0b2b2b2b2b2b2b2b2", "subnet-0c3c3c3c3c3c3c3c3"))
            zones.add(ec2.runInstances(onDemand("m5.large", 1).subnetId(subnet).build())
                    .instances()
                    .getFirst()
                    .placement()
                    .availabilityZone());
        assertThat(zones).containsExactly("eu-west-1a", "eu-west-1b", "eu-west-1c");
    }
}
