package dev.ballast.bench.cloud;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ecs.EcsClient;

/** AWS's own clients against a cloud, with what they send recorded. */
record Clients(URI endpoint, Ec2Client ec2, EcsClient ecs, Recorder recorder) implements AutoCloseable {
    static final String REGION = "us-east-1";

    static Clients of(URI endpoint) {
        var recorder = new Recorder();
        return new Clients(
                endpoint,
                configured(Ec2Client.builder(), endpoint, recorder).build(),
                configured(EcsClient.builder(), endpoint, recorder).build(),
                recorder);
    }

    private static <B extends AwsClientBuilder<B, C>, C> B configured(B builder, URI endpoint, Recorder recorder) {
        return builder.endpointOverride(endpoint)
                .region(Region.of(REGION))
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", "none")))
                .overrideConfiguration(override -> override.addExecutionInterceptor(recorder)
                        .apiCallTimeout(Duration.ofSeconds(60))
                        .retryStrategy(retries -> retries.maxAttempts(1)));
    }

    /** Lets the local cloud's clock jump ahead, so that nobody waits for boots. */
    void advance(Duration duration) {
        var signed = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/" + REGION
                + "/ec2/aws4_request, SignedHeaders=host, Signature=0";
        var request = HttpRequest.newBuilder(endpoint.resolve("/_ballast/clock"))
                .header("Authorization", signed)
                .header("X-Amz-Date", "20260101T000000Z")
                .POST(HttpRequest.BodyPublishers.ofString("{\"advance\":\"" + duration + "\"}"))
                .build();
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) throw new IllegalStateException("the clock refused: " + answer.body());
        } catch (IOException broken) {
            throw new IllegalStateException("the clock does not answer", broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() {
        ec2.close();
        ecs.close();
    }
}
