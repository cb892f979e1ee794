package dev.ballast.sim.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.sim.api.admin.Secrecy;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/** {@code GET /_ballast/state}. */
class AdminStateContractTest {
    private static final String USER_DATA = """
            #!/bin/bash
            cat <<'EOF' >> /etc/ecs/ecs.config
            ECS_CLUSTER=live
            ECS_ENGINE_AUTH_TYPE=docker
            ECS_ENGINE_AUTH_DATA={"https://registry.example.com":{"username":"ci","password":"hunter2-registry"}}
            EOF
            export DB_PASSWORD=hunter2-env
            docker login -u ci -p hunter2-login registry.example.com
            curl -u ci:hunter2-curl https://example.com/setup
            -----BEGIN RSA PRIVATE KEY-----
            hunter2-key
            -----END RSA PRIVATE KEY-----
            echo done
            """;

    private void fill(AdminCloud cloud) {
        try (var ec2 = cloud.client(Ec2Client.builder());
                var ecs = cloud.client(EcsClient.builder());
                var sqs = cloud.client(SqsClient.builder());
                var ssm = cloud.client(SsmClient.builder());
                var secrets = cloud.client(SecretsManagerClient.builder())) {
            var data = Base64.getEncoder().encodeToString(USER_DATA.getBytes(StandardCharsets.UTF_8));
            ec2.runInstances(
                    request -> AdminCloud.spot(request, "eu-west-1a", 2).userData(data));
            ec2.createLaunchTemplate(request ->
                    request.launchTemplateName("hosts").launchTemplateData(template -> template.userData(data)));
            ecs.registerTaskDefinition(request -> request.family("web")
                    .containerDefinitions(container -> container
                            .name("main")
                            .image("web:1")
                            .memory(128)
                            .environment(variable -> variable.name("DSN").value("hunter2-dsn"))
                            .secrets(secret -> secret.name("KEY").valueFrom("/web/key"))));
            var url = sqs.createQueue(request -> request.queueName("signals")).queueUrl();
            sqs.sendMessage(request -> request.queueUrl(url).messageBody("a message"));
            ssm.putParameter(request ->
                    request.name("/web/key").value("hunter2-parameter").type(ParameterType.SECURE_STRING));
            secrets.createSecret(request -> request.name("registry").secretString("hunter2-secret"));
        }
    }

    @Test
    void everythingIsToldAndNoSecretIs() {
        try (var cloud = new AdminCloud()) {
            fill(cloud);
            var state = cloud.get("state");
            var region = state.at("/regions/eu-west-1");
            assertThat(state.path("seed").asLong()).isEqualTo(AdminCloud.SEED);
            assertThat(state.path("world").asText())
                    .isEqualTo(cloud.get("clock").path("world").asText());
            assertThat(state.at("/clock/now").asText()).isEqualTo(AdminCloud.START.toString());
            assertThat(state.at("/market/0/pool").asText()).isEqualTo("m5.large/eu-west-1a");
            assertThat(state.at("/market/0/taken").asInt()).isEqualTo(2);
            assertThat(region.at("/ec2/instances")).hasSize(2);
            assertThat(region.at("/ec2/spotInstanceRequests")).hasSize(2);
            assertThat(region.at("/ec2/volumes").size()).isGreaterThanOrEqualTo(2);
            assertThat(region.at("/ec2/launchTemplates/0/name").asText()).isEqualTo("hosts");
            assertThat(region.at("/ecs/taskDefinitions/0/name").asText()).isEqualTo("web:1");
            assertThat(region.at("/sqs/queues/0/visible").asInt()).isEqualTo(1);
            assertThat(region.at("/ssm/parameters/0/name").asText()).isEqualTo("/web/key");
            assertThat(region.at("/secretsmanager/secrets/0/name").asText()).isEqualTo("registry");
            // One text of user data, however many carry it.
            assertThat(region.at("/ec2/userData")).hasSize(1);
            assertThat(region.at("/ec2/instances/1/userData").asText()).isEqualTo("user-data-1");
            assertThat(region.at("/ec2/userData/user-data-1").asText())
                    .contains("ECS_CLUSTER=live", "docker login -u ci -p (hidden)", "echo done");
            assertThat(state.toString()).doesNotContain("hunter2").contains("(hidden)", "/web/key");
            assertThat(state.toString()).doesNotContain("a message");
        }
    }

    @Test
    void secretsAreShownToWhoAskedForThemAtTheStart() {
        try (var cloud = new AdminCloud(Secrecy.SHOWN)) {
            fill(cloud);
            assertThat(cloud.get("state").toString())
                    .contains("hunter2-registry", "hunter2-env", "hunter2-dsn", "hunter2-parameter")
                    .doesNotContain("hunter2-secret");
        }
    }

    @Test
    void theBodiesOfMessagesAreToldOnRequest() {
        try (var cloud = new AdminCloud()) {
            fill(cloud);
            var state = cloud.get("state?service=sqs&bodies=true");
            assertThat(state.at("/regions/eu-west-1/sqs/queues/0/messages/0/body")
                            .asText())
                    .isEqualTo("a message");
        }
    }

    @Test
    void servicesAndRegionsCanBeChosen() {
        try (var cloud = new AdminCloud()) {
            fill(cloud);
            var state = cloud.get("state?service=ecs,sqs&region=eu-west-1,us-east-1");
            assertThat(state.path("regions")).hasSize(1);
            assertThat(state.at("/regions/eu-west-1/ecs").isObject()).isTrue();
            assertThat(state.at("/regions/eu-west-1/ec2").isMissingNode()).isTrue();
            assertThat(cloud.get("state?region=us-east-1").path("regions")).isEmpty();
        }
    }

    @Test
    void readingItChangesNothing() {
        try (var cloud = new AdminCloud();
                var ec2 = cloud.client(Ec2Client.builder())) {
            var plain = launched(ec2);
            cloud.post("reset", "");
            cloud.get("state");
            cloud.get("state?region=us-east-1,eu-west-1");
            assertThat(launched(ec2)).isEqualTo(plain);
            assertThat(cloud.get("state")).isEqualTo(cloud.get("state"));
        }
    }

    private static String launched(Ec2Client ec2) {
        return ec2.runInstances(request -> AdminCloud.spot(request, "eu-west-1a", 1)).instances().stream()
                .map(Instance::instanceId)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void tenThousandInstancesAreToldInOneAnswer() {
        try (var cloud = new AdminCloud();
                var ec2 = cloud.client(Ec2Client.builder())) {
            for (var zone : new String[] {"a", "b", "c"})
                for (var left = zone.equals("a") ? 3334 : 3333; left > 0; left -= 1000) {
                    var count = Math.min(left, 1000);
                    ec2.runInstances(request -> request.imageId(AdminCloud.IMAGE)
                            .instanceType("m5.large")
                            .minCount(count)
                            .maxCount(count)
                            .placement(placement -> placement.availabilityZone("eu-west-1" + zone)));
                }
            assertThat(cloud.get("state").at("/regions/eu-west-1/ec2/instances"))
                    .hasSize(10_000);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "state?service=ec3|there is no service 'ec3', only ec2, ecs, elasticloadbalancing",
                "state?bodies=1|'bodies' must be true or false",
                "state?servce=ec2|there is no parameter 'servce', only service, region, bodies"
            })
    void aQueryThatMakesNoSenseIsRefused(String name, String sentence) {
        try (var cloud = new AdminCloud()) {
            var answer = cloud.answer("GET", name, "");
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("\"__type\":\"ValidationException\"", sentence);
        }
    }
}
