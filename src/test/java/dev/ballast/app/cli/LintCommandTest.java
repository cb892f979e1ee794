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
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;

/** Services as a team makes them with AWS's SDK, and what lint says of them through the same API. */
class LintCommandTest {
    private static final StaticCredentialsProvider ANYBODY =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));

    private static LocalCloud cloud;
    private static String targetGroup;

    @TempDir
    Path folder;

    @BeforeAll
    static void theCluster() throws IOException {
        cloud = LocalCloud.start(new LocalCloud.Options(0, 1, 60, Instant.now(), World.Rules.DEFAULT));
        try (var ecs = client(EcsClient.builder());
                var ec2 = client(Ec2Client.builder());
                var elb = client(ElasticLoadBalancingV2Client.builder())) {
            var network = ec2.describeSubnets().subnets();
            var vpc = network.getFirst().vpcId();
            var subnets = network.stream().map(Subnet::subnetId).toList();
            ecs.createCluster(c -> c.clusterName("weak"));
            ecs.createCluster(c -> c.clusterName("sound"));
            targetGroup = elb.createTargetGroup(g ->
                            g.name("web").protocol("HTTP").port(80).vpcId(vpc).targetType("instance"))
                    .targetGroups()
                    .getFirst()
                    .targetGroupArn();
            var balancer = elb.createLoadBalancer(b -> b.name("front").subnets(subnets))
                    .loadBalancers()
                    .getFirst()
                    .loadBalancerArn();
            elb.createListener(l -> l.loadBalancerArn(balancer)
                    .protocol("HTTP")
                    .port(80)
                    .defaultActions(a -> a.type("forward").targetGroupArn(targetGroup)));
            ecs.registerTaskDefinition(d -> d.family("web")
                    .containerDefinitions(c -> c.name("web")
                            .image("nginx")
                            .memory(256)
                            .stopTimeout(60)
                            .portMappings(p -> p.containerPort(80))));
            ecs.registerTaskDefinition(d -> d.family("db")
                    .volumes(v -> v.name("data").host(h -> h.sourcePath("/data")))
                    .containerDefinitions(c -> c.name("db")
                            .image("postgres")
                            .memory(256)
                            .portMappings(p -> p.containerPort(5432).hostPort(5432))
                            .mountPoints(m -> m.sourceVolume("data").containerPath("/var/lib/postgresql/data"))));
            ecs.createService(s -> s.cluster("weak")
                    .serviceName("web")
                    .taskDefinition("web")
                    .desiredCount(3)
                    .deploymentConfiguration(d -> d.minimumHealthyPercent(100).maximumPercent(100))
                    .loadBalancers(b -> b.containerName("web").containerPort(80).targetGroupArn(targetGroup)));
            ecs.createService(s ->
                    s.cluster("weak").serviceName("db").taskDefinition("db").desiredCount(1));
        }
    }

    private static <C> C client(AwsClientBuilder<?, C> builder) {
        builder.endpointOverride(cloud.endpoint());
        builder.region(Region.EU_WEST_1);
        builder.credentialsProvider(ANYBODY);
        return builder.build();
    }

    @AfterAll
    static void away() {
        if (cloud != null) cloud.close();
    }

    @Test
    void everyWeaknessIsToldWithTheSettingToChange() {
        var ran = lint("weak");
        assertThat(ran.status()).as(ran.err()).isEqualTo(1);
        assertThat(ran.out())
                .contains(
                        "because of 3 tasks 3 must run (minimumHealthyPercent 100) and 3 may run (maximumPercent 100)")
                .contains("because 300 s deregistration delay, 60 s stop timeout and 10 s margin are 370 s;")
                .contains("Key=deregistration_delay.timeout_seconds,Value=80")
                .contains("stopTimeout of container web")
                .contains("what it writes to volume data is on the host")
                .contains("a host has its port 5432 once: of 0 hosts none could take a task that must move")
                .endsWith("2 services: 4 errors, 1 warning, 0 notes\n");
    }

    @Test
    void aProgramReadsTheSame() throws IOException {
        var report = json(lint("weak", "-o", "json").out());
        assertThat(report.path("cluster").asText()).isEqualTo("weak");
        assertThat(report.path("weaknesses").findValuesAsText("rule"))
                .containsExactly(
                        "fixed-host-port", "data-stays-behind", "no-task-may-move", "ends-too-late", "one-task");
        var first = report.path("weaknesses").path(3);
        assertThat(first.path("subject").path("kind").asText()).isEqualTo("SERVICE");
        assertThat(first.path("changes").path(0).path("how").asText()).contains(targetGroup);
    }

    @Test
    void sarifHasWhatCodeScanningAsksFor() throws IOException {
        var file = folder.resolve("lint.sarif");
        var ran = lint("weak", "--sarif", file.toString());
        assertThat(ran.status()).isEqualTo(1);
        var sarif = json(Files.readString(file));
        assertThat(sarif.path("version").asText()).isEqualTo("2.1.0");
        var run = sarif.path("runs").path(0);
        var rules = run.path("tool").path("driver").path("rules");
        assertThat(new HashSet<>(rules.findValuesAsText("id"))).hasSameSizeAs(rules);
        assertThat(run.path("results")).hasSize(5);
        for (var result : run.path("results")) {
            assertThat(rules.path(result.path("ruleIndex").asInt()).path("id").asText())
                    .isEqualTo(result.path("ruleId").asText());
            assertThat(result.path("level").asText()).isIn("error", "warning", "note");
            assertThat(result.path("message").path("text").asText()).isNotBlank();
            var place = result.path("locations").path(0).path("physicalLocation");
            assertThat(place.path("artifactLocation").path("uri").asText()).endsWith("missing.yaml");
            assertThat(place.path("region").path("startLine").asInt()).isEqualTo(1);
            assertThat(result.path("partialFingerprints").path("ballast/v1").asText())
                    .startsWith(result.path("ruleId").asText());
        }
        assertThat(run.path("results").findValuesAsText("ballast/v1")).doesNotHaveDuplicates();
    }

    @Test
    void whatFailsIsTheUsersChoice() {
        assertThat(lint("weak", "--fail-on", "never").status()).isZero();
        assertThat(lint("weak", "--fail-on", "note").status()).isEqualTo(1);
        assertThat(lint("sound", "--fail-on", "note").status()).isZero();
        assertThat(lint("sound").out()).endsWith("0 services, nothing found that would not survive a notice\n");
    }

    @Test
    void wrongWordsAreToldBeforeAnything() {
        var level = lint("weak", "--fail-on", "sometimes");
        assertThat(level.status()).isEqualTo(2);
        assertThat(level.err()).contains("--fail-on").contains("error, warning, note, never");
        var nowhere =
                lint("weak", "--sarif", folder.resolve("no/such/folder.sarif").toString());
        assertThat(nowhere.status()).isEqualTo(2);
        assertThat(nowhere.out()).isEmpty();
        assertThat(nowhere.err()).contains("--sarif").contains("cannot be written");
    }

    private Ran lint(String cluster, String... words) {
        var all = new ArrayList<>(List.of("lint", "--cluster", cluster, "--region", "eu-west-1"));
        all.addAll(List.of(words));
        all.addAll(List.of(
                "--file",
                folder.resolve("missing.yaml").toString(),
                "--endpoint-url",
                cloud.endpoint().toString(),
                "--journal",
                folder.resolve("journal").toString()));
        return ballast(all.toArray(String[]::new));
    }

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text);
    }
}
