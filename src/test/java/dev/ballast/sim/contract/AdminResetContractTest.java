package dev.ballast.sim.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/** {@code POST /_ballast/reset} as the AWS SDK sees it. */
class AdminResetContractTest {
    private final AdminCloud cloud = new AdminCloud();
    private final Ec2Client ec2 = cloud.client(Ec2Client.builder());
    private final SqsClient sqs = cloud.client(SqsClient.builder());
    private final EcsClient ecs = cloud.client(EcsClient.builder());

    @AfterEach
    void close() {
        ec2.close();
        sqs.close();
        ecs.close();
        cloud.close();
    }

    private String run(String token) {
        return ec2.runInstances(
                        request -> AdminCloud.spot(request, "eu-west-1a", 1).clientToken(token))
                .instances()
                .getFirst()
                .instanceId();
    }

    @Test
    void nothingIsLeftAfterAReset() {
        cloud.spotHosts(ec2, "live", "eu-west-1a", 2);
        sqs.createQueue(request -> request.queueName("signals"));
        assertThat(ecs.listClusters().clusterArns()).hasSize(1);
        cloud.post("reset", "");
        assertThat(ec2.describeInstances().reservations()).isEmpty();
        assertThat(ec2.describeSpotInstanceRequests().spotInstanceRequests()).isEmpty();
        assertThat(ecs.listClusters().clusterArns()).isEmpty();
        assertThat(sqs.listQueues().queueUrls()).isEmpty();
        assertThat(cloud.get("faults").path("faults")).isEmpty();
    }

    @Test
    void theSameSeedGivesTheSameIdsAsAFreshStart() {
        var first = run("one");
        cloud.pass(Duration.ofMinutes(5));
        var other = run("two");
        cloud.post("reset", "{}");
        assertThat(run("one")).isEqualTo(first);
        cloud.pass(Duration.ofMinutes(5));
        assertThat(run("two")).isEqualTo(other);
        cloud.post("reset", "{\"seed\":8}");
        assertThat(run("one")).isNotEqualTo(first);
        assertThat(cloud.get("clock").path("seed").asLong()).isEqualTo(8);
    }

    @Test
    void everyWorldHasAnIdOfItsOwnAndTimeBeginsAnew() {
        var first = cloud.get("clock").path("world").asText();
        cloud.post("clock", "{\"speed\":20,\"paused\":true,\"advance\":\"PT1H\"}");
        var answer = cloud.post("reset", "");
        assertThat(answer.path("now").asText()).isEqualTo(AdminCloud.START.toString());
        assertThat(answer.path("speed").asDouble()).isEqualTo(20);
        assertThat(answer.path("paused").asBoolean()).isTrue();
        var second = answer.path("world").asText();
        assertThat(second).isNotEqualTo(first);
        var third = cloud.post("reset", "{\"start\":\"2027-03-01T00:00:00Z\",\"seed\":-3}");
        assertThat(third.path("now").asText()).isEqualTo("2027-03-01T00:00:00Z");
        assertThat(third.path("world").asText()).isNotIn(first, second);
        assertThat(cloud.get("clock").path("world").asText())
                .isEqualTo(third.path("world").asText());
    }

    @Test
    void aClientTokenIsForgotten() {
        var before = run("same");
        assertThat(run("same")).isEqualTo(before);
        cloud.post("reset", "{\"seed\":8}");
        assertThat(run("same")).isNotEqualTo(before);
    }

    @Test
    void timersOfTheOldWorldDoNotFire() {
        run("early");
        cloud.post("clock", "{\"speed\":10000}");
        cloud.post("reset", "");
        cloud.pass(Duration.ofHours(2));
        assertThat(ec2.describeInstances().reservations()).isEmpty();
        assertThat(cloud.get("state").path("clock").has("nextEventAt")).isFalse();
    }

    @Test
    @Timeout(60)
    void aLongPollIsAnsweredByTheNewWorld() throws Exception {
        var url = sqs.createQueue(request -> request.queueName("signals")).queueUrl();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var polls = new ArrayList<Future<?>>();
            for (var i = 0; i < 4; i++)
                polls.add(threads.submit(() ->
                        sqs.receiveMessage(request -> request.queueUrl(url).waitTimeSeconds(20))));
            // Time stands still: none of them can end by itself, whether it has arrived yet or not.
            cloud.post("reset", "");
            for (var poll : polls)
                assertThatThrownBy(() -> poll.get(30, TimeUnit.SECONDS))
                        .hasCauseInstanceOf(QueueDoesNotExistException.class);
        }
    }

    @Test
    @Timeout(120)
    void callsUnderWayAreAnsweredByOneWorldOrTheOther() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var stop = new CompletableFuture<Void>();
            var callers = new ArrayList<Future<Integer>>();
            for (var i = 0; i < 4; i++) callers.add(threads.submit(launching(stop, i)));
            for (var i = 0; i < 10; i++) cloud.post("reset", "{\"seed\":" + i + "}");
            stop.complete(null);
            for (var caller : callers)
                assertThat(caller.get(60, TimeUnit.SECONDS)).isPositive();
        }
        cloud.post("reset", "");
        assertThat(ec2.describeInstances().reservations()).isEmpty();
    }

    private Callable<Integer> launching(CompletableFuture<Void> stop, int caller) {
        return () -> {
            var calls = 0;
            do {
                var id = run(caller + "-" + calls++);
                assertThat(id).startsWith("i-");
            } while (!stop.isDone());
            return calls;
        };
    }

    @Test
    void nonsenseIsRefusedAndTheWorldStays() {
        var id = run("stays");
        assertThat(cloud.refusal("reset", "{\"seed\":\"x\",\"start\":\"soon\",\"now\":1}"))
                .startsWith("ValidationException: ")
                .contains("'seed' must be a whole number", "'start' must be a moment", "there is no 'now' here");
        assertThat(cloud.refusal("reset", "{\"start\":\"1970-01-01T00:00:00Z\"}"))
                .contains("'start' must be between");
        assertThat(cloud.refusal("reset", "[]")).contains("the body must be a JSON object");
        assertThat(List.of(run("stays"))).containsExactly(id);
    }
}
