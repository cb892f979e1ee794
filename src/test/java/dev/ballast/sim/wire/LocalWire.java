package dev.ballast.sim.wire;

import dev.ballast.sim.api.Api;
import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.ClientTokens;
import dev.ballast.sim.api.CloudClock;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.api.Service;
import dev.ballast.sim.api.WorldGate;
import dev.ballast.sim.world.core.WorldTime;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.regions.Region;

/** A server on a free port with the operations of one test, at a time that stands still until the test moves it. */
final class LocalWire implements AutoCloseable {
    static final Instant START = Instant.parse("2026-01-05T08:00:00.250Z");
    static final long SEED = 7;

    /** Enough of a signature for a call made by hand. */
    static String authorization(String service) {
        return "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260105/eu-west-1/" + service
                + "/aws4_request, SignedHeaders=host;x-amz-date, Signature=0";
    }

    final CloudClock clock = new CloudClock(START, 1, () -> 0);
    final WorldTime time = new WorldTime(START);
    final WorldGate gate = new WorldGate(clock, time);
    final Admin admin = new Admin(SEED);
    final Wire wire;
    final CloudServer server;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    LocalWire(Api... apis) {
        wire = new Wire(List.of(apis), gate, new ClientTokens(), CallContext.DEFAULT_ACCOUNT_ID, SEED);
        ClockRoutes.register(admin, () -> new ClockRoutes.Time(clock, gate, SEED, "w" + SEED));
        server = CloudServer.start(wire, admin, clock, 0);
    }

    static Api api(Service service, Consumer<Operations> operations) {
        return new Api() {
            @Override
            public Service service() {
                return service;
            }

            @Override
            public void register(Operations registered) {
                operations.accept(registered);
            }
        };
    }

    <B extends AwsClientBuilder<B, C>, C> C client(B builder) {
        return builder.endpointOverride(server.endpoint())
                .region(Region.EU_WEST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", "secret")))
                .overrideConfiguration(override ->
                        override.retryStrategy(RetryMode.STANDARD).retryStrategy(retries -> retries.maxAttempts(1)))
                .build();
    }

    /** A signed form to the service. */
    HttpResponse<String> form(String service, String body) throws IOException, InterruptedException {
        return send(request("/")
                .header("Authorization", authorization(service))
                .header("X-Amz-Date", "20260105T080000Z")
                .header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** A signed JSON call to the service. */
    HttpResponse<String> json(String service, String target, String body) throws IOException, InterruptedException {
        return send(request("/")
                .header("Authorization", authorization(service))
                .header("X-Amz-Date", "20260105T080000Z")
                .header("X-Amz-Target", target)
                .header("Content-Type", "application/x-amz-json-1.1")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpRequest.Builder request(String pathAndQuery) {
        return HttpRequest.newBuilder(URI.create(server.endpoint() + pathAndQuery));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        http.close();
        gate.close();
        server.close();
    }
}
