package dev.ballast.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.model.Architecture;
import dev.ballast.model.Image;
import dev.ballast.model.LaunchTemplateSpec.EbsMapping;
import dev.ballast.model.OwnerTags;
import dev.ballast.model.Settings;
import dev.ballast.model.Settings.Volume;
import dev.ballast.model.Settings.VolumeUse;
import dev.ballast.model.Target;
import dev.ballast.model.UsdPerHour;
import dev.ballast.sim.world.ec2.MachineImage;
import dev.ballast.sim.world.ec2.UserData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {
    private static final Image LVM = new Image(
            "ami-76e95b05",
            "2015.09.f",
            Architecture.X86_64,
            "/dev/xvda",
            List.of(new Image.BlockDevice("/dev/xvda", 8, "snap-1"), new Image.BlockDevice("/dev/xvdcz", 22, "")));
    private static final Image CURRENT = new Image(
            "ami-0c0c0c0c0c0c0c0c0",
            "al2023",
            Architecture.X86_64,
            "/dev/xvda",
            List.of(new Image.BlockDevice("/dev/xvda", 30, "snap-2")));

    @TempDir
    Path scratch;

    private static boolean hasBash;

    @BeforeAll
    static void lookForBash() {
        hasBash = Files.isExecutable(Path.of("/bin/bash"));
    }

    /** Settings with what the test is about, everything else as plain as can be. */
    private static final class Making {
        private String cluster = "live";
        private List<String> types = List.of("m5.large");
        private List<Volume> volumes = List.of();
        private Map<String, String> tags = new LinkedHashMap<>();
        private final TreeMap<String, String> ecsConfig = new TreeMap<>();
        private Optional<Settings.RegistryAuth> auth = Optional.empty();
        private List<String> userData = List.of();
        private Optional<Settings.Bootstrap> bootstrap = Optional.empty();
        private boolean agentDrains;
        private boolean hostWatch;

        Settings settings() {
            return new Settings(
                    cluster,
                    "eu-west-1",
                    Settings.Mode.KEEP,
                    new Settings.Capacity(
                            Target.instances(1),
                            types,
                            Settings.Survive.AUTO,
                            Optional.empty(),
                            Settings.Backend.EC2_FLEET,
                            new Settings.OnDemand(Duration.ZERO, UsdPerHour.ZERO, 1, 0, 0),
                            1,
                            new Settings.Risk(0.0001, new TreeMap<>())),
                    new Settings.InstanceTemplate(
                            new Settings.ImageChoice.ById("ami-76e95b05"),
                            new Settings.Network(List.of(), List.of("sg-0123456789abcdef0"), false),
                            Optional.of("ops"),
                            Optional.of("ecs"),
                            volumes,
                            tags,
                            ecsConfig,
                            auth,
                            userData,
                            bootstrap,
                            Optional.empty()),
                    new Settings.Interruption(Duration.ofSeconds(10), false, agentDrains, hostWatch),
                    new Settings.Brakes(Duration.ofMinutes(2), 0.3, 2),
                    new Settings.Disruption(Duration.ofMinutes(10), Duration.ofMinutes(5), 0.05, List.of()));
        }
    }

    private static Volume volume(VolumeUse use, String device, int sizeGib, String mount) {
        return new Volume(use, Optional.ofNullable(device), sizeGib, "gp3", true, Optional.ofNullable(mount));
    }

    private static EbsMapping mapping(String device, int sizeGib, String snapshot) {
        return new EbsMapping(device, sizeGib, "gp3", true, Optional.ofNullable(snapshot));
    }

    @Test
    void dockersVolumeIsPutWhereTheImageKeepsDockersData() {
        var making = new Making();
        making.volumes =
                List.of(volume(VolumeUse.DOCKER, null, 40, null), volume(VolumeUse.LOGS, null, 20, "/mnt/logs"));
        assertThat(Template.compose(making.settings(), LVM).volumes())
                .containsExactly(mapping("/dev/xvdcz", 40, null), mapping("/dev/xvdf", 20, null));
        assertThat(Template.compose(making.settings(), CURRENT).volumes())
                .containsExactly(mapping("/dev/xvda", 40, "snap-2"), mapping("/dev/xvdf", 20, null));
    }

    @Test
    void aDeviceThatTheUserTookIsNotGivenAway() {
        var making = new Making();
        making.volumes = List.of(
                volume(VolumeUse.LOGS, null, 20, "/mnt/logs"), volume(VolumeUse.DATA, "/dev/sdf", 20, "/mnt/data"));
        assertThat(Template.compose(making.settings(), CURRENT).volumes())
                .extracting(EbsMapping::device)
                .containsExactly("/dev/xvdg", "/dev/sdf");
    }

    @Test
    void impossibleMappingsAreRefusedWithTheReason() {
        var making = new Making();
        making.volumes = List.of(
                volume(VolumeUse.DOCKER, "/dev/sdb", 40, null),
                volume(VolumeUse.LOGS, "/dev/sda", 20, "/logs"),
                volume(VolumeUse.DATA, "/dev/xvdcz", 20, "/data"));
        assertThat(Template.flaws(making.settings(), LVM))
                .extracting(Object::toString)
                .containsExactly(
                        "instance.volumes[1].device: image ami-76e95b05 has the root volume at /dev/sda; leave the device out and"
                                + " a free one is taken",
                        "instance.volumes[2].device: image ami-76e95b05 has Docker's data at /dev/xvdcz; leave the device out and"
                                + " a free one is taken",
                        "instance.volumes[0].device: image ami-76e95b05 keeps Docker's data at /dev/xvdcz, so a volume at"
                                + " /dev/sdb would stay empty; leave the device out");
        making.volumes = List.of(new Volume(VolumeUse.DOCKER, Optional.empty(), 10, "st1", false, Optional.empty()));
        assertThat(Template.flaws(making.settings(), CURRENT))
                .extracting(Object::toString)
                .containsExactly(
                        "instance.volumes[0].size: image ami-0c0c0c0c0c0c0c0c0 has 30 GiB at /dev/xvda, and a volume can only be"
                                + " larger than its image has it",
                        "instance.volumes[0].type: image ami-0c0c0c0c0c0c0c0c0 keeps Docker's data on its root volume, and EC2"
                                + " boots from no st1 volume");
        assertThatThrownBy(() -> Template.compose(making.settings(), CURRENT))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anImageForOtherProcessorsThanTheTypesIsRefused() {
        var making = new Making();
        making.types = List.of("m6g.large");
        assertThat(Template.flaws(making.settings(), CURRENT))
                .extracting(Object::toString)
                .containsExactly(
                        "instance.image: image ami-0c0c0c0c0c0c0c0c0 is for x86_64 but the type m6g.large is arm64");
    }

    @Test
    void theNameSaysTheContent() {
        var making = new Making();
        var first = Template.compose(making.settings(), CURRENT);
        assertThat(first.name()).matches("ballast-live-[0-9a-f]{12}");
        assertThat(Template.compose(making.settings(), CURRENT)).isEqualTo(first);
        assertThat(Template.compose(making.settings(), LVM).name()).isNotEqualTo(first.name());
        making.ecsConfig.put("ECS_RESERVED_MEMORY", "64");
        assertThat(Template.compose(making.settings(), CURRENT).name()).isNotEqualTo(first.name());
        making.cluster = "x".repeat(255);
        assertThat(Template.compose(making.settings(), CURRENT).name()).hasSizeLessThanOrEqualTo(128);
    }

    @Test
    void instancesCarryTheOwnersTagsAndTheNamePatternUnlessTheUserNamesThem() {
        var making = new Making();
        making.tags = Map.of("stage", "live");
        var template = Template.compose(making.settings(), CURRENT);
        assertThat(template.tags())
                .containsEntry("stage", "live")
                .containsEntry("Name", "live-ECS-" + template.hash())
                .containsEntry(OwnerTags.CLUSTER, "live")
                .containsEntry(OwnerTags.TEMPLATE, template.hash());
        making.tags = Map.of("Name", "mine");
        assertThat(Template.compose(making.settings(), CURRENT).tags()).containsEntry("Name", "mine");
    }

    @Test
    void theAgentsSettingsAreWrittenAndTheAgentDoesNotDrainUnlessAsked() throws Exception {
        var making = new Making();
        making.ecsConfig.put("ECS_RESERVED_MEMORY", "64");
        making.auth = Optional.of(new Settings.RegistryAuth("docker", "secretsmanager:live/registry"));
        var userData = Template.compose(making.settings(), CURRENT).userData();
        assertThat(userData)
                .contains("aws secretsmanager get-secret-value", "--region='eu-west-1'", "--secret-id='live/registry'")
                .contains("chmod 600 /etc/ecs/ecs.config");
        assertThat(agentSettings(userData))
                .containsEntry("ECS_CLUSTER", "live")
                .containsEntry("ECS_RESERVED_MEMORY", "64")
                .containsEntry("ECS_ENGINE_AUTH_TYPE", "docker")
                .containsEntry("ECS_ENABLE_SPOT_INSTANCE_DRAINING", "false");
        making.agentDrains = true;
        assertThat(agentSettings(Template.compose(making.settings(), CURRENT).userData()))
                .containsEntry("ECS_ENABLE_SPOT_INSTANCE_DRAINING", "true");
    }

    @Test
    void theLocalCloudReadsTheSameAgentSettings() {
        var making = new Making();
        making.ecsConfig.put("ECS_INSTANCE_ATTRIBUTES", "{\"stack\":\"a b\"}");
        making.ecsConfig.put("ECS_LOGLEVEL", "$HOME `id`");
        making.userData = List.of("#cloud-config\npackages: [git]\n", "#!/bin/bash\necho hello\n");
        var userData = Template.compose(making.settings(), CURRENT).userData();
        var read = UserData.ofText(userData).ecsConfig(MachineImage.EcsAgent.ECS_INIT);
        assertThat(read.values())
                .containsEntry("ECS_CLUSTER", "live")
                .containsEntry("ECS_LOGLEVEL", "$HOME `id`")
                .containsEntry("ECS_INSTANCE_ATTRIBUTES", "{\"stack\":\"a b\"}");
    }

    @Test
    void theRegionOfASecretsArnWins() {
        var making = new Making();
        making.auth = Optional.of(new Settings.RegistryAuth(
                "docker", "arn:aws:secretsmanager:us-east-1:123456789012:secret:live/registry-AbCdEf"));
        assertThat(Template.compose(making.settings(), CURRENT).userData()).contains("--region='us-east-1'");
        making.auth = Optional.of(new Settings.RegistryAuth("docker", "ssm:/live/registry"));
        assertThat(Template.compose(making.settings(), CURRENT).userData())
                .contains("aws ssm get-parameter --with-decryption", "--name='/live/registry'", "--region='eu-west-1'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'; touch PWNED; '",
                "$(touch PWNED)",
                "`touch PWNED`",
                "\"; touch PWNED; \"",
                "\\'; touch PWNED #",
                "END_OF_TEXT",
                "&& touch PWNED ||",
                "> PWNED",
                "${IFS}touch${IFS}PWNED",
                "!touch PWNED",
                "%s%n\\n\\x41",
                "PLAYBOOK FOLDER URL REVISION FAILED",
            })
    void hostileValuesNeverReachTheShell(String hostile) throws Exception {
        Assumptions.assumeTrue(hasBash, "needs /bin/bash");
        var making = new Making();
        making.cluster = hostile;
        making.tags = Map.of("t", hostile);
        making.ecsConfig.put("ECS_LOGLEVEL", hostile);
        making.ecsConfig.put(
                "ECS_INSTANCE_ATTRIBUTES",
                "{\"x\":\"" + hostile.replace("\\", "\\\\").replace("\"", "\\\"") + "\"}");
        making.auth = Optional.of(new Settings.RegistryAuth(hostile, "ssm:" + hostile));
        making.bootstrap =
                Optional.of(new Settings.Bootstrap(hostile, hostile, hostile, new TreeMap<>(Map.of("v", hostile))));
        making.userData =
                List.of("cat <<'X' > part-ran\n" + hostile + "\nEND_OF_TEXT\nX\nexit 3\n", "if then ( unbalanced '");
        var userData = Template.compose(making.settings(), CURRENT).userData();
        assertThat(bash("-n", userData).status).as(userData).isZero();

        var read = agentSettings(userData);
        assertThat(read)
                .containsEntry("ECS_CLUSTER", hostile)
                .containsEntry("ECS_LOGLEVEL", hostile)
                .containsEntry("ECS_ENGINE_AUTH_TYPE", hostile)
                .containsEntry("ECS_ENGINE_AUTH_DATA", "{\"secret\":\"of ssm\"}");
        assertThat(read.get("ECS_INSTANCE_ATTRIBUTES")).contains("\"ballast.bootstrap\":\"succeeded\"");
        assertThat(scratch.resolve("PWNED")).doesNotExist();
        assertThat(Files.readString(scratch.resolve("part-ran"))).startsWith(hostile);
        assertThat(Files.readAllLines(scratch.resolve("calls")))
                .anyMatch(call -> call.startsWith("aws ssm") && call.contains("--name=" + hostile))
                .anyMatch(call -> call.startsWith("ansible-pull --url=" + hostile + " --checkout=" + hostile)
                        && call.endsWith(" " + hostile));
    }

    @Test
    void aBootstrapThatFailsSaysSoWithItsLastLogLine() throws Exception {
        Assumptions.assumeTrue(hasBash, "needs /bin/bash");
        var making = new Making();
        making.ecsConfig.put("ECS_INSTANCE_ATTRIBUTES", "{\"stack\":\"live\"}");
        making.bootstrap =
                Optional.of(new Settings.Bootstrap("https://example.com/x", "main", "FAIL", new TreeMap<>()));
        assertThat(agentSettings(Template.compose(making.settings(), CURRENT).userData())
                        .get("ECS_INSTANCE_ATTRIBUTES"))
                .isEqualTo(
                        "{\"stack\":\"live\",\"ballast.bootstrap\":\"failed\",\"ballast.bootstrap-revision\":\"main\","
                                + "\"ballast.bootstrap-log\":\"fatal: no such playbook FAIL\"}");
    }

    @Test
    void userDataOverTheLimitAreRefusedWithTheirLength() {
        var making = new Making();
        making.userData = List.of("#!/bin/bash\n#" + "x".repeat(16_000) + "\n");
        assertThat(Template.flaws(making.settings()))
                .singleElement()
                .asString()
                .matches(
                        "instance.user-data: user data come to 16\\d{3} bytes with what Ballast adds, and EC2 takes 16384 .*");
        making.userData = List.of("#!/bin/bash\n#" + "x".repeat(15_000) + "\n");
        assertThat(Template.flaws(making.settings())).isEmpty();
    }

    @Test
    void aPartThatOverwritesTheAgentsSettingsIsRefused() {
        var making = new Making();
        making.userData =
                List.of("cat << EOT > /etc/ecs/ecs.config\nECS_CLUSTER=x\nEOT\n", "echo A=1 >> /etc/ecs/ecs.config");
        assertThat(Template.flaws(making.settings()))
                .singleElement()
                .asString()
                .startsWith("instance.user-data[0]: overwrites /etc/ecs/ecs.config");
    }

    @Test
    void aLineEndInAnAgentSettingIsRefused() {
        var making = new Making();
        making.ecsConfig.put("ECS_LOGLEVEL", "info\nECS_CLUSTER=theirs");
        making.ecsConfig.put("bad key", "x");
        making.ecsConfig.put("ECS_INSTANCE_ATTRIBUTES", "{no json");
        assertThat(Template.flaws(making.settings()))
                .extracting(Object::toString)
                .containsExactly(
                        "instance.ecs-config.ECS_INSTANCE_ATTRIBUTES: expected JSON such as {\"stack\":\"live\"}",
                        "instance.ecs-config.ECS_LOGLEVEL: must be one line",
                        "instance.ecs-config.bad key: expected a name like ECS_RESERVED_MEMORY");
    }

    @Test
    void hostWatchIsInUserDataOnlyWhereItIsAskedForAndBootsByTheSameScript() throws Exception {
        var making = new Making();
        var without = Template.compose(making.settings(), CURRENT);
        making.hostWatch = true;
        var with = Template.compose(making.settings(), CURRENT);
        assertThat(without.userData()).doesNotContain("host-watch");
        assertThat(with.userData()).contains("systemctl enable --now --no-block ballast-host-watch");
        assertThat(with.hash()).isNotEqualTo(without.hash());
        Assumptions.assumeTrue(hasBash, "needs /bin/bash");
        assertThat(bash("-n", with.userData()).status).isZero();
        assertThat(bash("-n", HostWatch.program(making.settings())).status).isZero();
    }

    @Test
    void hostWatchTellsTheQueueOnceInEventBridgesWords() throws Exception {
        var sent = hostWatch(
                "*/instance-id) echo i-1 ;; */instance-action) echo '{\"action\": \"stop\", \"time\": \"2026-03-01T10:02:00Z\"}' ;;");
        assertThat(sent)
                .singleElement()
                .asString()
                .contains("--queue-url https://queue")
                .contains("\"source\":\"aws.ec2\",\"detail-type\":\"EC2 Spot Instance Interruption Warning\"")
                .contains("\"time\":\"2026-03-01T10:00:00Z\"")
                .contains("\"detail\":{\"instance-id\":\"i-1\",\"instance-action\":\"stop\"}}");
    }

    @Test
    void hostWatchTellsOfARebalanceRecommendation() throws Exception {
        var sent = hostWatch(
                "*/instance-id) echo i-1 ;; */recommendations/rebalance) echo '{\"noticeTime\": \"2026-03-01T10:00:00Z\"}' ;;");
        assertThat(sent)
                .singleElement()
                .asString()
                .contains("\"detail-type\":\"EC2 Instance Rebalance Recommendation\",\"time\":\"2026-03-01T10:00:00Z\"")
                .contains("\"detail\":{\"instance-id\":\"i-1\"}}");
    }

    @Test
    void hostWatchTellsNothingOfAHostThatStays() throws Exception {
        assertThat(hostWatch("*/instance-id) echo i-1 ;;")).isEmpty();
    }

    /** @return what it sent in three rounds, with metadata that answer these cases and 404 to all else */
    private List<String> hostWatch(String metadata) throws Exception {
        Assumptions.assumeTrue(hasBash, "needs /bin/bash");
        var stubs = Files.createDirectories(scratch.resolve("bin"));
        stub(stubs, "curl", "case \"${@: -1}\" in " + metadata + " *ttl-seconds*) echo token ;; *) exit 22 ;; esac");
        stub(stubs, "aws", "echo https://queue");
        stub(stubs, "sleep", "[ $(grep -c '^sleep' " + scratch.resolve("calls") + ") -le 3 ]");
        bash(null, HostWatch.program(new Making().settings()));
        return Files.readAllLines(scratch.resolve("calls")).stream()
                .filter(call -> call.startsWith("aws sqs send-message"))
                .toList();
    }

    /** Runs the user data in a scratch root, with AWS, Ansible and the package managers replaced by ones that note the call. */
    private Map<String, String> agentSettings(String userData) throws Exception {
        Assumptions.assumeTrue(hasBash, "needs /bin/bash");
        var script = userData.replace("/etc/ecs", scratch.resolve("etc/ecs").toString())
                .replace("/var/lib/ballast", scratch.resolve("lib").toString())
                .replace("/var/log/ballast", scratch.resolve("log").toString());
        var stubs = Files.createDirectories(scratch.resolve("bin"));
        stub(stubs, "aws", "echo '{\"secret\":\"of '\"$1\"'\"}'");
        stub(stubs, "ansible-pull", "case \"$*\" in *FAIL) echo 'fatal: no such playbook (FAIL)'; echo; exit 4;; esac");
        stub(stubs, "git", ":");
        for (var tool : List.of("dnf", "yum", "amazon-linux-extras", "mkfs", "mount")) stub(stubs, tool, "exit 1");
        var ran = bash(null, script);
        assertThat(ran.status).as(ran.output).isZero();
        return Files.readAllLines(scratch.resolve("etc/ecs/ecs.config")).stream()
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1], (first, last) -> last, TreeMap::new));
    }

    private void stub(Path folder, String name, String body) throws IOException {
        var file = folder.resolve(name);
        Files.writeString(
                file,
                "#!/bin/bash\nprintf '%s\\n' \"" + name + " $*\" >> " + scratch.resolve("calls") + "\n" + body + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private record Ran(int status, String output) {}

    private Ran bash(String option, String script) throws Exception {
        var file = Files.writeString(scratch.resolve("user-data.sh"), script, StandardCharsets.UTF_8);
        var command = new ArrayList<>(List.of("/bin/bash", file.toString()));
        if (option != null) command.add(1, option);
        var builder = new ProcessBuilder(command).directory(scratch.toFile()).redirectErrorStream(true);
        builder.environment().put("PATH", scratch.resolve("bin") + ":/usr/bin:/bin");
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Ran(process.exitValue(), output);
    }
}
