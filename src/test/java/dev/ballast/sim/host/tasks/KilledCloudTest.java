package dev.ballast.sim.host.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ecs.EcsClient;

/** {@code ballast local --tasks process} in a process of its own, which is then killed. */
@Timeout(120)
class KilledCloudTest {
    @TempDir
    Path folder;

    @Test
    void noProgramOutlivesALocalCloudThatIsKilledWithSigkill() throws Exception {
        var cloud = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.ballast.app.cli.Main",
                        "local",
                        "--port",
                        "0",
                        "--tasks",
                        "process",
                        "--task-dir",
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var out = new BufferedReader(new InputStreamReader(cloud.getInputStream()))) {
            var endpoint = URI.create(out.readLine());
            out.readLine();
            var token = out.readLine().substring("token ".length());
            assertThat(out.readLine()).isEqualTo("tasks in " + folder);
            var pid = programOf(endpoint, token);
            assertThat(ProcessHandle.of(pid)).isPresent();

            cloud.destroyForcibly().waitFor();

            var program = ProcessHandle.of(pid);
            if (program.isPresent()) program.get().onExit().get(30, TimeUnit.SECONDS);
        } finally {
            cloud.destroyForcibly();
        }
    }

    /** Of a task that runs, and ignores SIGTERM. */
    private long programOf(URI endpoint, String token) throws Exception {
        var credentials = StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", "secret"));
        try (var ec2 = Ec2Client.builder()
                        .endpointOverride(endpoint)
                        .region(Region.EU_WEST_1)
                        .credentialsProvider(credentials)
                        .build();
                var ecs = EcsClient.builder()
                        .endpointOverride(endpoint)
                        .region(Region.EU_WEST_1)
                        .credentialsProvider(credentials)
                        .build();
                var http = HttpClient.newHttpClient()) {
            ecs.createCluster(it -> it.clusterName("web"));
            ec2.runInstances(it -> it.imageId(
                            "resolve:ssm:/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id")
                    .instanceType("m5.large")
                    .minCount(1)
                    .maxCount(1)
                    .userData(Base64.getEncoder()
                            .encodeToString("#!/bin/bash\necho ECS_CLUSTER=web >> /etc/ecs/ecs.config\n".getBytes())));
            ecs.registerTaskDefinition(it -> it.family("deaf")
                    .containerDefinitions(one -> one.name("main")
                            .image("busybox")
                            .memory(64)
                            .command("sh", "-c", "trap '' TERM; echo $$; while :; do sleep 0.2; done")));
            advance(http, endpoint, token, Duration.ofMinutes(3));
            ecs.runTask(it -> it.cluster("web").taskDefinition("deaf"));
            var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (System.nanoTime() < end) {
                advance(http, endpoint, token, Duration.ofSeconds(1));
                try (var files = Files.walk(folder)) {
                    for (var file : files.filter(one -> one.endsWith("stdout")).toList()) {
                        var text = Files.readString(file).strip();
                        if (!text.isEmpty()) return Long.parseLong(text);
                    }
                }
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        }
        throw new AssertionError("no program was started");
    }

    private static void advance(HttpClient http, URI endpoint, String token, Duration time) throws Exception {
        var request = HttpRequest.newBuilder(endpoint.resolve("/_ballast/clock"))
                .header("X-Ballast-Token", token)
                .POST(HttpRequest.BodyPublishers.ofString("{\"advance\":\"" + time + "\"}"));
        assertThat(http.send(request.build(), HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
    }
}
