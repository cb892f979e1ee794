package dev.ballast.app.cli;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.app.session.Refusal;
import dev.ballast.config.BallastYaml;
import dev.ballast.config.BallastYaml.Reading;
import dev.ballast.config.Overrides;
import dev.ballast.config.TypeCatalogue;
import dev.ballast.model.Settings.Capacity;
import dev.ballast.model.Target;
import org.junit.jupiter.api.Test;

class ScaleCommandTest {
    private static Capacity capacity(String minimums) {
        var text = "cluster: live\nregion: eu-west-1\ncapacity:\n  target: 5\n  types: [m5.large]\n" + minimums;
        return BallastYaml.open(text, "ballast.yaml", Reading.of(Overrides.none(), TypeCatalogue.builtIn()))
                .settings()
                .capacity();
    }

    @Test
    void aTargetInAnotherUnitThanTheMinimumsIsRefused() {
        var capacity = capacity("  minimums: [{from: 08:00, to: 20:00, time-zone: UTC, target: 9}]\n");

        assertThatCode(() -> ScaleCommand.refuseAnotherUnit(capacity, Target.instances(8)))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> ScaleCommand.refuseAnotherUnit(capacity, Target.of("80 vcpu")))
                .isInstanceOf(Refusal.class)
                .hasMessage(
                        "80 vcpu is in another unit than capacity.minimums, whose first is 9 instances: say it in that"
                                + " unit");
    }

    @Test
    void withoutMinimumsAnyUnitDoes() {
        assertThatCode(() -> ScaleCommand.refuseAnotherUnit(capacity(""), Target.of("80 vcpu")))
                .doesNotThrowAnyException();
    }
}
