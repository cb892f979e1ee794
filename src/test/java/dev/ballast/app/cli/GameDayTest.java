package dev.ballast.app.cli;

import static dev.ballast.app.cli.Ran.ballast;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ballast.app.LocalCloud;
import dev.ballast.sim.world.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecs.EcsClient;

/** {@code ballast interrupt} as a team runs it on a local cloud. */
class GameDayTest {
    @TempDir
    Path folder;

    @Test
    void aShareIsRehearsedThenTakenAndTheReportTellsWhatItCost() throws Exception {
        var yaml = Files.writeString(folder.resolve("ballast.yaml"), """
                cluster: live
                region: eu-west-1
                capacity:
                  target: 6
                  survive: pool
                  types: [m5.large, m5a.large, m6i.large, c5.large, c6i.large, r5.large]
                """);
        var options = new LocalCloud.Options(0, 1, 60, Instant.now(), World.Rules.DEFAULT);
        try (var cloud = LocalCloud.start(options)) {
            run(cloud, yaml, "up");
            serve(cloud);
            run(cloud, yaml, "up"); // until the tasks serve

            var rehearsal = run(cloud, yaml, "interrupt", "30%", "--dry-run", "-o", "json");
            assertThat(rehearsal.out())
                    .as("the same seed is the same loss")
                    .isEqualTo(run(cloud, yaml, "interrupt", "30%", "--dry-run", "-o", "json")
                            .out());
            var keepers = json(rehearsal).path("rows");
            assertThat(keepers.findValuesAsText("keeper")).containsExactly("BALLAST", "AGENT", "BALLAST_AND_AGENT");
            assertThat(keepers.path(0).path("instances").asInt()).isEqualTo(2);
            var broken = ballast(words(cloud, yaml, "interrupt", "30%", "--request", "http://127.0.0.1:1/"));
            assertThat(broken.status()).isEqualTo(1);
            assertThat(broken.err())
                    .contains("http://127.0.0.1:1/ fails before anything is taken away (ConnectException)");
            assertThat(json(run(cloud, yaml, "status", "-o", "json")).path("doomed"))
                    .as("nothing was taken")
                    .isEmpty();

            var day = json(run(cloud, yaml, "interrupt", "30%", "-o", "json"));
            assertThat(day.path("hosts")).hasSize(2);
            for (var host : day.path("hosts")) {
                assertThat(Duration.parse(host.path("firstCall").asText())).isLessThan(Duration.ofSeconds(60));
                assertThat(host.path("gone").isTextual()).isTrue();
            }
            var web = day.path("services").path(0);
            assertThat(web.path("lost").asInt()).isZero();
            assertThat(web.path("lowest").asInt()).isEqualTo(4);
            assertThat(day.path("fullStrength").isTextual()).isTrue();
            assertThat(day.path("comparison").path("rows")).hasSize(3);
        }
    }

    private static void serve(LocalCloud cloud) {
        try (var ecs = EcsClient.builder()
                .endpointOverride(cloud.endpoint())
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .build()) {
            ecs.registerTaskDefinition(d -> d.family("web")
                    .containerDefinitions(
                            c -> c.name("web").image("nginx").cpu(256).memory(256)));
            ecs.createService(s ->
                    s.cluster("live").serviceName("web").taskDefinition("web").desiredCount(4));
        }
    }

    private Ran run(LocalCloud cloud, Path yaml, String... words) {
        var ran = ballast(words(cloud, yaml, words));
        assertThat(ran.status())
                .as("%s%n%s%n%s", List.of(words), ran.out(), ran.err())
                .isZero();
        return ran;
    }

    private String[] words(LocalCloud cloud, Path yaml, String... words) {
        var all = new ArrayList<>(List.of(words));
        all.addAll(List.of(
                "--file",
                yaml.toString(),
                "--endpoint-url",
                cloud.endpoint().toString(),
                "--journal",
                folder.resolve("journal").toString()));
        return all.toArray(String[]::new);
    }

    private static JsonNode json(Ran ran) throws IOException {
        return new ObjectMapper().readTree(ran.out());
    }
}
