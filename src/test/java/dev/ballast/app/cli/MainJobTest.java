package dev.ballast.app.cli;

import static dev.ballast.app.cli.Ran.ballast;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ballast.app.LocalCloud;
import dev.ballast.sim.world.World;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the main job, one after the other, through the AWS SDK against a local cloud. */
class MainJobTest {
    /** Fast enough that boots of a minute do not hold up the build. */
    private static final double SPEED = 60;

    @TempDir
    Path folder;

    @Test
    void aFleetFileBecomesAClusterThatGrowsLosesAPoolAndIsTakenDownAgain() throws Exception {
        var options = new LocalCloud.Options(0, 1, SPEED, Instant.now(), World.Rules.DEFAULT);
        try (var cloud = LocalCloud.start(options)) {
            var yaml = folder.resolve("ballast.yaml").toString();
            var init = ballast(
                    "init",
                    "--spot-fleet",
                    Path.of("examples", "spot_request.json").toString(),
                    "-o",
                    yaml,
                    "--endpoint-url",
                    cloud.endpoint().toString());
            assertThat(init.status()).as(init.err()).isZero();

            var plan = run(cloud, yaml, "plan", "-o", "json");
            assertThat(json(plan).path("steps")).isNotEmpty();
            assertThat(json(plan).has("pools")).isFalse();
            everyPoolHasItsReason(json(run(cloud, yaml, "plan", "--pools", "-o", "json")));
            assertThat(run(cloud, yaml, "plan", "--pools").out())
                    .containsPattern("POOL +NOW +THEN +PRICE +DIFFERENCE +WHY\n");
            assertThat(json(run(cloud, yaml, "status", "-o", "json"))
                            .path("instances")
                            .asInt())
                    .as("plan changes nothing")
                    .isZero();

            run(cloud, yaml, "up", "--set", "capacity.target=6");
            assertThat(json(run(cloud, yaml, "status", "-o", "json"))
                            .path("active")
                            .asInt())
                    .isEqualTo(6);

            run(cloud, yaml, "up", "--set", "capacity.target=6");
            assertThat(json(run(cloud, yaml, "status", "-o", "json"))
                            .path("instances")
                            .asInt())
                    .as("a second up buys nothing")
                    .isEqualTo(6);

            run(cloud, yaml, "scale", "8");
            var grown = json(run(cloud, yaml, "status", "-o", "json"));
            assertThat(grown.path("active").asInt()).isEqualTo(8);

            var pool = grown.path("pools").path(0).path("pool").asText();
            run(cloud, yaml, "interrupt", pool);
            var whole = json(run(cloud, yaml, "status", "-o", "json"));
            assertThat(whole.path("active").asInt()).isEqualTo(8);
            assertThat(whole.path("pools").findValuesAsText("pool")).doesNotContain(pool);

            assertThat(run(cloud, yaml, "why", pool).out()).contains("interrupt");

            run(cloud, yaml, "down", "--yes");
            assertThat(json(run(cloud, yaml, "status", "-o", "json"))
                            .path("instances")
                            .asInt())
                    .isZero();
        }
    }

    private Ran run(LocalCloud cloud, String yaml, String... words) {
        var all = new ArrayList<>(List.of(words));
        all.addAll(List.of(
                "--file",
                yaml,
                "--endpoint-url",
                cloud.endpoint().toString(),
                "--journal",
                folder.resolve("journal").toString()));
        var ran = ballast(all.toArray(String[]::new));
        assertThat(ran.status()).as("%s%n%s%n%s", all, ran.out(), ran.err()).isZero();
        return ran;
    }

    private static void everyPoolHasItsReason(JsonNode plan) {
        var bought = 0;
        for (var pool : plan.path("pools")) {
            assertThat(pool.path("why").asText()).as(pool.toString()).isNotEmpty();
            assertThat(pool.path("usdPerHour").decimalValue())
                    .as(pool.toString())
                    .isPositive();
            if (pool.path("verdict").asText().equals("BOUGHT"))
                bought += pool.path("then").asInt() - pool.path("now").asInt();
        }
        assertThat(bought).isPositive();
        assertThat(plan.path("pools").findValuesAsText("pool"))
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(6);
    }

    private static JsonNode json(Ran ran) throws Exception {
        return new ObjectMapper().readTree(ran.out());
    }
}
