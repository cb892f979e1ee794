package dev.ballast.sim.contract;

import static dev.ballast.sim.contract.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.IamInstanceProfileAssociationState;
import software.amazon.awssdk.services.ec2.model.Instance;

/** What an instance gets and gives back while it runs: elastic addresses and its IAM instance profile. */
class Ec2AddressesContractTest {
    private final ContractCloud cloud = new ContractCloud();
    private final Ec2Client ec2 = cloud.client(Ec2Client.builder());
    private String id;

    @BeforeEach
    void launch() {
        id = ec2.runInstances(it -> it.imageId("ami-76e95b05")
                        .instanceType("m5.large")
                        .minCount(1)
                        .maxCount(1))
                .instances()
                .getFirst()
                .instanceId();
        cloud.pass(Duration.ofMinutes(1));
    }

    @AfterEach
    void close() {
        ec2.close();
        cloud.close();
    }

    private Instance told() {
        return ec2.describeInstances(it -> it.instanceIds(id))
                .reservations()
                .getFirst()
                .instances()
                .getFirst();
    }

    @Test
    void anElasticAddressTakesThePlaceOfThePublicOneAndOutlastsAStop() {
        var address = ec2.allocateAddress();
        assertThat(address.domainAsString()).isEqualTo("vpc");
        var association = ec2.associateAddress(
                        it -> it.allocationId(address.allocationId()).instanceId(id))
                .associationId();
        assertThat(told().publicIpAddress()).isEqualTo(address.publicIp());
        assertRefused(
                "InvalidIPAddress.InUse",
                "is in use",
                () -> ec2.releaseAddress(it -> it.allocationId(address.allocationId())));
        ec2.stopInstances(it -> it.instanceIds(id));
        cloud.pass(Duration.ofMinutes(1));
        assertThat(told().publicIpAddress()).isEqualTo(address.publicIp());
        ec2.disassociateAddress(it -> it.associationId(association));
        assertThat(told().publicIpAddress()).isNull();
        ec2.releaseAddress(it -> it.allocationId(address.allocationId()));
        assertRefused(
                "InvalidAllocationID.NotFound",
                "The allocation ID '" + address.allocationId() + "' does not exist",
                () -> ec2.describeAddresses(it -> it.allocationIds(address.allocationId())));
    }

    @Test
    void aTerminatedInstanceLeavesItsAddressToTheAccount() {
        var address = ec2.allocateAddress().allocationId();
        ec2.associateAddress(it -> it.allocationId(address).instanceId(id));
        ec2.terminateInstances(it -> it.instanceIds(id));
        cloud.pass(Duration.ofMinutes(2));
        assertThat(ec2.describeAddresses(it -> it.allocationIds(address)).addresses())
                .singleElement()
                .satisfies(told -> {
                    assertThat(told.instanceId()).isNull();
                    assertThat(told.associationId()).isNull();
                });
    }

    @Test
    void anInstanceHasOneProfileThatIsExchangedAndTakenAway() {
        var association = ec2.associateIamInstanceProfile(
                        it -> it.instanceId(id).iamInstanceProfile(profile -> profile.name("hosts")))
                .iamInstanceProfileAssociation();
        assertThat(association.state()).isEqualTo(IamInstanceProfileAssociationState.ASSOCIATING);
        assertThat(told().iamInstanceProfile().arn()).endsWith(":instance-profile/hosts");
        assertRefused(
                "IncorrectState",
                "There is an existing association for instance " + id,
                () -> ec2.associateIamInstanceProfile(
                        it -> it.instanceId(id).iamInstanceProfile(profile -> profile.name("others"))));
        ec2.replaceIamInstanceProfileAssociation(it ->
                it.associationId(association.associationId()).iamInstanceProfile(profile -> profile.name("others")));
        assertThat(ec2.describeIamInstanceProfileAssociations().iamInstanceProfileAssociations())
                .singleElement()
                .satisfies(told -> assertThat(told.iamInstanceProfile().arn()).endsWith("/others"));
        ec2.disassociateIamInstanceProfile(it -> it.associationId(association.associationId()));
        assertThat(told().iamInstanceProfile()).isNull();
        assertRefused(
                "InvalidAssociationID.NotFound",
                "An invalid association-id of",
                () -> ec2.disassociateIamInstanceProfile(it -> it.associationId(association.associationId())));
    }
}
