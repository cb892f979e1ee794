package dev.ballast.sim.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Faults of events through {@code /_ballast/faults}, as a queue behind EventBridge sees them. */
class EventFaultsContractTest {
    private static final String QUEUE = "arn:aws:sqs:eu-west-1:123456789012:signals";
    private static final String POLICY = """
            {"Statement":[{"Effect":"Allow","Principal":{"Service":"events.amazonaws.com"},"Action":"sqs:SendMessage",
             "Resource":"*"}]}""";
    private static final String WARNING = "EC2 Spot Instance Interruption Warning";
    private static final String REBALANCE = "EC2 Instance Rebalance Recommendation";
    private static final String OF_WARNINGS = "\"source\":\"aws.ec2\",\"detailType\":\"" + WARNING + "\"";
    /** EventBridge's own latency is below it. */
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final AdminCloud cloud = new AdminCloud();
    private final Ec2Client ec2 = cloud.client(Ec2Client.builder());
    private final SqsClient sqs = cloud.client(SqsClient.builder());
    private final EventBridgeClient events = cloud.client(EventBridgeClient.builder());
    private String queueUrl;

    @BeforeEach
    void aQueueThatHearsEc2() {
        queueUrl = sqs.createQueue(
                        request -> request.queueName("signals").attributes(Map.of(QueueAttributeName.POLICY, POLICY)))
                .queueUrl();
        events.putRule(request -> request.name("signals")
                .eventPattern("{\"source\":[\"aws.ec2\",\"my.app\"],\"detail-type\":[\"" + WARNING + "\",\"" + REBALANCE
                        + "\",\"mine\"]}"));
        events.putTargets(request -> request.rule("signals")
                .targets(Target.builder().id("q").arn(QUEUE).build()));
    }

    @AfterEach
    void close() {
        ec2.close();
        sqs.close();
        events.close();
        cloud.close();
    }

    private List<JsonNode> received() throws JsonProcessingException {
        var all = new ArrayList<JsonNode>();
        List<Message> batch;
        while (!(batch = sqs.receiveMessage(
                                request -> request.queueUrl(queueUrl).maxNumberOfMessages(10))
                        .messages())
                .isEmpty()) for (var message : batch) all.add(new ObjectMapper().readTree(message.body()));
        return all;
    }

    private void interrupt(String id, String kind) {
        cloud.post("interrupt", "{\"instanceIds\":[\"" + id + "\"],\"kind\":\"" + kind + "\"}");
    }

    private String host() {
        return hosts(1).getFirst();
    }

    private List<String> hosts(int count) {
        return cloud.spotHosts(ec2, "live", "eu-west-1a", count);
    }

    private int hits() {
        return cloud.get("faults").at("/faults/0/hits").asInt();
    }

    @Test
    void aMissedNoticeIsAWarningThatNeverComesWhileTheInstanceEndsAsAnnounced() throws JsonProcessingException {
        var id = host();
        cloud.post("faults", "{\"kind\":\"lost-events\"," + OF_WARNINGS + "}");
        interrupt(id, "rebalance");
        interrupt(id, "notice");
        cloud.pass(Duration.ofMinutes(2));
        assertThat(received())
                .extracting(event -> event.path("detail-type").asText())
                .containsExactly(REBALANCE);
        assertThat(AdminCloud.state(ec2, id)).isEqualTo("shutting-down");
        assertThat(hits()).isEqualTo(1);
    }

    @Test
    void aLateWarningCarriesTheMomentAtWhichItWasGiven() throws JsonProcessingException {
        var id = host();
        cloud.post("faults", "{\"kind\":\"late-events\"," + OF_WARNINGS + ",\"delay\":\"PT1M\"}");
        var given = cloud.now();
        interrupt(id, "notice");
        cloud.pass(Duration.ofMinutes(1));
        assertThat(received()).isEmpty();
        cloud.pass(SECOND);
        assertThat(received())
                .singleElement()
                .satisfies(event ->
                        assertThat(Instant.parse(event.path("time").asText())).isEqualTo(given));
    }

    @Test
    void whereOnlySomeAreLateOthersOvertakeThem() throws JsonProcessingException {
        var ids = hosts(2);
        cloud.post("faults", "{\"kind\":\"late-events\",\"delay\":\"PT30S\",\"count\":1}");
        interrupt(ids.get(0), "notice");
        cloud.pass(SECOND);
        interrupt(ids.get(1), "notice");
        cloud.pass(Duration.ofMinutes(1));
        assertThat(received())
                .extracting(event -> event.at("/detail/instance-id").asText())
                .containsExactly(ids.get(1), ids.get(0));
    }

    @Test
    void aDoubledEventComesTwiceWithOneId() throws JsonProcessingException {
        var id = host();
        cloud.post("faults", "{\"kind\":\"doubled-events\",\"delay\":\"PT20S\"}");
        interrupt(id, "notice");
        cloud.pass(SECOND);
        var first = received();
        assertThat(first).hasSize(1);
        cloud.pass(Duration.ofSeconds(20));
        assertThat(received()).isEqualTo(first);
    }

    @Test
    void aWrongClockShowsInTheTimeOfEventsAndNowhereElse() throws JsonProcessingException {
        var id = host();
        cloud.post("faults", "{\"kind\":\"wrong-clock\",\"offset\":\"-PT90S\",\"source\":\"aws.ec2\"}");
        var given = cloud.now();
        interrupt(id, "notice");
        cloud.pass(SECOND);
        assertThat(received())
                .singleElement()
                .satisfies(event ->
                        assertThat(Instant.parse(event.path("time").asText())).isEqualTo(given.minusSeconds(90)));
        var told = cloud.get("imds/" + id + "/latest/meta-data/spot/instance-action");
        assertThat(Instant.parse(told.path("time").asText())).isEqualTo(given.plusSeconds(120));
    }

    @Test
    void anApplicationsOwnEventsAreMeantOnlyWhereTheirSourceIsNamed() throws JsonProcessingException {
        cloud.post("faults", "{\"kind\":\"lost-events\"}");
        put();
        cloud.pass(SECOND);
        assertThat(received()).hasSize(1);
        cloud.post("faults", "{\"kind\":\"lost-events\",\"source\":\"my.app\"}");
        put();
        cloud.pass(SECOND);
        assertThat(received()).isEmpty();
    }

    private void put() {
        events.putEvents(request -> request.entries(PutEventsRequestEntry.builder()
                .source("my.app")
                .detailType("mine")
                .detail("{}")
                .build()));
    }

    @Test
    void theyAreListedAsTheyWereOrdered() {
        cloud.post("faults", "{\"kind\":\"late-events\"," + OF_WARNINGS + ",\"delay\":\"PT1M\",\"share\":0.5}");
        cloud.post("faults", "{\"kind\":\"doubled-events\",\"region\":\"eu-west-1\",\"delay\":\"PT5S\"}");
        cloud.post("faults", "{\"kind\":\"lost-events\",\"count\":3}");
        cloud.post("faults", "{\"kind\":\"wrong-clock\",\"offset\":\"PT2M\"}");
        var faults = cloud.get("faults").path("faults");
        var since = "\"since\":\"2026-01-05T08:00:00Z\",\"hits\":0}";
        assertThat(faults.get(0))
                .hasToString("{\"id\":\"fault-1\",\"kind\":\"late-events\"," + OF_WARNINGS
                        + ",\"delay\":\"PT1M\",\"share\":0.5," + since);
        assertThat(faults.get(1))
                .hasToString("{\"id\":\"fault-2\",\"kind\":\"doubled-events\",\"region\":\"eu-west-1\","
                        + "\"delay\":\"PT5S\",\"share\":1.0," + since);
        assertThat(faults.get(2))
                .hasToString("{\"id\":\"fault-3\",\"kind\":\"lost-events\",\"share\":1.0,\"count\":3," + since);
        assertThat(faults.get(3))
                .hasToString("{\"id\":\"fault-4\",\"kind\":\"wrong-clock\",\"offset\":\"PT2M\"," + since);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"kind\":\"late-events\"}|'delay' is missing",
                "{\"kind\":\"late-events\",\"delay\":\"PT2H\"}|'delay' must be a duration",
                "{\"kind\":\"lost-events\",\"delay\":\"PT2M\"}|there is no 'delay' here",
                "{\"kind\":\"wrong-clock\",\"offset\":\"PT0S\"}|'offset' must be a duration such as PT2M or -PT2M",
                "{\"kind\":\"wrong-clock\",\"offset\":\"PT1S\",\"share\":0.5}|there is no 'share' here"
            })
    void whatMakesNoSenseIsRefused(String body, String sentence) {
        assertThat(cloud.refusal("faults", body)).contains(sentence);
    }
}
