package dev.ballast.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ballast.sim.world.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The article's two commands as they are written there, by AWS's own CLI, against the local cloud. */
class ArticleCommandsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** The shared example has the article's cluster and dates; without it the project's own of the same shape serves. */
    private static final Path SHARED = Path.of("..", "shared", "examples", "spot_request.json");

    private static final Path OWN = Path.of("examples", "spot_request.json");

    private record Ran(int exit, String out, String err) {}

    @TempDir
    Path folder;

    private LocalCloud cloud;

    @BeforeEach
    void start() throws Exception {
        Assumptions.assumeTrue(installed(), "the AWS CLI is not installed (no 'aws' on the PATH)");
        cloud = LocalCloud.start(new LocalCloud.Options(0, 1, 200, Instant.now(), World.Rules.DEFAULT));
    }

    @AfterEach
    void stop() {
        if (cloud != null) cloud.close();
    }

    @Test
    void anExpiredValidUntilIsRefusedAsAwsRefusesIt() throws Exception {
        var ran = requestSpotFleet(fleet());
        assertThat(ran.exit()).isNotZero();
        assertThat(ran.err()).contains("InvalidSpotFleetRequestConfig").contains("ValidUntil");
    }

    @Test
    void fiveAndThenTwentyInstancesJoinTheClusterThatTheirUserDataNames() throws Exception {
        var mended = (ObjectNode) JSON.readTree(fleet().toFile());
        mended.remove(List.of("ValidFrom", "ValidUntil"));
        var file = folder.resolve("spot_request.json");
        JSON.writeValue(file.toFile(), mended);
        var cluster = Files.exists(SHARED) ? "live" : "harbour";
        var requested = requestSpotFleet(file);
        assertThat(requested.exit()).as(requested.err()).isZero();
        var id = JSON.readTree(requested.out()).path("SpotFleetRequestId").asText();
        assertThat(id).startsWith("sfr-");
        awaitActive(cluster, 5);

        var modified =
                aws("ec2", "modify-spot-fleet-request", "--spot-fleet-request-id", id, "--target-capacity", "20");
        assertThat(modified.exit()).as(modified.err()).isZero();
        assertThat(JSON.readTree(modified.out()).path("Return").asBoolean()).isTrue();
        awaitActive(cluster, 20);
    }

    private static Path fleet() {
        return Files.exists(SHARED) ? SHARED : OWN;
    }

    private Ran requestSpotFleet(Path file) throws Exception {
        return aws("ec2", "request-spot-fleet", "--spot-fleet-request-config", "file://" + file.toAbsolutePath());
    }

    /** Lets the cloud's time pass until that many hosts are ACTIVE, at most ten minutes of it. */
    private void awaitActive(String cluster, int count) throws Exception {
        var until = now().plus(Duration.ofMinutes(10));
        JsonNode listed;
        do {
            var ran = aws("ecs", "list-container-instances", "--cluster", cluster, "--status", "ACTIVE");
            assertThat(ran.exit()).as(ran.err()).isZero();
            listed = JSON.readTree(ran.out()).path("containerInstanceArns");
        } while (listed.size() < count && now().isBefore(until));
        assertThat(listed).hasSize(count);
    }

    private Instant now() {
        return cloud.gate().call(now -> now);
    }

    private static boolean installed() throws InterruptedException {
        try {
            return new ProcessBuilder("aws", "--version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor(60, TimeUnit.SECONDS);
        } catch (IOException absent) {
            return false;
        }
    }

    private Ran aws(String... words) throws Exception {
        var command = new ArrayList<>(List.of("aws"));
        command.addAll(List.of(words));
        command.addAll(List.of("--endpoint-url", cloud.endpoint().toString(), "--output", "json"));
        var out = folder.resolve("out");
        var err = folder.resolve("err");
        var builder = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().put("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE");
        builder.environment().put("AWS_SECRET_ACCESS_KEY", "secret");
        builder.environment().put("AWS_DEFAULT_REGION", "eu-west-1");
        builder.environment().put("AWS_PAGER", "");
        builder.environment().put("HOME", folder.toString());
        var process = builder.start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("the CLI ended").isTrue();
        return new Ran(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
