package dev.ballast.sim.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;

/** What runs on an instance asks the metadata service, as agents and the node termination handler do. */
class InstanceMetadataContractTest {
    private final ContractCloud cloud = new ContractCloud();
    private final Ec2Client ec2 = cloud.client(Ec2Client.builder());
    private final HttpClient http = HttpClient.newHttpClient();
    private final String id = ec2.runInstances(request -> request.imageId("ami-76e95b05")
                    .instanceType("m5.large")
                    .minCount(1)
                    .maxCount(1)
                    .userData(Base64.getEncoder().encodeToString("#!/bin/sh\n".getBytes()))
                    .iamInstanceProfile(profile -> profile.name("hosts"))
                    .instanceMarketOptions(market -> market.marketType("spot")))
            .instances()
            .getFirst()
            .instanceId();

    @AfterEach
    void close() {
        http.close();
        ec2.close();
        cloud.close();
    }

    private HttpRequest.Builder at(String path) {
        return HttpRequest.newBuilder(URI.create(cloud.server.endpoint() + "/_ballast/imds/" + id + "/latest/" + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private String token(int seconds) throws IOException, InterruptedException {
        return send(at("api/token")
                        .header("X-aws-ec2-metadata-token-ttl-seconds", Integer.toString(seconds))
                        .PUT(HttpRequest.BodyPublishers.noBody()))
                .body();
    }

    private String get(String path) throws IOException, InterruptedException {
        return send(at(path).header("X-aws-ec2-metadata-token", token(60))).body();
    }

    @Test
    void anInstanceLearnsWhoItIs() throws IOException, InterruptedException {
        assertThat(get("meta-data/instance-id")).isEqualTo(id);
        assertThat(get("meta-data/instance-life-cycle")).isEqualTo("spot");
        assertThat(get("meta-data/placement/").split("\n"))
                .containsExactly("availability-zone", "availability-zone-id", "region");
        assertThat(get("user-data")).isEqualTo("#!/bin/sh\n");
        assertThat(get("meta-data/iam/security-credentials/")).isEqualTo("hosts");
        var identity = new ObjectMapper().readTree(get("dynamic/instance-identity/document"));
        assertThat(identity.path("region").asText()).isEqualTo("eu-west-1");
        assertThat(identity.path("accountId").asText()).isEqualTo("123456789012");
        assertThat(send(HttpRequest.newBuilder(URI.create(cloud.server.endpoint() + "/latest/meta-data/instance-id"))
                                .header("X-Ballast-Instance", id))
                        .body())
                .isEqualTo(id);
    }

    @Test
    void aTokenHasItsTimeAndItsInstance() throws IOException, InterruptedException {
        var token = token(60);
        assertThat(send(at("meta-data/").header("X-aws-ec2-metadata-token", token))
                        .statusCode())
                .isEqualTo(200);
        cloud.pass(Duration.ofSeconds(61));
        assertThat(send(at("meta-data/").header("X-aws-ec2-metadata-token", token))
                        .statusCode())
                .isEqualTo(401);
        assertThat(send(at("meta-data/").header("X-aws-ec2-metadata-token", "made-up"))
                        .statusCode())
                .isEqualTo(401);
        assertThat(send(at("api/token").PUT(HttpRequest.BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(400);
        assertThat(send(at("meta-data/instance-id")).statusCode())
                .as("version 1, as long as it is allowed")
                .isEqualTo(200);
        ec2.modifyInstanceMetadataOptions(request -> request.instanceId(id).httpTokens("required"));
        assertThat(send(at("meta-data/instance-id")).statusCode()).isEqualTo(401);
    }

    @Test
    void aNoticeAppearsWhenItIsGivenAndNotBefore() throws IOException, InterruptedException {
        cloud.pass(Duration.ofSeconds(90));
        assertThat(send(at("meta-data/spot/instance-action")).statusCode()).isEqualTo(404);
        assertThat(send(at("meta-data/events/recommendations/rebalance")).statusCode())
                .isEqualTo(404);
        cloud.gate.call(now -> {
            var instance = cloud.world.ec2().instance(id).orElseThrow();
            cloud.world.ec2().recommendRebalance(instance);
            cloud.world.ec2().interrupt(instance);
            return null;
        });
        assertThat(get("meta-data/spot/instance-action"))
                .isEqualTo("{\"action\":\"terminate\",\"time\":\"2026-01-05T08:03:30Z\"}");
        assertThat(get("meta-data/spot/termination-time")).isEqualTo("2026-01-05T08:03:30Z");
        assertThat(get("meta-data/events/recommendations/rebalance"))
                .isEqualTo("{\"noticeTime\":\"2026-01-05T08:01:30Z\"}");
    }
}
