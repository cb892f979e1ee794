package dev.ballast.sim.world.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.sim.world.core.Refused;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterQueryTest {
    private final EcsFixture world = new EcsFixture();
    private final EcsInstance host = world.host("a");

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
                    attribute:ecs.instance-type == m5.large                                  ; true
                    attribute:ecs.instance-type equals m5.xlarge                             ; false
                    attribute:ecs.instance-type != m5.xlarge                                 ; true
                    attribute:ecs.instance-type =~ m5.*                                      ; true
                    attribute:ecs.instance-type =~ c5.*                                      ; false
                    attribute:ecs.instance-type !~ c5.*                                      ; true
                    attribute:ecs.availability-zone in [eu-west-1a, eu-west-1b]              ; true
                    attribute:ecs.availability-zone not_in [eu-west-1a, eu-west-1b]          ; false
                    attribute:ecs.availability-zone !in [eu-west-1c]                         ; true
                    attribute:stack exists                                                   ; false
                    attribute:stack !exists                                                  ; true
                    attribute:stack not_exists                                               ; true
                    attribute:ecs.capability.task-eni exists                                 ; true
                    agentConnected == true                                                   ; true
                    agentVersion >= 1.4.0                                                    ; true
                    agentVersion < 1.9.0                                                     ; false
                    runningTasksCount == 0                                                   ; true
                    ec2InstanceId in ['i-00000000000000001', 'i-2']                          ; true
                    registeredAt > 2020-01-01T00:00:00Z                                      ; true
                    task:group == service:web                                                ; false
                    not(task:group == service:web)                                           ; true
                    attribute:a == x or agentConnected == true                               ; true
                    attribute:a == x and agentConnected == true                              ; false
                    (attribute:a == x || agentConnected == true) && !(attribute:b exists)    ; true
                    attribute:ecs.instance-type == 'm5.large' and agentConnected == "true"   ; true
                    """)
    void aHostIsFoundByItsProperties(String query, boolean matches) {
        assertThat(ClusterQuery.of(query).matches(host)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "attribute:a",
                "attribute:a ==",
                "attribute: == b",
                "attribute:a == b and",
                "(attribute:a == b",
                "attribute:a == b)",
                "attribute:a in b",
                "attribute:a =~ (",
                "colour == red",
                "attribute:a ~ b"
            })
    void whatIsNoExpressionIsRefused(String query) {
        assertThatThrownBy(() -> ClusterQuery.of(query))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo("InvalidParameterException"));
    }

    @org.junit.jupiter.api.Test
    void hostsAreFoundByWhatRunsOnThem() {
        world.steady("web", world.definition("web", 64, 64), 1, 100, 200);
        assertThat(ClusterQuery.of("task:group == service:web").matches(host)).isTrue();
    }
}
