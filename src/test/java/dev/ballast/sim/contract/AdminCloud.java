package dev.ballast.sim.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ballast.app.LocalCloud;
import dev.ballast.sim.api.admin.Secrecy;
import dev.ballast.sim.wire.Admin;
import dev.ballast.sim.world.World;
import dev.ballast.sim.world.faults.ThrottleRules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.MarketType;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;

/** The local cloud as a user starts it, with its admin API; its time stands still until a test moves it. */
final class AdminCloud implements AutoCloseable {
    static final Instant START = Instant.parse("2026-01-05T08:00:00Z");
    static final long SEED = 7;
    static final String IMAGE = "resolve:ssm:/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id";

    private static final ObjectMapper JSON = new ObjectMapper();

    final LocalCloud cloud;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    AdminCloud() {
        this(Secrecy.HIDDEN);
    }

    AdminCloud(Secrecy secrecy) {
        // Where time stands still no bucket refills, and most tests are not about that.
        this(secrecy, World.Rules.DEFAULT.with(ThrottleRules.NONE));
    }

    AdminCloud(Secrecy secrecy, World.Rules rules) {
        this(secrecy, rules, Optional.empty());
    }

    AdminCloud(Secrecy secrecy, World.Rules rules, Optional<LocalCloud.Keeping> keeping) {
        cloud = LocalCloud.start(new LocalCloud.Options(0, SEED, 1, START, rules, secrecy, keeping), () -> 0);
    }

    /** Tries once: what goes wrong is to be seen. */
    <B extends AwsClientBuilder<B, C>, C> C client(B builder) {
        return client(builder, 1);
    }

    <B extends AwsClientBuilder<B, C>, C> C client(B builder, int attempts) {
        return client(builder, attempts, Region.EU_WEST_1);
    }

    <B extends AwsClientBuilder<B, C>, C> C client(B builder, int attempts, Region region) {
        return builder.endpointOverride(cloud.endpoint())
                .region(region)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", "secret")))
                .overrideConfiguration(override -> override.retryStrategy(retries -> retries.maxAttempts(attempts)))
                .build();
    }

    /** An answer whose status is 200. */
    JsonNode post(String name, String body) {
        var answer = answer("POST", name, body);
        if (answer.statusCode() != 200) throw new AssertionError(answer.body());
        return json(answer);
    }

    /** The refusal's message, with its code before it. */
    String refusal(String name, String body) {
        var answer = answer("POST", name, body);
        if (answer.statusCode() < 400) throw new AssertionError(answer.body());
        return json(answer).path("__type").asText() + ": "
                + json(answer).path("message").asText();
    }

    JsonNode get(String name) {
        var answer = answer("GET", name, "");
        if (answer.statusCode() != 200) throw new AssertionError(answer.body());
        return json(answer);
    }

    HttpResponse<String> answer(String method, String name, String body) {
        return send(request(name)
                .header(Admin.TOKEN_HEADER, cloud.token())
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpRequest.Builder request(String name) {
        return HttpRequest.newBuilder(cloud.endpoint().resolve(Admin.PREFIX + name))
                .timeout(Duration.ofSeconds(60));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    void pass(Duration duration) {
        post("clock", "{\"advance\":\"" + duration + "\"}");
    }

    Instant now() {
        return Instant.parse(get("clock").path("now").asText());
    }

    /** Up and registered with the cluster. */
    List<String> spotHosts(Ec2Client ec2, String cluster, String zone, int count) {
        var ids = ec2
                .runInstances(request -> spot(request, zone, count)
                        .userData(java.util.Base64.getEncoder()
                                .encodeToString(
                                        ("#!/bin/bash\necho ECS_CLUSTER=" + cluster + " >> /etc/ecs/ecs.config\n")
                                                .getBytes(java.nio.charset.StandardCharsets.UTF_8))))
                .instances()
                .stream()
                .map(Instance::instanceId)
                .toList();
        pass(Duration.ofMinutes(3));
        return ids;
    }

    static RunInstancesRequest.Builder spot(RunInstancesRequest.Builder request, String zone, int count) {
        return request.imageId(IMAGE)
                .instanceType("m5.large")
                .minCount(count)
                .maxCount(count)
                .placement(placement -> placement.availabilityZone(zone))
                .instanceMarketOptions(market -> market.marketType(MarketType.SPOT));
    }

    static String state(Ec2Client ec2, String id) {
        return ec2.describeInstances(request -> request.instanceIds(id))
                .reservations()
                .getFirst()
                .instances()
                .getFirst()
                .state()
                .nameAsString();
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }

    @Override
    public void close() {
        cloud.close();
    }
}
