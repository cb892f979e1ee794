package dev.ballast.sim.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.sim.api.Operations;
import dev.ballast.sim.api.Service;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.BatchState;
import software.amazon.awssdk.services.ec2.model.FleetStateCode;
import software.amazon.awssdk.services.ec2.model.InstanceAttributeName;
import software.amazon.awssdk.services.ec2.model.InstanceType;
import software.amazon.awssdk.services.ec2.model.Tag;

/** Every operation of EC2 that the local cloud promises: the wire knows it, and a client of AWS's own has it answered. */
class Ec2OperationsContractTest {
    private static final List<String> INSTANCES = words("""
            RunInstances StartInstances StopInstances RebootInstances TerminateInstances DescribeInstances
            DescribeInstanceStatus DescribeInstanceTypes DescribeInstanceTypeOfferings DescribeAvailabilityZones
            DescribeRegions DescribeImages DescribeAccountAttributes DescribeInstanceAttribute ModifyInstanceAttribute
            ResetInstanceAttribute ModifyInstanceMetadataOptions MonitorInstances UnmonitorInstances GetConsoleOutput
            DescribeInstanceCreditSpecifications AssociateIamInstanceProfile DescribeIamInstanceProfileAssociations
            ReplaceIamInstanceProfileAssociation DisassociateIamInstanceProfile CreateTags DeleteTags DescribeTags""");
    private static final List<String> TEMPLATES = words("""
            CreateLaunchTemplate CreateLaunchTemplateVersion ModifyLaunchTemplate DescribeLaunchTemplates
            DescribeLaunchTemplateVersions DeleteLaunchTemplateVersions DeleteLaunchTemplate GetLaunchTemplateData""");
    private static final List<String> SPOT = words("""
            RequestSpotFleet DescribeSpotFleetRequests DescribeSpotFleetInstances DescribeSpotFleetRequestHistory
            ModifySpotFleetRequest CancelSpotFleetRequests CreateFleet ModifyFleet DescribeFleets DescribeFleetInstances
            DescribeFleetHistory DeleteFleets RequestSpotInstances DescribeSpotInstanceRequests
            CancelSpotInstanceRequests GetSpotPlacementScores DescribeSpotPriceHistory
            GetInstanceTypesFromInstanceRequirements""");
    private static final List<String> NETWORK = words("""
            CreateVpc DescribeVpcs DescribeVpcClassicLink DescribeVpcClassicLinkDnsSupport DescribeVpcAttribute ModifyVpcAttribute DeleteVpc CreateSubnet DescribeSubnets
            ModifySubnetAttribute DeleteSubnet CreateSecurityGroup DescribeSecurityGroups DescribeSecurityGroupRules
            AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress RevokeSecurityGroupIngress
            RevokeSecurityGroupEgress ModifySecurityGroupRules UpdateSecurityGroupRuleDescriptionsIngress
            UpdateSecurityGroupRuleDescriptionsEgress DeleteSecurityGroup CreateInternetGateway AttachInternetGateway
            DescribeInternetGateways DetachInternetGateway DeleteInternetGateway CreateRouteTable DescribeRouteTables
            AssociateRouteTable ReplaceRouteTableAssociation DisassociateRouteTable CreateRoute ReplaceRoute DeleteRoute
            DeleteRouteTable AllocateAddress AssociateAddress DescribeAddresses DisassociateAddress ReleaseAddress
            DescribeNetworkInterfaces CreateKeyPair ImportKeyPair DescribeKeyPairs DeleteKeyPair""");
    private static final List<String> VOLUMES = words("""
            CreateVolume AttachVolume DetachVolume ModifyVolume DescribeVolumes DescribeVolumeStatus
            DescribeVolumesModifications DescribeVolumeAttribute ModifyVolumeAttribute DeleteVolume CreateSnapshot
            DescribeSnapshots DeleteSnapshot""");

    private static final String IMAGE = "ami-76e95b05";
    private static final Duration A_WHILE = Duration.ofMinutes(2);

    private final ContractCloud cloud = new ContractCloud();
    private final Ec2Client ec2 = cloud.client(Ec2Client.builder());

    @AfterEach
    void close() {
        ec2.close();
        cloud.close();
    }

    private static List<String> words(String text) {
        return List.of(text.strip().split("\\s+"));
    }

    private void assertDriven(List<String> promised) {
        var known = Operations.of(cloud.apis()).get(Service.EC2);
        assertThat(promised)
                .allSatisfy(name -> assertThat(known.named(name))
                        .as("the wire knows " + name)
                        .isPresent());
        assertThat(cloud.driven).containsAll(promised);
    }

    private String launch() {
        var id = ec2.runInstances(it ->
                        it.imageId(IMAGE).instanceType("m5.large").minCount(1).maxCount(1))
                .instances()
                .getFirst()
                .instanceId();
        cloud.pass(A_WHILE);
        return id;
    }

    @Test
    void thoseOfInstances() {
        var id = launch();
        ec2.describeInstances();
        ec2.describeInstanceStatus();
        ec2.describeInstanceTypes(it -> it.instanceTypes(InstanceType.M5_LARGE));
        ec2.describeInstanceTypeOfferings(it -> it.locationType("region"));
        ec2.describeAvailabilityZones();
        ec2.describeRegions();
        ec2.describeImages();
        ec2.describeAccountAttributes();
        ec2.describeInstanceAttribute(it -> it.instanceId(id).attribute(InstanceAttributeName.GROUP_SET));
        ec2.modifyInstanceAttribute(it -> it.instanceId(id).ebsOptimized(value -> value.value(true)));
        ec2.resetInstanceAttribute(it -> it.instanceId(id).attribute(InstanceAttributeName.SOURCE_DEST_CHECK));
        ec2.modifyInstanceMetadataOptions(it -> it.instanceId(id).httpTokens("required"));
        ec2.monitorInstances(it -> it.instanceIds(id));
        ec2.unmonitorInstances(it -> it.instanceIds(id));
        ec2.getConsoleOutput(it -> it.instanceId(id));
        ec2.describeInstanceCreditSpecifications();
        var association = ec2.associateIamInstanceProfile(
                        it -> it.instanceId(id).iamInstanceProfile(profile -> profile.name("hosts")))
                .iamInstanceProfileAssociation()
                .associationId();
        ec2.describeIamInstanceProfileAssociations();
        ec2.replaceIamInstanceProfileAssociation(
                it -> it.associationId(association).iamInstanceProfile(profile -> profile.name("others")));
        ec2.disassociateIamInstanceProfile(it -> it.associationId(association));
        var tag = Tag.builder().key("a").value("b").build();
        ec2.createTags(it -> it.resources(id).tags(tag));
        assertThat(ec2.describeTags().tags()).hasSize(1);
        ec2.deleteTags(it -> it.resources(id).tags(tag));
        ec2.rebootInstances(it -> it.instanceIds(id));
        ec2.stopInstances(it -> it.instanceIds(id));
        cloud.pass(A_WHILE);
        ec2.startInstances(it -> it.instanceIds(id));
        cloud.pass(A_WHILE);
        ec2.terminateInstances(it -> it.instanceIds(id));
        assertDriven(INSTANCES);
    }

    @Test
    void thoseOfLaunchTemplates() {
        var id = launch();
        ec2.getLaunchTemplateData(it -> it.instanceId(id));
        ec2.createLaunchTemplate(it -> it.launchTemplateName("hosts").launchTemplateData(data -> data.imageId(IMAGE)));
        ec2.createLaunchTemplateVersion(
                it -> it.launchTemplateName("hosts").launchTemplateData(data -> data.instanceType("m5.large")));
        ec2.modifyLaunchTemplate(it -> it.launchTemplateName("hosts").defaultVersion("2"));
        assertThat(ec2.describeLaunchTemplates().launchTemplates().getFirst().defaultVersionNumber())
                .isEqualTo(2);
        ec2.describeLaunchTemplateVersions(it -> it.launchTemplateName("hosts"));
        ec2.deleteLaunchTemplateVersions(it -> it.launchTemplateName("hosts").versions("1"));
        ec2.deleteLaunchTemplate(it -> it.launchTemplateName("hosts"));
        assertDriven(TEMPLATES);
    }

    @Test
    void thoseOfSpotAndFleets() {
        ec2.createLaunchTemplate(it -> it.launchTemplateName("hosts")
                .launchTemplateData(data -> data.imageId(IMAGE).instanceType("m5.large")));
        var spotFleet = ec2.requestSpotFleet(request -> request.spotFleetRequestConfig(it -> it.targetCapacity(2)
                        .iamFleetRole("arn:aws:iam::123456789012:role/fleet")
                        .launchSpecifications(each -> each.imageId(IMAGE).instanceType(InstanceType.M5_LARGE))))
                .spotFleetRequestId();
        var fleet = ec2.createFleet(it -> it.type("maintain")
                        .targetCapacitySpecification(
                                target -> target.totalTargetCapacity(2).defaultTargetCapacityType("spot"))
                        .launchTemplateConfigs(config -> config.launchTemplateSpecification(
                                template -> template.launchTemplateName("hosts").version("1"))))
                .fleetId();
        var request = ec2.requestSpotInstances(
                        it -> it.launchSpecification(each -> each.imageId(IMAGE).instanceType(InstanceType.M5_LARGE)))
                .spotInstanceRequests()
                .getFirst()
                .spotInstanceRequestId();
        cloud.pass(A_WHILE);
        assertThat(ec2.describeSpotFleetInstances(it -> it.spotFleetRequestId(spotFleet))
                        .activeInstances())
                .hasSize(2);
        assertThat(ec2.describeFleetInstances(it -> it.fleetId(fleet)).activeInstances())
                .hasSize(2);
        assertThat(ec2.describeSpotInstanceRequests(it -> it.spotInstanceRequestIds(request))
                        .spotInstanceRequests()
                        .getFirst()
                        .stateAsString())
                .isEqualTo("active");
        ec2.describeSpotFleetRequestHistory(
                it -> it.spotFleetRequestId(spotFleet).startTime(Instant.EPOCH));
        ec2.describeFleetHistory(it -> it.fleetId(fleet).startTime(Instant.EPOCH));
        ec2.modifySpotFleetRequest(it -> it.spotFleetRequestId(spotFleet).targetCapacity(1));
        ec2.modifyFleet(it -> it.fleetId(fleet).targetCapacitySpecification(target -> target.totalTargetCapacity(1)));
        ec2.cancelSpotInstanceRequests(it -> it.spotInstanceRequestIds(request));
        ec2.cancelSpotFleetRequests(it -> it.spotFleetRequestIds(spotFleet).terminateInstances(true));
        ec2.deleteFleets(it -> it.fleetIds(fleet).terminateInstances(true));
        cloud.pass(A_WHILE);
        assertThat(ec2.describeSpotFleetRequests()
                        .spotFleetRequestConfigs()
                        .getFirst()
                        .spotFleetRequestState())
                .isEqualTo(BatchState.CANCELLED);
        assertThat(ec2.describeFleets(it -> it.fleetIds(fleet))
                        .fleets()
                        .getFirst()
                        .fleetState())
                .isEqualTo(FleetStateCode.DELETED);
        ec2.getSpotPlacementScores(it -> it.targetCapacity(10).instanceTypes("m5.large", "c5.large", "r5.large"));
        ec2.describeSpotPriceHistory(it -> it.instanceTypes(InstanceType.M5_LARGE));
        ec2.getInstanceTypesFromInstanceRequirements(it -> it.architectureTypesWithStrings("x86_64")
                .virtualizationTypesWithStrings("hvm")
                .instanceRequirements(
                        asked -> asked.vCpuCount(count -> count.min(2)).memoryMiB(memory -> memory.min(2048))));
        assertDriven(SPOT);
    }

    @Test
    void thoseOfNetworks() {
        var vpc = ec2.createVpc(it -> it.cidrBlock("10.0.0.0/16")).vpc().vpcId();
        ec2.describeVpcs();
        // EC2-Classic is gone; clients ask all the same.
        assertThat(ec2.describeVpcClassicLink(it -> it.vpcIds(vpc))
                        .vpcs()
                        .getFirst()
                        .classicLinkEnabled())
                .isFalse();
        assertThat(ec2.describeVpcClassicLinkDnsSupport(it -> it.vpcIds(vpc))
                        .vpcs()
                        .getFirst()
                        .classicLinkDnsSupported())
                .isFalse();
        ec2.modifyVpcAttribute(it -> it.vpcId(vpc).enableDnsHostnames(value -> value.value(true)));
        assertThat(ec2.describeVpcAttribute(it -> it.vpcId(vpc).attribute("enableDnsHostnames"))
                        .enableDnsHostnames()
                        .value())
                .isTrue();
        var subnet = ec2.createSubnet(it -> it.vpcId(vpc).cidrBlock("10.0.0.0/24"))
                .subnet()
                .subnetId();
        ec2.modifySubnetAttribute(it -> it.subnetId(subnet).mapPublicIpOnLaunch(value -> value.value(true)));
        ec2.describeSubnets();
        routes(vpc, subnet);
        groups(vpc);
        addressesAndKeys();
        ec2.deleteSubnet(it -> it.subnetId(subnet));
        ec2.deleteVpc(it -> it.vpcId(vpc));
        assertDriven(NETWORK);
    }

    private void routes(String vpc, String subnet) {
        var gateway = ec2.createInternetGateway().internetGateway().internetGatewayId();
        ec2.attachInternetGateway(it -> it.internetGatewayId(gateway).vpcId(vpc));
        ec2.describeInternetGateways();
        var table = ec2.createRouteTable(it -> it.vpcId(vpc)).routeTable().routeTableId();
        var other = ec2.createRouteTable(it -> it.vpcId(vpc)).routeTable().routeTableId();
        ec2.createRoute(
                it -> it.routeTableId(table).destinationCidrBlock("0.0.0.0/0").gatewayId(gateway));
        ec2.replaceRoute(
                it -> it.routeTableId(table).destinationCidrBlock("0.0.0.0/0").gatewayId(gateway));
        ec2.describeRouteTables();
        var first = ec2.associateRouteTable(it -> it.routeTableId(table).subnetId(subnet))
                .associationId();
        var second = ec2.replaceRouteTableAssociation(
                        it -> it.associationId(first).routeTableId(other))
                .newAssociationId();
        ec2.disassociateRouteTable(it -> it.associationId(second));
        ec2.deleteRoute(it -> it.routeTableId(table).destinationCidrBlock("0.0.0.0/0"));
        for (var each : List.of(table, other)) ec2.deleteRouteTable(it -> it.routeTableId(each));
        ec2.detachInternetGateway(it -> it.internetGatewayId(gateway).vpcId(vpc));
        ec2.deleteInternetGateway(it -> it.internetGatewayId(gateway));
    }

    private void groups(String vpc) {
        var group = ec2.createSecurityGroup(
                        it -> it.groupName("web").description("web").vpcId(vpc))
                .groupId();
        var rule = ec2.authorizeSecurityGroupIngress(it -> it.groupId(group)
                        .ipProtocol("tcp")
                        .fromPort(22)
                        .toPort(22)
                        .cidrIp("10.0.0.0/8"))
                .securityGroupRules()
                .getFirst()
                .securityGroupRuleId();
        ec2.updateSecurityGroupRuleDescriptionsIngress(it -> it.groupId(group)
                .securityGroupRuleDescriptions(
                        each -> each.securityGroupRuleId(rule).description("the office")));
        ec2.modifySecurityGroupRules(it -> it.groupId(group)
                .securityGroupRules(update -> update.securityGroupRuleId(rule)
                        .securityGroupRule(asked ->
                                asked.ipProtocol("tcp").fromPort(23).toPort(23).cidrIpv4("10.0.0.0/8"))));
        ec2.revokeSecurityGroupIngress(it -> it.groupId(group).securityGroupRuleIds(rule));
        var out = ec2.authorizeSecurityGroupEgress(it -> it.groupId(group)
                        .ipPermissions(permission -> permission
                                .ipProtocol("tcp")
                                .fromPort(443)
                                .toPort(443)
                                .ipRanges(range -> range.cidrIp("0.0.0.0/0"))))
                .securityGroupRules()
                .getFirst()
                .securityGroupRuleId();
        ec2.updateSecurityGroupRuleDescriptionsEgress(it -> it.groupId(group)
                .securityGroupRuleDescriptions(
                        each -> each.securityGroupRuleId(out).description("updates")));
        ec2.describeSecurityGroupRules(it -> it.securityGroupRuleIds(out));
        ec2.revokeSecurityGroupEgress(it -> it.groupId(group).securityGroupRuleIds(out));
        ec2.describeSecurityGroups();
        ec2.deleteSecurityGroup(it -> it.groupId(group));
    }

    private void addressesAndKeys() {
        var id = launch();
        var address = ec2.allocateAddress().allocationId();
        var association = ec2.associateAddress(it -> it.allocationId(address).instanceId(id))
                .associationId();
        ec2.describeAddresses();
        ec2.describeNetworkInterfaces();
        ec2.disassociateAddress(it -> it.associationId(association));
        ec2.releaseAddress(it -> it.allocationId(address));
        ec2.createKeyPair(it -> it.keyName("made"));
        ec2.importKeyPair(it -> it.keyName("brought")
                .publicKeyMaterial(SdkBytes.fromUtf8String(
                        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOQsSrO8vxwbRkA7nJZMufJ/GUNWNKec4VPSAIlB/S+X ops")));
        assertThat(ec2.describeKeyPairs().keyPairs()).hasSize(2);
        ec2.deleteKeyPair(it -> it.keyName("made"));
    }

    @Test
    void thoseOfVolumes() {
        var id = launch();
        var zone = ec2.describeInstances(it -> it.instanceIds(id))
                .reservations()
                .getFirst()
                .instances()
                .getFirst()
                .placement()
                .availabilityZone();
        var volume = ec2.createVolume(it -> it.availabilityZone(zone).size(8)).volumeId();
        ec2.attachVolume(it -> it.volumeId(volume).instanceId(id).device("/dev/sdh"));
        ec2.describeVolumes();
        ec2.describeVolumeStatus();
        ec2.modifyVolumeAttribute(it -> it.volumeId(volume).autoEnableIO(value -> value.value(true)));
        assertThat(ec2.describeVolumeAttribute(it -> it.volumeId(volume).attribute("autoEnableIO"))
                        .autoEnableIO()
                        .value())
                .isTrue();
        ec2.modifyVolume(it -> it.volumeId(volume).size(9));
        ec2.describeVolumesModifications();
        var snapshot = ec2.createSnapshot(it -> it.volumeId(volume)).snapshotId();
        ec2.describeSnapshots();
        ec2.deleteSnapshot(it -> it.snapshotId(snapshot));
        ec2.detachVolume(it -> it.volumeId(volume));
        ec2.deleteVolume(it -> it.volumeId(volume));
        assertDriven(VOLUMES);
    }
}
