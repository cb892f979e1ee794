package dev.ballast.sim.world.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ballast.sim.world.core.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The fingerprints are those of ssh-keygen and openssl for the same keys. */
class PublicKeyTest {
    private static final String RSA = "ssh-rsa "
            + "AAAAB3NzaC1yc2EAAAADAQABAAAAgQDUAPHpYUsIzHoM1jEs+madtrsHju/Yxm1jMjZbM2tWg91Mp96+maAr5H2BCvYyc5Ge2QQvP4a6"
            + "Q66v9T538amBLJjAFJPodS7I11PUBs5fEMXqcBD0jIEnhyKbgDS+h/bAHmUyusG78SLohbfYstGz7jY9RANawpFPsCJDPu9Ujw==";

    @Test
    void anRsaKeyHasTheMd5OfItsDer() {
        assertThat(PublicKey.of(RSA + " me@here\n"))
                .isEqualTo(new PublicKey("rsa", "17:92:00:10:10:3d:0c:14:48:6b:aa:f9:8a:e0:7a:9d"));
    }

    @Test
    void anEd25519KeyHasItsSha256() {
        assertThat(PublicKey.of(
                        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOQsSrO8vxwbRkA7nJZMufJ/GUNWNKec4VPSAIlB/S+X me@here"))
                .isEqualTo(new PublicKey("ed25519", "7GzAwyQXrqkvSo8RvBhGFdoYp+OWJCIlCQHO8PDFOPU="));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ssh-rsa",
                "ssh-rsa !",
                "ssh-rsa AAAA",
                "ssh-rsa AAAAB3NzaC1yc2EAAAADAQAB",
                "ssh-ed25519 AAAAB3NzaC1yc2EAAAADAQAB",
                "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5f////w==",
                "ssh-dss AAAAB3NzaC1kc3MAAAAB"
            })
    void whatIsNoKeyIsRefusedInAwssWords(String material) {
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> PublicKey.of(material))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo("InvalidKey.Format"));
    }
}
