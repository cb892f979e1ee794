package dev.ballast.sim.world.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ballast.sim.world.core.Refused;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventPatternTest {
    private static final String EVENT = """
            {"source":"aws.ec2","detail-type":"EC2 Spot Instance Interruption Warning","resources":["arn:a","arn:b"],
             "detail":{"instance-id":"i-1","instance-action":"terminate","count":7,"flag":true,"nothing":null,
                       "containers":[{"name":"web"},{"name":"log"}]}}""";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"source":["aws.ec2"]}                                             | true
                    {"source":["aws.ecs","aws.ec2"]}                                   | true
                    {"source":["aws.ecs"]}                                             | false
                    {"source":["aws.ec2"],"detail":{"instance-action":["stop"]}}       | false
                    {"detail":{"instance-id":[{"prefix":"i-"}]}}                       | true
                    {"detail":{"instance-id":[{"suffix":"2"}]}}                        | false
                    {"detail":{"instance-id":[{"anything-but":["i-2"]}]}}              | true
                    {"detail":{"instance-id":[{"anything-but":"i-1"}]}}                | false
                    {"detail":{"instance-id":[{"anything-but":{"prefix":"i-"}}]}}      | false
                    {"detail":{"absent":[{"anything-but":"x"}]}}                       | false
                    {"detail":{"absent":[{"exists":false}]}}                           | true
                    {"detail":{"instance-id":[{"exists":false}]}}                      | false
                    {"detail":{"instance-id":[{"exists":true}]}}                       | true
                    {"detail":{"count":[{"numeric":[">",5,"<=",7]}]}}                  | true
                    {"detail":{"count":[{"numeric":["=",5]}]}}                         | false
                    {"detail":{"count":[7.0]}}                                         | true
                    {"detail":{"flag":[true]}}                                         | true
                    {"detail":{"nothing":[null]}}                                      | true
                    {"detail":{"instance-id":[{"equals-ignore-case":"I-1"}]}}          | true
                    {"detail":{"instance-id":[{"wildcard":"i*"}]}}                     | true
                    {"resources":["arn:b"]}                                            | true
                    {"resources":[{"prefix":"arn:c"}]}                                 | false
                    {"detail":{"containers":{"name":["log"]}}}                         | true
                    {"$or":[{"source":["x"]},{"detail":{"count":[7]}}]}                | true
                    """)
    void anEventIsMatchedKeyByKey(String pattern, boolean matches) throws JsonProcessingException {
        assertThat(EventPattern.of(pattern).matches(new ObjectMapper().readTree(EVENT)))
                .isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"source\":\"aws.ec2\"}",
                "{\"source\":[]}",
                "{\"source\":[{\"like\":\"x\"}]}",
                "{\"a\":[{\"numeric\":[\"!\",1]}]}",
                "{\"source\""
            })
    void whatIsNoPatternIsRefused(String pattern) {
        assertThatThrownBy(() -> EventPattern.of(pattern))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo("InvalidEventPatternException"));
    }
}
