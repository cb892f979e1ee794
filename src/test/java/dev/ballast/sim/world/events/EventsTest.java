package dev.ballast.sim.world.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ballast.model.Architecture;
import dev.ballast.model.ContainerInstance.Status;
import dev.ballast.model.InstanceType;
import dev.ballast.sim.world.core.Draws;
import dev.ballast.sim.world.core.Ids;
import dev.ballast.sim.world.core.WorldTime;
import dev.ballast.sim.world.ecs.ContainerDefinition;
import dev.ballast.sim.world.ecs.Ecs;
import dev.ballast.sim.world.ecs.EcsService;
import dev.ballast.sim.world.ecs.EcsSettings;
import dev.ballast.sim.world.ecs.Machine;
import dev.ballast.sim.world.ecs.TaskDefinition;
import dev.ballast.sim.world.messaging.EventBridge;
import dev.ballast.sim.world.messaging.EventPattern;
import dev.ballast.sim.world.messaging.Message;
import dev.ballast.sim.world.messaging.Queue;
import dev.ballast.sim.world.messaging.Rule;
import dev.ballast.sim.world.messaging.Sqs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EventsTest {
    private static final String REGION = "eu-west-1";
    private static final String POLICY = """
            {"Statement":[{"Effect":"Allow","Principal":{"Service":"events.amazonaws.com"},"Action":"sqs:SendMessage",
             "Resource":"*","Condition":{"ArnEquals":{"aws:SourceArn":"arn:aws:events:eu-west-1:123456789012:rule/all"}}}]}""";

    private final WorldTime time = new WorldTime(Instant.parse("2026-01-05T10:00:00Z"));
    private final Draws draws = new Draws(7);
    private final Ids ids = new Ids(draws);
    private final Sqs sqs = new Sqs(time, ids, "123456789012");
    private final EventBridge bridge = new EventBridge(time, draws, ids, "123456789012", sqs);
    private final Ecs ecs = new Ecs(time, draws, ids, "123456789012", EcsSettings.DEFAULT);
    private final Queue queue = sqs.region(REGION).create("events", Queue.Settings.DEFAULT, Map.of());

    EventsTest() {
        ecs.listen(new EcsEvents(bridge, ecs, time));
        var rule = bridge.region(REGION)
                .putRule(
                        "default",
                        new Rule.Spec(
                                "all",
                                Optional.of(EventPattern.of("{\"source\":[{\"prefix\":\"aws.\"}]}")),
                                Rule.State.ENABLED,
                                "",
                                Map.of()));
        rule.put(new Rule.Target("queue", queue.arn(), Optional.empty(), Map.of()));
    }

    private List<JsonNode> received() throws JsonProcessingException {
        var events = new ArrayList<JsonNode>();
        List<Message> batch;
        while (!(batch = queue.receive(10, Optional.empty())).isEmpty())
            for (var message : batch) events.add(new ObjectMapper().readTree(message.body()));
        return events;
    }

    private void host() {
        var type = new InstanceType(
                "m5.large", Architecture.X86_64, 2, 8192, 3, 0, 0, new InstanceType.TypeTraits(true, false, false));
        ecs.region(REGION)
                .hosts()
                .booted(new Machine(
                        "i-1", type, "eu-west-1a", "ami-1", "subnet-1", "vpc-1", Map.of(), new TreeMap<>()));
        passSeconds(20);
    }

    private void passSeconds(long seconds) {
        time.advanceTo(time.now().plusSeconds(seconds));
    }

    @Test
    void withoutAPolicyThatLetsEventBridgeInNothingArrives() throws JsonProcessingException {
        host();
        assertThat(received()).isEmpty();
    }

    @Test
    void anEventHasAwssEnvelope() throws JsonProcessingException {
        queue.change(queue.settings().withPolicy(POLICY));
        host();
        var event = received().getFirst();
        assertThat(event.fieldNames())
                .toIterable()
                .containsExactly(
                        "version", "id", "detail-type", "source", "account", "time", "region", "resources", "detail");
        assertThat(event.path("detail-type").asText()).isEqualTo("ECS Container Instance State Change");
        assertThat(event.path("account").asText()).isEqualTo("123456789012");
        assertThat(event.path("time").asText()).matches("2026-01-05T10:00:\\d\\dZ");
        assertThat(event.path("resources").get(0).asText())
                .startsWith("arn:aws:ecs:eu-west-1:123456789012:container-instance/default/");
        assertThat(event.path("detail").path("ec2InstanceId").asText()).isEqualTo("i-1");
    }

    @Test
    void aTasksLifeIsToldInOrderOfItsVersionsAndAServicesSteadyState() throws JsonProcessingException {
        queue.change(queue.settings().withPolicy(POLICY));
        host();
        var region = ecs.region(REGION);
        var definition = region.taskDefinitions()
                .register(TaskDefinition.Spec.of("web", ContainerDefinition.of("main", "web", 256, 512)));
        region.services().create(region.cluster("default"), EcsService.Spec.replica("web", definition, 1), Map.of());
        passSeconds(60);
        var host = region.cluster("default").instances().iterator().next();
        region.hosts().update(region.cluster("default"), List.of(host.id()), Status.DRAINING);
        var events = received();
        var tasks = events.stream()
                .filter(event -> event.path("detail-type").asText().equals("ECS Task State Change"))
                .toList();
        // Deliveries may overtake each other; the versions say which is the latest.
        var latest = tasks.stream()
                .max((one, other) -> Long.compare(
                        one.path("detail").path("version").asLong(),
                        other.path("detail").path("version").asLong()))
                .orElseThrow();
        assertThat(latest.path("detail").path("lastStatus").asText()).isEqualTo("RUNNING");
        assertThat(events)
                .extracting(event -> event.path("detail").path("eventName").asText())
                .contains("SERVICE_STEADY_STATE", "SERVICE_DEPLOYMENT_COMPLETED");
    }
}
