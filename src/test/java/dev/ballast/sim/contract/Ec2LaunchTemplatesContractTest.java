package dev.ballast.sim.contract;

import static dev.ballast.sim.contract.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.RequestLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.ResponseLaunchTemplateData;

/** Launch templates keep what was written, whether or not a launch reads it. */
class Ec2LaunchTemplatesContractTest {
    private final ContractCloud cloud = new ContractCloud();
    private final Ec2Client ec2 = cloud.client(Ec2Client.builder());

    @AfterEach
    void close() {
        ec2.close();
        cloud.close();
    }

    private void create(RequestLaunchTemplateData data) {
        ec2.createLaunchTemplate(it -> it.launchTemplateName("hosts").launchTemplateData(data));
    }

    private ResponseLaunchTemplateData version(String which) {
        return ec2.describeLaunchTemplateVersions(
                        it -> it.launchTemplateName("hosts").versions(which))
                .launchTemplateVersions()
                .getFirst()
                .launchTemplateData();
    }

    private List<Long> numbers(String filter, String value) {
        return ec2
                .describeLaunchTemplateVersions(it -> it.launchTemplateName("hosts")
                        .filters(Filter.builder().name(filter).values(value).build()))
                .launchTemplateVersions()
                .stream()
                .map(version -> version.versionNumber())
                .toList();
    }

    @Test
    void everythingThatWasWrittenIsToldAgain() {
        create(RequestLaunchTemplateData.builder()
                .imageId("ami-76e95b05")
                .kernelId("aki-12345678")
                .ramDiskId("ari-12345678")
                .cpuOptions(it -> it.coreCount(1).threadsPerCore(1))
                .creditSpecification(it -> it.cpuCredits("unlimited"))
                .capacityReservationSpecification(it -> it.capacityReservationPreference("open"))
                .hibernationOptions(it -> it.configured(false))
                .enclaveOptions(it -> it.enabled(false))
                .disableApiStop(true)
                .maintenanceOptions(it -> it.autoRecovery("default"))
                .privateDnsNameOptions(it -> it.hostnameType("ip-name"))
                .instanceRequirements(
                        it -> it.vCpuCount(count -> count.min(2).max(4)).memoryMiB(memory -> memory.min(2048)))
                .networkInterfaces(
                        card -> card.deviceIndex(0).description("the first").deleteOnTermination(true),
                        card -> card.deviceIndex(1).interfaceType("interface"))
                .build());
        var told = version("1");
        assertThat(told.kernelId()).isEqualTo("aki-12345678");
        assertThat(told.ramDiskId()).isEqualTo("ari-12345678");
        assertThat(told.cpuOptions().coreCount()).isEqualTo(1);
        assertThat(told.creditSpecification().cpuCredits()).isEqualTo("unlimited");
        assertThat(told.capacityReservationSpecification().capacityReservationPreferenceAsString())
                .isEqualTo("open");
        assertThat(told.hibernationOptions().configured()).isFalse();
        assertThat(told.enclaveOptions().enabled()).isFalse();
        assertThat(told.disableApiStop()).isTrue();
        assertThat(told.maintenanceOptions().autoRecoveryAsString()).isEqualTo("default");
        assertThat(told.privateDnsNameOptions().hostnameTypeAsString()).isEqualTo("ip-name");
        assertThat(told.instanceRequirements().vCpuCount().max()).isEqualTo(4);
        assertThat(told.instanceRequirements().memoryMiB().min()).isEqualTo(2048);
        assertThat(told.networkInterfaces()).hasSize(2);
        assertThat(told.networkInterfaces().getFirst().description()).isEqualTo("the first");
    }

    @Test
    void aVersionOnTopOfAnotherChangesWhatItNames() {
        create(RequestLaunchTemplateData.builder()
                .imageId("ami-76e95b05")
                .instanceType("m5.large")
                .kernelId("aki-12345678")
                .build());
        ec2.createLaunchTemplateVersion(it -> it.launchTemplateName("hosts")
                .sourceVersion("1")
                .launchTemplateData(data -> data.instanceType("c5.large")));
        ec2.createLaunchTemplateVersion(
                it -> it.launchTemplateName("hosts").launchTemplateData(data -> data.instanceType("r5.large")));
        assertThat(version("2").kernelId()).isEqualTo("aki-12345678");
        assertThat(version("2").instanceTypeAsString()).isEqualTo("c5.large");
        assertThat(version("$Latest").imageId()).isNull();
    }

    @Test
    void versionsAreFiltered() {
        create(RequestLaunchTemplateData.builder()
                .instanceType("m5.large")
                .ebsOptimized(true)
                .iamInstanceProfile(it -> it.name("hosts"))
                .build());
        ec2.createLaunchTemplateVersion(it -> it.launchTemplateName("hosts")
                .launchTemplateData(data ->
                        data.instanceType("c5.large").metadataOptions(options -> options.httpTokens("required"))));
        assertThat(numbers("instance-type", "c5.*")).containsExactly(2L);
        assertThat(numbers("is-default-version", "true")).containsExactly(1L);
        assertThat(numbers("ebs-optimized", "true")).containsExactly(1L);
        assertThat(numbers("iam-instance-profile", "hosts")).containsExactly(1L);
        assertThat(numbers("http-tokens", "required")).containsExactly(2L);
        assertThat(numbers("host-resource-group-arn", "*")).isEmpty();
        assertRefused("InvalidParameterValue", "The filter 'foo' is invalid", () -> numbers("foo", "x"));
    }

    @Test
    void anInstanceIsToldAsATemplateOfItsLike() {
        var instance = ec2.runInstances(it -> it.imageId("ami-76e95b05")
                        .instanceType("m5.large")
                        .keyName("ops")
                        .minCount(1)
                        .maxCount(1))
                .instances()
                .getFirst();
        cloud.pass(Duration.ofMinutes(1));
        var data = ec2.getLaunchTemplateData(it -> it.instanceId(instance.instanceId()))
                .launchTemplateData();
        assertThat(data.imageId()).isEqualTo("ami-76e95b05");
        assertThat(data.instanceTypeAsString()).isEqualTo("m5.large");
        assertThat(data.keyName()).isEqualTo("ops");
        assertThat(data.blockDeviceMappings())
                .extracting(device -> device.deviceName() + " " + device.ebs().volumeSize())
                .containsExactly("/dev/xvda 8", "/dev/xvdcz 22");
        assertThat(data.networkInterfaces().getFirst().subnetId()).isEqualTo(instance.subnetId());
    }
}
