package dev.ballast.sim.contract;

import static dev.ballast.sim.contract.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;

/** What EC2 fills in where a request says nothing, and what merely asking does not bring into being. */
class Ec2LaunchDefaultsContractTest {
    private static final String IMAGE = "ami-76e95b05";

    private final ContractCloud cloud = new ContractCloud();
    private final Ec2Client ec2 = cloud.client(Ec2Client.builder());

    @AfterEach
    void close() {
        ec2.close();
        cloud.close();
    }

    @Test
    void whoNamesNoTypeGetsAnM1Small() {
        var launched = ec2.runInstances(it -> it.imageId(IMAGE).minCount(1).maxCount(1));
        assertThat(launched.instances().getFirst().instanceTypeAsString()).isEqualTo("m1.small");
        var asked = ec2.requestSpotInstances(it -> it.launchSpecification(each -> each.imageId(IMAGE)));
        assertThat(asked.spotInstanceRequests().getFirst().launchSpecification().instanceTypeAsString())
                .isEqualTo("m1.small");
    }

    @Test
    void toAskForAKeyMakesNone() {
        assertRefused(
                "InvalidKeyPair.NotFound",
                "The key pair 'ops' does not exist",
                () -> ec2.describeKeyPairs(it -> it.keyNames("ops")));
        assertThat(ec2.describeKeyPairs().keyPairs()).isEmpty();
        ec2.createKeyPair(it -> it.keyName("ops"));
        assertThat(ec2.describeKeyPairs(it -> it.keyNames("ops")).keyPairs()).hasSize(1);
    }

    @Test
    void zonesAndRegionsThatAreNoneAreRefused() {
        assertRefused(
                "InvalidParameterValue",
                "Invalid availability zone-id: [euw1-az9]",
                () -> ec2.describeAvailabilityZones(it -> it.zoneIds("euw1-az9")));
        assertRefused(
                "InvalidParameterValue",
                "Invalid region names: nowhere",
                () -> ec2.describeRegions(it -> it.regionNames("nowhere")));
        assertRefused(
                "InvalidParameterValue",
                "Invalid availability zone: [nowhere]",
                () -> ec2.describeSpotPriceHistory(it -> it.availabilityZone("nowhere")));
    }
}
