package dev.ballast.sim.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ballast.app.LocalCloud;
import dev.ballast.sim.api.admin.Secrecy;
import dev.ballast.sim.host.SqliteChronicle;
import dev.ballast.sim.wire.Retelling;
import dev.ballast.sim.world.World;
import dev.ballast.sim.world.faults.Storminess;
import dev.ballast.sim.world.faults.ThrottleRules;
import dev.ballast.sim.world.market.Regime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.MarketType;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.fis.FisClient;
import software.amazon.awssdk.services.fis.model.CreateExperimentTemplateActionInput;
import software.amazon.awssdk.services.fis.model.CreateExperimentTemplateTargetInput;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/** What `ballast local --data-dir` promises: a cloud that ends and starts again is the cloud that did not. */
class DataDirContractTest {
    private static final World.Rules RULES = World.Rules.DEFAULT.with(ThrottleRules.NONE);
    private static final String HOST = "IyEvYmluL3NoCmVjaG8gRUNTX0NMVVNURVI9bGl2ZSA+PiAvZXRjL2Vjcy9lY3MuY29uZmlnCg==";
    private static final String QUEUE = "http://localhost/123456789012/signals";

    @TempDir
    Path folder;

    private static AdminCloud kept(Path folder, World.Rules rules) {
        return kept(folder, rules, OptionalLong.empty(), Map.of());
    }

    private static AdminCloud kept(Path folder, World.Rules rules, OptionalLong seed, Map<String, String> words) {
        return new AdminCloud(
                Secrecy.SHOWN, rules, Optional.of(new LocalCloud.Keeping(folder, seed, new TreeMap<>(words))));
    }

    /** A day of a cluster, each step by itself. */
    private static List<Consumer<AdminCloud>> day() {
        return List.of(
                ecs(ecs -> ecs.createCluster(it -> it.clusterName("live"))),
                sqs(sqs -> sqs.createQueue(
                        it -> it.queueName("signals").attributes(Map.of(QueueAttributeName.POLICY, """
                                {"Statement": [{"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"},
                                 "Action": "sqs:SendMessage", "Resource": "*"}]}""")))),
                events(events -> events.putRule(it -> it.name("spot").eventPattern("{\"source\": [\"aws.ec2\"]}"))),
                events(events -> events.putTargets(it -> it.rule("spot")
                        .targets(target -> target.id("q").arn("arn:aws:sqs:eu-west-1:123456789012:signals")))),
                ssm(ssm -> ssm.putParameter(
                        it -> it.name("/live/password").value("hidden").type(ParameterType.SECURE_STRING))),
                ec2(DataDirContractTest::launch),
                cloud -> cloud.post("clock", "{\"advance\": \"PT3M\"}"),
                ec2(ec2 -> ec2.describeInstances()),
                ecs(ecs -> ecs.registerTaskDefinition(it -> it.family("web")
                        .containerDefinitions(container ->
                                container.name("web").image("nginx").memory(128)))),
                ecs(ecs -> ecs.createService(it -> it.cluster("live")
                        .serviceName("web")
                        .taskDefinition("web")
                        .desiredCount(5)
                        .clientToken("one"))),
                cloud -> cloud.post(
                        "faults", "{\"kind\": \"lost-answers\", \"service\": \"sts\", \"share\": 0.5, \"count\": 9}"),
                cloud -> cloud.post("faults", "{\"kind\": \"late-events\", \"delay\": \"PT1M\", \"share\": 0.5}"),
                cloud -> cloud.post("clock", "{\"advance\": \"PT5M\"}"),
                cloud -> cloud.post("interrupt", "{\"cluster\": \"live\", \"share\": 0.4}"),
                cloud -> cloud.post("clock", "{\"advance\": \"PT1M\"}"),
                sqs(sqs -> sqs.receiveMessage(it -> it.queueUrl(QUEUE).maxNumberOfMessages(3))),
                cloud -> cloud.post("clock", "{\"advance\": \"PT4M\"}"),
                // The same token: nothing more is launched, also by a cloud that has ended in between.
                ec2(DataDirContractTest::launch),
                cloud -> cloud.post("faults", "{\"clear\": \"all\"}"),
                ecs(ecs -> ecs.updateService(
                        it -> it.cluster("live").service("web").desiredCount(2))),
                fis(fis -> fis.createExperimentTemplate(it -> it.clientToken("t")
                        .description("interrupt")
                        .roleArn("arn:aws:iam::123456789012:role/fis")
                        .stopConditions(stop -> stop.source("none"))
                        .targets(Map.of(
                                "one",
                                CreateExperimentTemplateTargetInput.builder()
                                        .resourceType("aws:ec2:spot-instance")
                                        .resourceTags(Map.of("stage", "live"))
                                        .selectionMode("ALL")
                                        .build()))
                        .actions(Map.of(
                                "take",
                                CreateExperimentTemplateActionInput.builder()
                                        .actionId("aws:ec2:send-spot-instance-interruptions")
                                        .parameters(Map.of("durationBeforeInterruption", "PT2M"))
                                        .targets(Map.of("SpotInstances", "one"))
                                        .build())))),
                cloud -> cloud.post("clock", "{\"advance\": \"PT2H\"}"));
    }

    private static void launch(Ec2Client ec2) {
        ec2.runInstances(it -> it.imageId(AdminCloud.IMAGE)
                .instanceType("m5.large")
                .minCount(3)
                .maxCount(3)
                .clientToken("three")
                .userData(HOST)
                .instanceMarketOptions(market -> market.marketType(MarketType.SPOT)));
    }

    private static Consumer<AdminCloud> ec2(Consumer<Ec2Client> call) {
        return cloud -> {
            try (var client = cloud.client(Ec2Client.builder())) {
                call.accept(client);
            }
        };
    }

    private static Consumer<AdminCloud> ecs(Consumer<EcsClient> call) {
        return cloud -> {
            try (var client = cloud.client(EcsClient.builder())) {
                call.accept(client);
            }
        };
    }

    private static Consumer<AdminCloud> sqs(Consumer<SqsClient> call) {
        return cloud -> {
            try (var client = cloud.client(SqsClient.builder())) {
                call.accept(client);
            }
        };
    }

    private static Consumer<AdminCloud> events(Consumer<EventBridgeClient> call) {
        return cloud -> {
            try (var client = cloud.client(EventBridgeClient.builder())) {
                call.accept(client);
            }
        };
    }

    private static Consumer<AdminCloud> ssm(Consumer<SsmClient> call) {
        return cloud -> {
            try (var client = cloud.client(SsmClient.builder())) {
                call.accept(client);
            }
        };
    }

    private static Consumer<AdminCloud> fis(Consumer<FisClient> call) {
        return cloud -> {
            try (var client = cloud.client(FisClient.builder())) {
                call.accept(client);
            }
        };
    }

    /** All that there is, messages with their bodies; what the clock's speed is and whether it runs is the process's. */
    private static JsonNode state(AdminCloud cloud) {
        var state = cloud.get("state?bodies=true");
        ((ObjectNode) state.get("clock")).remove(List.of("paused", "speed"));
        return state;
    }

    @ParameterizedTest
    @EnumSource(
            value = Regime.class,
            names = {"CALM", "STRESS"})
    void aCloudThatEndsAfterEveryStepOfADayIsTheCloudThatGoesOn(Regime regime) {
        var rules = regime == Regime.CALM
                ? RULES
                : World.Rules.of(regime).with(ThrottleRules.NONE).with(Storminess.SOME);
        try (var wentOn = new AdminCloud(Secrecy.SHOWN, rules)) {
            for (var step : day()) {
                attempt(step, wentOn);
                try (var ends = kept(folder, rules)) {
                    attempt(step, ends);
                }
                try (var again = kept(folder, rules)) {
                    assertThat(state(again)).isEqualTo(state(wentOn));
                }
            }
            assertThat(state(wentOn).at("/regions/eu-west-1/ec2/instances")).isNotEmpty();
        }
    }

    /** A storm refuses some calls, in both clouds the same. */
    private static void attempt(Consumer<AdminCloud> step, AdminCloud cloud) {
        try {
            step.accept(cloud);
        } catch (SdkException refused) {
            // compared by the state
        }
    }

    @Test
    void aCloudThatIsKilledComesBackWithAllThatWasAnswered() throws Exception {
        var copy = folder.resolve("killed");
        try (var cloud = kept(folder.resolve("kept"), RULES)) {
            day().subList(0, 10).forEach(step -> step.accept(cloud));
            // What is on the disk now is what a kill would leave.
            Files.createDirectory(copy);
            try (var files = Files.list(folder.resolve("kept"))) {
                for (var file : files.toList()) Files.copy(file, copy.resolve(file.getFileName()));
            }
            try (var again = kept(copy, RULES)) {
                assertThat(state(again)).isEqualTo(state(cloud));
            }
        }
    }

    @Test
    void aResetForgetsWhatWasKeptAndIsKeptItself() {
        try (var cloud = kept(folder, RULES)) {
            day().getFirst().accept(cloud);
            cloud.post("reset", "{\"seed\": 11}");
        }
        try (var again = kept(folder, RULES)) {
            assertThat(again.get("clock").get("seed").asInt()).isEqualTo(11);
            assertThat(again.get("clock").get("world").asText()).endsWith("-2");
            assertThat(again.get("state").get("regions")).isEmpty();
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void theFolderIsForItsOwnerAlone() throws Exception {
        var data = folder.resolve("data");
        try (var cloud = kept(data, RULES)) {
            day().getFirst().accept(cloud);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                    .isEqualTo("rwx------");
            try (var files = Files.list(data)) {
                assertThat(files)
                        .allSatisfy(
                                file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                                        .isEqualTo("rw-------"));
            }
        }
    }

    @Test
    void twoCloudsDoNotShareAFolder() {
        try (var cloud = kept(folder, RULES)) {
            assertThat(cloud.get("clock")).isNotNull();
            assertThatThrownBy(() -> kept(folder, RULES))
                    .isInstanceOf(SqliteChronicle.Unusable.class)
                    .hasMessageContaining("in use by another process");
        }
    }

    @Test
    void aFileThatIsNoWorldIsRefusedAndLeftAlone() throws Exception {
        Files.writeString(folder.resolve(SqliteChronicle.FILE), "a letter to my mother, long enough to be no header");
        assertThatThrownBy(() -> kept(folder, RULES))
                .isInstanceOf(SqliteChronicle.Unusable.class)
                .hasMessageContaining(SqliteChronicle.FILE);
        assertThat(folder.resolve(SqliteChronicle.FILE)).content().startsWith("a letter");
    }

    @Test
    void aWorldThatBeganByOtherRulesIsRefusedWithAllThatDiffers() {
        kept(folder, RULES, OptionalLong.of(AdminCloud.SEED), Map.of("--regime", "calm", "--strict", "false"))
                .close();
        assertThatThrownBy(() ->
                        kept(folder, RULES, OptionalLong.of(9), Map.of("--regime", "stress", "--strict", "false")))
                .isInstanceOf(LocalCloud.OtherWorld.class)
                .hasMessage("--seed 9, it has 7; --regime stress, it has calm");
        kept(folder, RULES, OptionalLong.empty(), Map.of("--regime", "calm", "--strict", "false"))
                .close();
    }

    @Test
    void aWorldThatWouldBeAnotherThanItWasIsRefusedAtTheFirstDifference() throws Exception {
        try (var cloud = kept(folder, RULES)) {
            day().subList(0, 8).forEach(step -> step.accept(cloud));
        }
        try (var database = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(SqliteChronicle.FILE));
                var change = database.createStatement()) {
            change.executeUpdate("update deed set drawn = drawn + 1 where sequence = 5");
        }
        assertThatThrownBy(() -> kept(folder, RULES))
                .isInstanceOf(Retelling.Astray.class)
                .hasMessageStartingWith("deed 5 (POST /");
    }
}
