package dev.ballast.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.model.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InterruptionsTest {
    private static final String ROLE = "arn:aws:iam::123456789012:role/fis";
    private static final String INSTANCES = "arn:aws:ec2:eu-west-1:123456789012:instance/";

    private final AwsClients clients = AwsClients.open(new AwsPlace("eu-west-1", Optional.empty(), Optional.empty()));

    @AfterEach
    void close() {
        clients.close();
    }

    @Test
    void onAwsAnExperimentInterruptsFiveInstancesATarget() {
        var ids = IntStream.range(0, 12).mapToObj(i -> "i-" + i).toList();
        var template = new Interruptions(clients, "live", Optional.of(ROLE)).template("t-0", INSTANCES, ids);
        assertThat(template.roleArn()).isEqualTo(ROLE);
        assertThat(template.clientToken()).isEqualTo("t-0");
        assertThat(template.stopConditions())
                .singleElement()
                .satisfies(stop -> assertThat(stop.source()).isEqualTo("none"));
        assertThat(template.targets().values().stream()
                        .flatMap(target -> target.resourceArns().stream())
                        .toList())
                .containsExactlyInAnyOrderElementsOf(
                        ids.stream().map(id -> INSTANCES + id).toList());
        assertThat(template.targets().values())
                .allMatch(target -> target.resourceArns().size() <= Interruptions.PER_TARGET);
        assertThat(template.actions().values()).allSatisfy(action -> {
            assertThat(action.actionId()).isEqualTo("aws:ec2:send-spot-instance-interruptions");
            assertThat(action.parameters()).containsEntry("durationBeforeInterruption", "PT2M");
            assertThat(template.targets()).containsKey(action.targets().get("SpotInstances"));
        });
    }

    @Test
    void onAwsWithoutARoleItIsRefusedWithWhatIsMissing() {
        var outcome = new Interruptions(clients, "live", Optional.empty()).interrupt("t", List.of("i-1"));
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.message()).contains("ec2:SendSpotInstanceInterruptions"));
    }
}
