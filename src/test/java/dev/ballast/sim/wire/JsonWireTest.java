package dev.ballast.sim.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.Service;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.DescribeClustersRequest;
import software.amazon.awssdk.services.ecs.model.DescribeClustersResponse;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.ListTasksRequest;
import software.amazon.awssdk.services.ecs.model.ListTasksResponse;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.GetParameterRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterResponse;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.ssm.model.ParameterType;

class JsonWireTest {
    private static final Instant CREATED = Instant.parse("2026-01-05T07:59:30.125Z");
    private static final String ECS = "AmazonEC2ContainerServiceV20141113.";

    private static final List<Object> received = new ArrayList<>();
    private static LocalWire wire;
    private static EcsClient ecs;

    @BeforeAll
    static void serve() {
        wire = new LocalWire(
                LocalWire.api(Service.ECS, operations -> {
                    operations
                            .on(
                                    "DescribeClusters",
                                    DescribeClustersRequest::builder,
                                    (request, context) -> DescribeClustersResponse.builder()
                                            .clusters(Cluster.builder()
                                                    .clusterName("live")
                                                    .runningTasksCount(2)
                                                    .build())
                                            .build())
                            .alwaysWrites("capacityProviders");
                    operations.on(
                            "RegisterTaskDefinition", RegisterTaskDefinitionRequest::builder, (request, context) -> {
                                received.add(request);
                                return RegisterTaskDefinitionResponse.builder()
                                        .taskDefinition(definition -> definition
                                                .family(request.family())
                                                .containerDefinitions(request.containerDefinitions())
                                                .registeredAt(CREATED))
                                        .build();
                            });
                    operations.on("RunTask", RunTaskRequest::builder, (request, context) -> {
                        if ("none".equals(request.cluster())) {
                            throw AwsError.refused("ClusterNotFoundException", "Cluster not found.");
                        }
                        return RunTaskResponse.builder()
                                .tasks(Task.builder()
                                        .createdAt(CREATED)
                                        .lastStatus("PENDING")
                                        .build())
                                .build();
                    });
                    operations.on(
                            "ListTasks",
                            ListTasksRequest::builder,
                            (request, context) -> ListTasksResponse.builder().build());
                }),
                LocalWire.api(
                        Service.SSM,
                        operations ->
                                operations.on("GetParameter", GetParameterRequest::builder, (request, context) -> {
                                    if (request.name().equals("/none")) {
                                        throw AwsError.refused("ParameterNotFound", "");
                                    }
                                    return GetParameterResponse.builder()
                                            .parameter(parameter -> parameter
                                                    .name(request.name())
                                                    .type(ParameterType.SECURE_STRING)
                                                    .value(String.valueOf(request.withDecryption()))
                                                    .version(3L)
                                                    .lastModifiedDate(CREATED))
                                            .build();
                                })),
                LocalWire.api(
                        Service.EVENTBRIDGE,
                        operations -> operations.on("PutEvents", PutEventsRequest::builder, (request, context) -> {
                            received.add(request);
                            return PutEventsResponse.builder()
                                    .failedEntryCount(0)
                                    .entries(PutEventsResultEntry.builder()
                                            .eventId("e-1")
                                            .build())
                                    .build();
                        })),
                LocalWire.api(
                        Service.SECRETS_MANAGER,
                        operations -> operations.on(
                                "GetSecretValue",
                                GetSecretValueRequest::builder,
                                (request, context) -> GetSecretValueResponse.builder()
                                        .name(request.secretId())
                                        .secretBinary(SdkBytes.fromUtf8String("s3cret"))
                                        .build())));
        ecs = wire.client(EcsClient.builder());
    }

    @AfterAll
    static void stop() {
        ecs.close();
        wire.close();
    }

    @Test
    void aTaskDefinitionGoesThereAndBack() {
        ContainerDefinition web = ContainerDefinition.builder()
                .name("web \"é😀\"")
                .image("nginx")
                .cpu(256)
                .memoryReservation(512)
                .essential(true)
                .environment(KeyValuePair.builder().name("A").value("").build())
                .portMappings(
                        PortMapping.builder().containerPort(80).hostPort(0).build())
                .dockerLabels(Map.of("team", "a"))
                .build();

        RegisterTaskDefinitionResponse answer = ecs.registerTaskDefinition(
                request -> request.family("web").containerDefinitions(web).requiresCompatibilitiesWithStrings("EC2"));

        assertThat(answer.taskDefinition().containerDefinitions()).containsExactly(web);
        assertThat(answer.taskDefinition().registeredAt()).isEqualTo(CREATED);
        assertThat(((RegisterTaskDefinitionRequest) received.getLast()).requiresCompatibilitiesAsStrings())
                .containsExactly("EC2");
    }

    @Test
    void timesAreSecondsWithADecimalPointAndTheAnswerHasItsType() throws Exception {
        HttpResponse<String> raw = wire.json("ecs", ECS + "RunTask", "{\"taskDefinition\":\"web\"}");
        assertThat(raw.body()).isEqualTo("{\"tasks\":[{\"createdAt\":1767599970.125,\"lastStatus\":\"PENDING\"}]}");
        assertThat(raw.headers().firstValue("content-type")).contains("application/x-amz-json-1.1");
    }

    @Test
    void listsThatClientsCountOnAreWrittenThoughEmpty() throws Exception {
        assertThat(wire.json("ecs", ECS + "DescribeClusters", "{}").body())
                .isEqualTo("{\"clusters\":[{\"clusterName\":\"live\",\"runningTasksCount\":2,"
                        + "\"capacityProviders\":[]}],\"failures\":[]}");
        assertThat(wire.json("ecs", ECS + "ListTasks", "").body()).isEqualTo("{\"taskArns\":[]}");
    }

    @Test
    void aRefusalIsTheServicesOwnException() {
        assertThatThrownBy(() -> ecs.runTask(request -> request.cluster("none").taskDefinition("web")))
                .isInstanceOf(ClusterNotFoundException.class)
                .hasMessageContaining("Cluster not found.");
    }

    @Test
    void missingMembersAndWrongEnumsAreRefusedInTheServicesWords() throws Exception {
        HttpResponse<String> missing = wire.json("ecs", ECS + "RunTask", "{\"taskDefinition\":null}");
        assertThat(missing.statusCode()).isEqualTo(400);
        assertThat(missing.body())
                .isEqualTo(
                        "{\"__type\":\"InvalidParameterException\",\"message\":\"TaskDefinition can not be blank.\"}");
        assertThat(wire.json("ecs", ECS + "RunTask", "{\"taskDefinition\":\"web\",\"launchType\":\"MOON\"}")
                        .body())
                .contains("1 validation error detected: Value 'MOON' at 'launchType' failed to satisfy constraint:"
                        + " Member must satisfy enum value set: [EC2, FARGATE, EXTERNAL");
        assertThat(wire.json("ssm", "AmazonSSM.GetParameter", "{}").body())
                .isEqualTo("{\"__type\":\"ValidationException\",\"message\":\"1 validation error detected:"
                        + " Value null at 'name' failed to satisfy constraint: Member must not be null\"}");
        assertThat(wire.json(
                                "ecs",
                                ECS + "RegisterTaskDefinition",
                                "{\"family\":\"f\",\"containerDefinitions\":[{},{\"dependsOn\":[{\"condition\":\"UP\"}]}]}")
                        .body())
                .contains("2 validation errors detected: Value 'UP' at"
                        + " 'containerDefinitions.2.member.dependsOn.1.member.condition' failed to satisfy constraint:"
                        + " Member must satisfy enum value set: [START, COMPLETE, SUCCESS, HEALTHY]; Value null at"
                        + " 'containerDefinitions.2.member.dependsOn.1.member.containerName'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"taskDefinition\":5}|NUMBER_VALUE can not be converted to a String",
                "{\"taskDefinition\":[]}|Start of list found where not expected",
                "{\"taskDefinition\":\"w\",\"count\":\"3\"}|STRING_VALUE can not be converted to an Integer",
                "{\"taskDefinition\":\"w\",\"count\":99999999999}|NUMBER_VALUE can not be converted to an Integer",
                "{\"taskDefinition\":\"w\",\"count\":1e400}|NUMBER_VALUE can not be converted to an Integer",
                "{\"taskDefinition\":\"w\",\"enableExecuteCommand\":\"yes\"}|STRING_VALUE can not be converted to a Boolean",
                "{\"taskDefinition\":\"w\",\"overrides\":true}|TRUE_VALUE can not be converted to a structure or map",
                "{\"taskDefinition\":\"w|The request is not well-formed JSON.",
                "{\"taskDefinition\":\"w\"}}|The request is not well-formed JSON.",
                "{\"taskDefinition\":\"w\"} {}|There is more after the end of the request.",
                "[]|Start of list found where not expected",
                "nonsense|The request is not well-formed JSON."
            })
    void whatIsNoRequestIsASerializationException(String body, String message) throws Exception {
        HttpResponse<String> raw = wire.json("ecs", ECS + "RunTask", body);
        assertThat(raw.statusCode()).isEqualTo(400);
        assertThat(raw.body()).contains("\"__type\":\"SerializationException\"").contains(message);
    }

    @Test
    void membersNobodyKnowsArePassedOver() throws Exception {
        assertThat(wire.json("ecs", ECS + "RunTask", "{\"taskDefinition\":\"w\",\"new\":{\"a\":[1,{\"b\":null}]}}")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aWholeNumberMayBeWrittenWithAPoint() throws Exception {
        assertThat(wire.json("ecs", ECS + "RunTask", "{\"taskDefinition\":\"w\",\"count\":3.0}")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void unknownOperationsAndTargetsAreAwsErrors() throws Exception {
        for (String target : List.of(ECS + "MakeCoffee", "Nobody.DescribeClusters", "nonsense", ".", "")) {
            HttpResponse<String> raw = wire.json("ecs", target, "{}");
            assertThat(raw.statusCode()).as(target).isEqualTo(400);
            assertThat(raw.body()).as(target).contains("\"__type\":\"UnknownOperationException\"");
        }
    }

    @Test
    void parametersAndTheirErrorsReachTheSdk() {
        try (SsmClient ssm = wire.client(SsmClient.builder())) {
            GetParameterResponse answer =
                    ssm.getParameter(request -> request.name("/a").withDecryption(true));
            assertThat(answer.parameter().value()).isEqualTo("true");
            assertThat(answer.parameter().type()).isEqualTo(ParameterType.SECURE_STRING);
            assertThat(answer.parameter().version()).isEqualTo(3);
            assertThat(answer.parameter().lastModifiedDate()).isEqualTo(CREATED);
            assertThatThrownBy(() -> ssm.getParameter(request -> request.name("/none")))
                    .isInstanceOf(ParameterNotFoundException.class);
        }
    }

    @Test
    void eventsArriveWithTheirTimes() {
        try (EventBridgeClient events = wire.client(EventBridgeClient.builder())) {
            PutEventsResponse answer = events.putEvents(request -> request.entries(entry ->
                    entry.source("app").detailType("a").detail("{\"b\":1}").time(CREATED)));
            assertThat(answer.entries().getFirst().eventId()).isEqualTo("e-1");
            assertThat(((PutEventsRequest) received.getLast())
                            .entries()
                            .getFirst()
                            .time())
                    .isEqualTo(CREATED);
        }
    }

    @Test
    void blobsAreBase64() {
        try (SecretsManagerClient secrets = wire.client(SecretsManagerClient.builder())) {
            assertThat(secrets.getSecretValue(request -> request.secretId("db"))
                            .secretBinary()
                            .asUtf8String())
                    .isEqualTo("s3cret");
        }
    }
}
