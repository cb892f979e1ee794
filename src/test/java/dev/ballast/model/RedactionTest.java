package dev.ballast.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ECS_ENGINE_AUTH_DATA={\"https://r\":{\"username\":\"u\",\"password\":\"SECRETVALUE\"}}",
                "export DB_PASSWORD='SECRETVALUE'",
                "docker login -u ci -p SECRETVALUE registry.example.com",
                "docker login -u ci --password=SECRETVALUE registry.example.com",
                "tool --api-key SECRETVALUE run",
                "curl -u ci:SECRETVALUE https://example.com",
                "curl -H 'Authorization: Bearer SECRETVALUE' https://example.com",
                "git clone https://ci:SECRETVALUE@example.com/x.git",
                "token: SECRETVALUE",
                "content: U0VDUkVUVkFMVUUgYW5kIG1vcmUgd29yZHMgdGhhdCBub2JvZHkgc2VlcyBTRUNSRVRWQUxVRQ=="
            })
    void aLineWithASecretIsShownWithoutIt(String line) {
        assertThat(Redaction.script("before\n" + line + "\nafter"))
                .startsWith("before\n")
                .endsWith("\nafter")
                .contains(Redaction.HIDDEN)
                .doesNotContain("SECRETVALUE", "U0VDUkVU");
    }

    @Test
    void aPrivateKeyIsHiddenWhole() {
        var script = "a\n-----BEGIN OPENSSH PRIVATE KEY-----\nabc\ndef\n-----END OPENSSH PRIVATE KEY-----\nb";
        assertThat(Redaction.script(script)).isEqualTo("a\n(hidden)\n(hidden)\n(hidden)\n(hidden)\nb");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#!/bin/bash",
                "ECS_CLUSTER=live",
                "ECS_CONTAINER_INSTANCE_PROPAGATE_TAGS_FROM=ec2_instance",
                "ECS_ENABLE_SPOT_INSTANCE_DRAINING=true",
                "echo 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                ""
            })
    void whatIsNoSecretStaysReadable(String line) {
        assertThat(Redaction.script(line)).isEqualTo(line);
    }
}
