package dev.ballast.sim.world.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.sim.world.core.Refused;
import dev.ballast.sim.world.ec2.MachineImage.EcsAgent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserDataTest {
    private static Map<String, String> read(String text) {
        return UserData.ofText(text).ecsConfig(EcsAgent.ECS_INIT).values();
    }

    @Test
    void aHereDocumentIsTheFile() {
        assertThat(read("""
                                #!/bin/bash
                                echo "Defaults:ec2-user !requiretty" > /etc/sudoers.d/disable_requiretty
                                rm -f /var/lib/ecs/data/ecs_agent_data.json
                                cat << EOT > /etc/ecs/ecs.config
                                ECS_CLUSTER=live
                                ECS_ENGINE_AUTH_TYPE=docker
                                ECS_ENGINE_AUTH_DATA={"https://registry.example.com/v2/":{"username":"deploy"}}
                                EOT
                                """))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "ECS_CLUSTER", "live",
                        "ECS_ENGINE_AUTH_TYPE", "docker",
                        "ECS_ENGINE_AUTH_DATA", "{\"https://registry.example.com/v2/\":{\"username\":\"deploy\"}}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#!/bin/sh\necho ECS_CLUSTER=live >> /etc/ecs/ecs.config\n",
                "#!/bin/bash\necho \"ECS_CLUSTER=live\" | sudo tee -a /etc/ecs/ecs.config > /dev/null",
                "#!/bin/bash\nsudo sh -c 'echo ECS_CLUSTER=live >> /etc/ecs/ecs.config'",
                "#!/bin/bash\nCLUSTER=live\necho ECS_CLUSTER=${CLUSTER} >/etc/ecs/ecs.config",
                "#!/bin/bash\nexport CLUSTER=\"live\"\ncat <<EOF >>/etc/ecs/ecs.config\nECS_CLUSTER=$CLUSTER\nEOF",
                "#!/bin/bash\ncat > /etc/ecs/ecs.config <<-'EOF'\n\tECS_CLUSTER=live\n\tEOF\n",
                "#!/bin/bash\nsudo tee /etc/ecs/ecs.config <<\"EOF\"\nECS_CLUSTER=live\nEOF\n",
                "#!/bin/bash\n{\n  echo \"ECS_CLUSTER=live\"\n} >> /etc/ecs/ecs.config",
                "#!/bin/bash\n{ echo A=1; echo ECS_CLUSTER=live; } >> /etc/ecs/ecs.config",
                "#!/bin/bash\nyum -y update && echo 'ECS_CLUSTER=live' >> /etc/ecs/ecs.config",
                "#!/bin/bash\nif true; then echo ECS_CLUSTER=live >> /etc/ecs/ecs.config; fi",
                "#!/bin/bash\necho -e \"A=1\\nECS_CLUSTER=live\" >> /etc/ecs/ecs.config",
                "#!/bin/bash\nprintf 'ECS_CLUSTER=live\\nA=1\\n' >> /etc/ecs/ecs.config",
                "#!/bin/bash\necho \"A=1\nECS_CLUSTER=live\" >> /etc/ecs/ecs.config",
                "#!/bin/bash\necho ECS_CLUSTER=old > /etc/ecs/ecs.config\necho ECS_CLUSTER=live > /etc/ecs/ecs.config",
                "#cloud-config\nwrite_files:\n  - path: /etc/ecs/ecs.config\n    content: |\n      ECS_CLUSTER=live\n",
                "#cloud-config\nwrite_files:\n  - path: /etc/ecs/ecs.config\n    encoding: b64\n    content: RUNTX0NMVVNURVI9bGl2ZQo=\n",
                "#cloud-config\nbootcmd:\n  - echo ECS_CLUSTER=live >> /etc/ecs/ecs.config\n",
                "#cloud-config\nruncmd:\n  - [sh, -c, 'echo ECS_CLUSTER=live >> /etc/ecs/ecs.config']\n",
                "#cloud-boothook\n#!/bin/bash\necho ECS_CLUSTER=live >> /etc/ecs/ecs.config\n",
                "Content-Type: multipart/mixed; boundary=\"==B==\"\nMIME-Version: 1.0\n\n--==B==\nContent-Type: text/x-shellscript; charset=\"us-ascii\"\n\n#!/bin/bash\necho ECS_CLUSTER=live >> /etc/ecs/ecs.config\n--==B==--\n",
                "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b1\r\n\r\n--b1\r\nContent-Type: text/cloud-config\r\n\r\n#cloud-config\r\nwrite_files:\r\n- path: /etc/ecs/ecs.config\r\n  content: ECS_CLUSTER=live\r\n\r\n--b1--\r\n",
            })
    void everyUsualWayOfNamingTheClusterIsUnderstood(String text) {
        assertThat(read(text)).containsEntry("ECS_CLUSTER", "live");
    }

    @Test
    void withoutAClusterTheAgentJoinsDefault() {
        assertThat(UserData.NONE.ecsConfig(EcsAgent.ECS_INIT).cluster()).isEqualTo("default");
        assertThat(UserData.ofText("#!/bin/bash\n# echo ECS_CLUSTER=live >> /etc/ecs/ecs.config\n")
                        .ecsConfig(EcsAgent.ECS_INIT)
                        .cluster())
                .isEqualTo("default");
    }

    @Test
    void bottlerocketIsConfiguredByItsSettings() {
        var config = UserData.ofText("""
                        [settings.ecs]
                        cluster = "live" # ours
                        enable-spot-instance-draining = true
                        [settings.ecs.instance-attributes]
                        stack = "blue"
                        """).ecsConfig(EcsAgent.BOTTLEROCKET);
        assertThat(config.cluster()).isEqualTo("live");
        assertThat(config.isSet("ECS_ENABLE_SPOT_INSTANCE_DRAINING")).isTrue();
        assertThat(config.value("ECS_INSTANCE_ATTRIBUTES", "")).isEqualTo("{\"stack\":\"blue\"}");
    }

    @Test
    void anImageWithoutAgentHasNoConfig() {
        assertThat(UserData.ofText("#!/bin/sh\necho ECS_CLUSTER=live > /etc/ecs/ecs.config")
                        .ecsConfig(EcsAgent.NONE))
                .isEqualTo(EcsConfig.EMPTY);
    }

    @Test
    void gzippedUserDataIsUnpacked() throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(packed)) {
            zip.write("#!/bin/sh\necho ECS_CLUSTER=live > /etc/ecs/ecs.config".getBytes(StandardCharsets.UTF_8));
        }
        var userData = UserData.ofRequest(Base64.getEncoder().encodeToString(packed.toByteArray()));
        assertThat(userData.ecsConfig(EcsAgent.ECS_INIT).cluster()).isEqualTo("live");
    }

    @Test
    void moreThanSixteenKilobytesAreRefused() {
        var tooLong = UserData.ofText("#".repeat(16 * 1024 + 1)).base64();
        assertThatThrownBy(() -> UserData.ofRequest(tooLong))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo("InvalidParameterValue"));
    }
}
