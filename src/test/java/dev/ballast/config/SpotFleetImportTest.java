package dev.ballast.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ballast.config.BallastYaml.Reading;
import dev.ballast.config.SpotFleetImport.Around;
import dev.ballast.model.Architecture;
import dev.ballast.model.Image;
import dev.ballast.model.LaunchTemplateSpec.EbsMapping;
import dev.ballast.model.Settings;
import dev.ballast.model.Settings.Volume;
import dev.ballast.model.Settings.VolumeUse;
import dev.ballast.model.Target;
import dev.ballast.model.UsdPerHour;
import dev.ballast.sim.world.ec2.MachineImage;
import dev.ballast.sim.world.ec2.UserData;
import dev.ballast.template.Template;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpotFleetImportTest {
    private static final Instant AS_OF = Instant.parse("2026-06-01T00:00:00Z");
    private static final Path OWN_EXAMPLE = Path.of("examples/spot_request.json");
    private static final Path GIVEN_EXAMPLE = Path.of("../shared/examples/spot_request.json");
    private static final Image CURRENT = new Image(
            "ami-0c0c0c0c0c0c0c0c0",
            "al2023-ami-ecs-hvm-2023.0.20260101",
            Architecture.X86_64,
            "/dev/xvda",
            List.of(new Image.BlockDevice("/dev/xvda", 30, "snap-2")));

    static Around offline() {
        return new Around(AS_OF, Optional.empty(), TypeCatalogue.builtIn(), Optional.empty());
    }

    private static Around asking(Image... images) {
        return new Around(
                AS_OF,
                Optional.of("eu-west-1"),
                TypeCatalogue.builtIn(),
                Optional.of(id -> List.of(images).stream()
                        .filter(image -> image.imageId().equals(id))
                        .findFirst()));
    }

    private static Imported imported(String json) {
        return SpotFleetImport.read(json.replace('\'', '"'), "fleet.json", offline());
    }

    /** A request with one specification, into which {@code inside} is put. */
    private static String request(String beside, String inside) {
        return "{'IamFleetRole': 'arn:aws:iam::123456789012:role/fleet', 'TargetCapacity': 2, 'AllocationStrategy': 'diversified'"
                + beside + ", 'LaunchSpecifications': [{'ImageId': 'ami-76e95b05', 'InstanceType': 'm4.large'" + inside
                + "}]}";
    }

    private static String userData(String script) {
        return ", 'UserData': '" + Base64.getEncoder().encodeToString(script.getBytes()) + "'";
    }

    private static List<String> findings(Imported imported, String key) {
        return imported.findings().stream()
                .filter(finding -> finding.key().endsWith(key))
                .map(Finding::toString)
                .toList();
    }

    private static List<String> faults(String json) {
        var bad = catchThrowableOfType(BadInput.class, () -> imported(json));
        assertThat(bad).as("faults were expected").isNotNull();
        return bad.faults().stream().map(Fault::toString).toList();
    }

    @Test
    void theGivenExampleIsTakenAsItIs() {
        Assumptions.assumeTrue(Files.exists(GIVEN_EXAMPLE), "skipped: no " + GIVEN_EXAMPLE + " beside this checkout");
        var imported = SpotFleetImport.read(GIVEN_EXAMPLE, offline());
        var settings = imported.settings();
        assertThat(settings.cluster()).isEqualTo("live");
        assertThat(settings.region()).isEqualTo("eu-west-1");
        assertThat(settings.capacity().target()).isEqualTo(Target.instances(5));
        assertThat(settings.capacity().instanceTypes()).hasSize(10).startsWith("m4.xlarge", "m4.2xlarge");
        assertThat(settings.capacity().maxPrice()).contains(UsdPerHour.of("1.00"));
        assertThat(settings.instance().network().subnets()).hasSize(3);
        assertThat(settings.instance().volumes())
                .containsExactly(new Volume(VolumeUse.DOCKER, Optional.empty(), 40, "gp2", false, Optional.empty()));
        assertThat(settings.instance().userData())
                .containsExactly(
                        "#!/bin/bash\necho \"Defaults:ec2-user !requiretty\" > /etc/sudoers.d/disable_requiretty\n"
                                + "rm -f /var/lib/ecs/data/ecs_agent_data.json\n");
        assertThat(everythingWritten(imported)).doesNotContain("not-a-real-password");
        assertThat(imported.findings()).extracting(Finding::line).contains(5, 6, 7, 9, 19, 34);
        readsBack(imported);
    }

    @Test
    void ourOwnExampleShowsEveryKindOfFlaw() {
        var imported = SpotFleetImport.read(OWN_EXAMPLE, offline());
        assertThat(everythingWritten(imported)).doesNotContain("no-such-password");
        assertThat(imported.findings().stream()
                        .map(finding -> finding.line() + " " + finding.key() + " " + finding.kind()))
                .containsExactly(
                        "2 IamFleetRole LOOK",
                        "3 AllocationStrategy MENDED",
                        "5 SpotPrice LOOK",
                        "6 ValidFrom DROPPED",
                        "7 ValidUntil DROPPED",
                        "8 TerminateInstancesWithExpiration DROPPED",
                        "9 LaunchSpecifications LOOK",
                        "19 LaunchSpecifications[0].BlockDeviceMappings[0].DeviceName MENDED",
                        "27 LaunchSpecifications[0].BlockDeviceMappings[1] LOOK",
                        "58 LaunchSpecifications[0].UserData MENDED",
                        "612 LaunchSpecifications[12].InstanceType LOOK");
        assertThat(imported.settings().instance().volumes())
                .extracting(Volume::use)
                .containsExactly(VolumeUse.DOCKER, VolumeUse.LOGS);
        readsBack(imported);
    }

    private static String everythingWritten(Imported imported) {
        return imported.yaml() + imported.findings() + imported.secretCommand() + imported.settings();
    }

    private static void readsBack(Imported imported) {
        var reading = Reading.of(Overrides.none(), TypeCatalogue.builtIn());
        assertThat(BallastYaml.open(imported.yaml(), "ballast.yaml", reading).settings())
                .isEqualTo(imported.settings());
    }

    /** From the request to the instance: Docker's volume is where the image wants it, the agent joins the fleet's cluster. */
    @Test
    void theTemplateOfAnImportedFleetIsWhatTheTeamMeant() {
        var imported = SpotFleetImport.read(OWN_EXAMPLE, offline());
        var template = Template.compose(
                imported.settings(),
                KnownImages.find("ami-76e95b05").orElseThrow().image());
        assertThat(template.volumes())
                .containsExactly(
                        new EbsMapping("/dev/xvdcz", 60, "gp2", false, Optional.empty()),
                        new EbsMapping("/dev/xvdf", 20, "gp2", false, Optional.empty()));
        assertThat(UserData.ofText(template.userData())
                        .ecsConfig(MachineImage.EcsAgent.ECS_INIT)
                        .values())
                .containsEntry("ECS_CLUSTER", "harbour")
                .containsEntry("ECS_CONTAINER_STOP_TIMEOUT", "45s");
        assertThat(template.tags()).containsEntry("Name", "harbour-ECS-fleet");
    }

    @Test
    void theSecretIsMadeByACommandWithAPlaceholder() {
        assertThat(SpotFleetImport.read(OWN_EXAMPLE, offline()).secretCommand()).isEqualTo("""
                        aws secretsmanager create-secret --region eu-west-1 --name ballast/harbour/registry --secret-string file:///dev/stdin <<'JSON'
                        {"https://docker.harbour.example/v1/":{"username":"puller","password":"PASSWORD","email":"crew@harbour.example"}}
                        JSON""");
    }

    @Test
    void noSpellingOfASecretSurvives() {
        var auth = Base64.getEncoder().encodeToString("joe:hunter2".getBytes());
        var imported = imported(request("", userData("""
                #!/bin/bash
                docker login -u joe -p hunter2 registry.example.com
                curl https://joe:elsewhere@example.com/x
                echo 'ECS_CLUSTER=live' >> /etc/ecs/ecs.config
                echo ECS_ENGINE_AUTH_TYPE=dockercfg >> /etc/ecs/ecs.config
                echo 'ECS_ENGINE_AUTH_DATA={"r.example.com":{"auth":"%s","identitytoken":"hunter3"}}' >> /etc/ecs/ecs.config
                echo AWS_SECRET_ACCESS_KEY=hunter4 >> /etc/ecs/ecs.config
                """.formatted(auth))));
        assertThat(everythingWritten(imported)).doesNotContain("hunter", "elsewhere", auth);
        assertThat(imported.settings().instance().registryAuth())
                .contains(new Settings.RegistryAuth("dockercfg", "secretsmanager:ballast/live/registry"));
        assertThat(imported.secretCommand()).contains("\"auth\":\"BASE64_OF_USER_AND_PASSWORD\"");
        assertThat(findings(imported, "UserData")).hasSize(3);
    }

    @Test
    void whatOnlyTheInstanceKnowsStaysAScriptThatAppends() {
        var imported = imported(request("", userData("""
                #!/bin/bash
                zone=$(curl http://169.254.169.254/latest/meta-data/placement/availability-zone)
                cat > /etc/ecs/ecs.config <<EOF
                ECS_CLUSTER=live
                ECS_INSTANCE_ATTRIBUTES={"zone":"$zone"}
                EOF
                cat <<'EOF' > /etc/motd
                ECS_CLUSTER=not-me
                EOF
                """)));
        assertThat(imported.settings().cluster()).isEqualTo("live");
        assertThat(imported.settings().instance().ecsConfig()).isEmpty();
        assertThat(imported.settings().instance().userData()).containsExactly("""
                #!/bin/bash
                zone=$(curl http://169.254.169.254/latest/meta-data/placement/availability-zone)
                echo "ECS_INSTANCE_ATTRIBUTES={\\"zone\\":\\"$zone\\"}" >> /etc/ecs/ecs.config
                cat <<'EOF' > /etc/motd
                ECS_CLUSTER=not-me
                EOF
                """);
        assertThat(Template.flaws(imported.settings())).isEmpty();
        readsBack(imported);
    }

    @Test
    void theImageIsAskedWhereAnEndpointIsGiven() {
        var json = request(
                        ", 'SpotPrice': '0.5'",
                        ", 'BlockDeviceMappings': [{'DeviceName': '/dev/sdb', 'Ebs': {'VolumeSize': 20}}]")
                .replace("ami-76e95b05", CURRENT.imageId())
                .replace('\'', '"');
        var imported = SpotFleetImport.read(json, "fleet.json", asking(CURRENT));
        assertThat(imported.settings().instance().volumes())
                .containsExactly(new Volume(VolumeUse.DOCKER, Optional.empty(), 30, "gp2", true, Optional.empty()));
        assertThat(imported.yaml()).contains("Storage of this image, asked from EC2: 30 GiB at /dev/xvda for");
        assertThat(imported.findings().stream().map(Finding::done))
                .contains("moved to Docker's device /dev/xvda", "raised to 30 GiB");
        var unknown = SpotFleetImport.read(json, "fleet.json", asking());
        assertThat(findings(unknown, "ImageId")).singleElement().asString().contains("EC2 knows no image");
        assertThat(findings(imported(json), "ImageId"))
                .singleElement()
                .asString()
                .contains("no endpoint was given");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            0.05 | below the on-demand price of 1 of 1 types: m4.large (0.111, usually out of reach)
            0.08 | below the on-demand price of 1 of 1 types: m4.large (0.111);
            0.50 | above the on-demand price of every type (m4.large, the dearest, costs 0.111 in eu-west-1)
            """)
    void thePriceBoundIsHeldAgainstEveryType(String bound, String words) {
        var imported = imported(request(", 'SpotPrice': '" + bound + "'", ""));
        assertThat(findings(imported, "SpotPrice")).singleElement().asString().contains(words);
        assertThat(imported.settings().capacity().maxPrice()).contains(UsdPerHour.of(bound));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            2, 4 | 40 vcpu      | TargetCapacity counts the vCPUs of m4.large and m4.xlarge
            8, 16 | 40 GiB      | weights are the memory
            1, 1 | 40 instances | weights say nothing
            1, 4 | 16 instances | by the mean weight of 2.5
            """)
    void weightsBecomeAUnitThatPeopleKnow(String weights, String target) {
        var both = weights.split(", ");
        var json = request("", ", 'WeightedCapacity': " + both[0])
                .replace("'TargetCapacity': 2", "'TargetCapacity': 40")
                .replace(
                        "]}",
                        ", {'ImageId': 'ami-76e95b05', 'InstanceType': 'm4.xlarge', 'WeightedCapacity': " + both[1]
                                + "}]}");
        var imported = imported(json);
        assertThat(imported.settings().capacity().target()).isEqualTo(Target.of(target));
        assertThat(findings(imported, "TargetCapacity"))
                .singleElement()
                .asString()
                .contains("taken as " + target);
    }

    @Test
    void specificationsThatDifferAreTold() {
        var other = ", {'ImageId': 'ami-02a24162', 'InstanceType': 'm4.xlarge', 'KeyName': 'b'}";
        var imported = imported(request("", ", 'KeyName': 'a'")
                .replace(
                        "}]}",
                        "}, {'ImageId': 'ami-76e95b05', 'InstanceType': 'c4.large', 'KeyName': 'a'}" + other + "]}"));
        assertThat(imported.settings().instance().keyName()).contains("a");
        assertThat(findings(imported, "LaunchSpecifications[2].KeyName"))
                .singleElement()
                .asString()
                .contains("is not alike in all launch specifications: 2 of 3 have what stands on line 1, 1 differ");
        assertThat(findings(imported, "LaunchSpecifications[2].ImageId")).hasSize(1);
    }

    @Test
    void typesThatAreNotKnownOrForOtherProcessorsStandAsAComment() {
        var imported = imported(request("", "")
                .replace(
                        "}]}",
                        "}, {'ImageId': 'ami-76e95b05', 'InstanceType': 'cg1.4xlarge'},"
                                + " {'ImageId': 'ami-76e95b05', 'InstanceType': 'm6g.large'}]}"));
        assertThat(imported.settings().capacity().instanceTypes()).containsExactly("m4.large");
        assertThat(imported.yaml()).contains("# - cg1.4xlarge", "# - m6g.large");
        readsBack(imported);
    }

    @Test
    void aFleetOfLaunchTemplatesSaysWhatMustBeAskedFromEc2() {
        var imported = imported("""
                {'TargetCapacity': 3, 'LaunchTemplateConfigs': [{
                  'LaunchTemplateSpecification': {'LaunchTemplateId': 'lt-1', 'Version': '7'},
                  'Overrides': [
                    {'InstanceType': 'm5.large', 'SubnetId': 'subnet-0a1a1a1a1a1a1a1a1'},
                    {'InstanceType': 'c5.large', 'SubnetId': 'subnet-0a1a1a1a1a1a1a1a1, subnet-0b2b2b2b2b2b2b2b2'}]}]}
                """);
        assertThat(imported.settings().capacity().instanceTypes()).containsExactly("m5.large", "c5.large");
        assertThat(imported.settings().instance().network().subnets()).hasSize(2);
        assertThat(imported.settings().region()).isEmpty();
        assertThat(imported.yaml()).contains("\n# region: eu-west-1");
        assertThat(findings(imported, "LaunchTemplateSpecification"))
                .singleElement()
                .asString()
                .contains("aws ec2 describe-launch-template-versions --launch-template-id lt-1 --versions '7'");
        assertThat(findings(imported, "IamFleetRole"))
                .singleElement()
                .asString()
                .contains("AWS refuses");
    }

    @Test
    void theRequestIsFoundInsideWhatAwsItselfWrites() {
        var inner = request("", "");
        for (var outer : List.of(
                inner,
                "{'DryRun': true, 'SpotFleetRequestConfig': " + inner + "}",
                "{'SpotFleetRequestConfigs': [{'SpotFleetRequestState': 'active', 'SpotFleetRequestConfig': " + inner
                        + "}]}"))
            assertThat(imported(outer).settings()).isEqualTo(imported(inner).settings());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'TargetCapacity': 2, 'LaunchSpecifications': [{'ImageId': | fleet.json:1: the text ends too early, in the middle of a value
            []                                                         | fleet.json:1: expected an object with members such as AllocationStrategy, OnDemandAllocationStrategy, SpotMaintenanceStrategies, found a list
            {'TargetCapacity': 2, 'LaunchSpecifications': []}          | fleet.json:1: LaunchSpecifications: is empty, expected at least one entry
            {'TargetCapacity': 2}                                      | fleet.json:1: LaunchSpecifications: missing, expected what to launch, one entry for each type and subnet
            {'TargetCapacity': '2', 'LaunchSpecifications': [{'ImageId': 'ami-76e95b05', 'InstanceType': 'm4.large'}]} | fleet.json:1: TargetCapacity: expected a whole number, found a text; leave the quotes away
            {'TargetCapacity': 2.5, 'LaunchSpecifications': [{'ImageId': 'ami-76e95b05', 'InstanceType': 'm4.large'}]} | fleet.json:1: TargetCapacity: expected a whole number, found a number
            {'TargetCapacity': -2, 'LaunchSpecifications': [{'ImageId': 'ami-76e95b05', 'InstanceType': 'm4.large'}]} | fleet.json:1: TargetCapacity: expected 0 or more, found -2
            {'LaunchSpecifications': [{'ImageId': 'ami-76e95b05', 'InstanceType': 'm4.large'}]} | fleet.json:1: TargetCapacity: missing, expected how many instances, or units of weight
            {'TargetCapacity': 2, 'LaunchTemplateConfigs': [{}]}       | fleet.json:1: LaunchTemplateConfigs: names no instance type, expected Overrides with an InstanceType each
            {'TargetCapacity': 2, 'LaunchSpecifications': [{'ImageId': 'ami-76e95b05', 'InstanceType': 'x9.large'}]} | fleet.json:1: LaunchSpecifications: names no instance type that can be taken: x9.large are not known here, or not for this image
            """)
    void whatCannotBeUsedIsRefused(String json, String fault) {
        assertThat(faults(json)).containsExactly(fault);
    }

    @Test
    void allFaultsAreToldAtOnceEachWithItsLine() {
        assertThat(faults("""
                {
                  'TargetCapacty': 2,
                  'SpotPrice': 0.25,
                  'ValidUntil': 'tomorrow',
                  'AllocationStrategy': 'diversfied',
                  'LaunchSpecifications': [
                    {
                      'ImageID': 'ami-76e95b05',
                      'InstanceType': 'm4 large',
                      'SubnetId': 'subnet-1',
                      'SecurityGroups': ['sg-12345678'],
                      'EbsOptimized': 'true',
                      'UserData': 'not base64!'
                    }
                  ]
                }
                """))
                .containsExactly(
                        "fleet.json:1: TargetCapacity: missing, expected how many instances, or units of weight",
                        "fleet.json:2: TargetCapacty: unknown parameter, which AWS refuses, did you mean 'TargetCapacity'?",
                        "fleet.json:3: SpotPrice: expected a text, found a number; put it in quotes",
                        "fleet.json:4: ValidUntil: expected a date such as \"2026-02-15T14:40:42Z\", found a text",
                        "fleet.json:5: AllocationStrategy: expected one of lowestPrice, diversified, capacityOptimized,"
                                + " capacityOptimizedPrioritized, priceCapacityOptimized, found 'diversfied', did you mean"
                                + " 'diversified'?",
                        "fleet.json:7: LaunchSpecifications[0].ImageId: missing, expected the image, such as ami-0123456789abcdef0",
                        "fleet.json:8: LaunchSpecifications[0].ImageID: unknown parameter, which AWS refuses, did you mean"
                                + " 'ImageId'?",
                        "fleet.json:9: LaunchSpecifications[0].InstanceType: expected an instance type such as m5.xlarge, found 'm4"
                                + " large'",
                        "fleet.json:10: LaunchSpecifications[0].SubnetId: expected a subnet id such as subnet-0123456789abcdef0,"
                                + " found 'subnet-1'",
                        "fleet.json:11: LaunchSpecifications[0].SecurityGroups[0]: expected an object with members such as GroupId,"
                                + " GroupName, found a text",
                        "fleet.json:12: LaunchSpecifications[0].EbsOptimized: expected true or false, found a text; leave the quotes"
                                + " away",
                        "fleet.json:13: LaunchSpecifications[0].UserData: expected base64, as AWS wants it in this file; 'base64 -w0"
                                + " user-data.sh' makes it");
    }

    @Test
    void whatIsNotSaidIsToldWithWhatItMeans() {
        assertThat(imported(request("", "")).findings())
                .extracting(Finding::key)
                .contains(
                        "LaunchSpecifications[0].IamInstanceProfile",
                        "LaunchSpecifications[0].SubnetId",
                        "LaunchSpecifications[0].SecurityGroups");
        assertThat(SpotFleetImport.read(OWN_EXAMPLE, offline()).findings())
                .extracting(Finding::key)
                .noneMatch(key -> key.endsWith("IamInstanceProfile"));
    }

    @Test
    void userDataOverTheLimitAreRefused() {
        assertThat(faults(request("", userData("#!/bin/bash\n" + "#".repeat(17_000)))))
                .singleElement()
                .asString()
                .contains("UserData: has 17012 bytes before base64, and EC2 takes 16384 (16 KB)");
    }

    @Test
    void anEndThatIsStillToComeIsNotSilentlyLost() {
        var imported =
                imported(request(", 'ValidUntil': '2030-01-01T00:00:00Z', 'InstanceInterruptionBehavior': 'stop'", ""));
        assertThat(findings(imported, "ValidUntil"))
                .singleElement()
                .asString()
                .contains("ends the fleet on 2030-01-01");
        assertThat(findings(imported, "InstanceInterruptionBehavior")).hasSize(1);
        assertThat(imported.settings().instance().tags()).isEqualTo(Map.of());
    }
}
