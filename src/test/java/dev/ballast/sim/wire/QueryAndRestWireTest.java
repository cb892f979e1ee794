package dev.ballast.sim.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.Service;
import dev.ballast.sim.api.sts.StsApi;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RegisterTargetsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RegisterTargetsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;
import software.amazon.awssdk.services.fis.FisClient;
import software.amazon.awssdk.services.fis.model.GetExperimentRequest;
import software.amazon.awssdk.services.fis.model.GetExperimentResponse;
import software.amazon.awssdk.services.fis.model.ListExperimentsRequest;
import software.amazon.awssdk.services.fis.model.ListExperimentsResponse;
import software.amazon.awssdk.services.fis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.fis.model.StartExperimentRequest;
import software.amazon.awssdk.services.fis.model.StartExperimentResponse;
import software.amazon.awssdk.services.fis.model.UntagResourceRequest;
import software.amazon.awssdk.services.fis.model.UntagResourceResponse;
import software.amazon.awssdk.services.sts.StsClient;

class QueryAndRestWireTest {
    private static final Instant STARTED = Instant.parse("2026-01-05T07:59:30.125Z");
    private static final String GROUP = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/1";

    private static final List<Object> received = new ArrayList<>();
    private static LocalWire wire;

    @BeforeAll
    static void serve() {
        wire = new LocalWire(
                new StsApi(),
                LocalWire.api(Service.ELASTIC_LOAD_BALANCING, operations -> {
                    operations.on("RegisterTargets", RegisterTargetsRequest::builder, (request, context) -> {
                        received.add(request);
                        return RegisterTargetsResponse.builder().build();
                    });
                    operations.on("DescribeTargetHealth", DescribeTargetHealthRequest::builder, (request, context) -> {
                        if (request.targetGroupArn().equals("none")) {
                            throw AwsError.refused("TargetGroupNotFound", "One or more target groups not found");
                        }
                        return DescribeTargetHealthResponse.builder()
                                .targetHealthDescriptions(health -> health.target(
                                                target -> target.id("i-1").port(32768))
                                        .targetHealth(state -> state.state(TargetHealthStateEnum.DRAINING)))
                                .build();
                    });
                }),
                LocalWire.api(Service.FIS, operations -> {
                    operations
                            .on("GetExperiment", GetExperimentRequest::builder, (request, context) -> {
                                if (request.id().equals("none")) {
                                    throw AwsError.withStatus(404, "ResourceNotFoundException", "No such experiment");
                                }
                                return GetExperimentResponse.builder()
                                        .experiment(experiment -> experiment
                                                .id(request.id())
                                                .startTime(STARTED)
                                                .tags(Map.of("a", "b")))
                                        .build();
                            })
                            .at("GET", "/experiments/{id}");
                    operations
                            .on("ListExperiments", ListExperimentsRequest::builder, (request, context) -> {
                                received.add(request);
                                return ListExperimentsResponse.builder().build();
                            })
                            .at("GET", "/experiments");
                    operations
                            .on("StartExperiment", StartExperimentRequest::builder, (request, context) -> {
                                received.add(request);
                                return StartExperimentResponse.builder().build();
                            })
                            .at("POST", "/experiments");
                    operations
                            .on("UntagResource", UntagResourceRequest::builder, (request, context) -> {
                                received.add(request);
                                return UntagResourceResponse.builder().build();
                            })
                            .at("DELETE", "/tags/{resourceArn}");
                }));
    }

    @AfterAll
    static void stop() {
        wire.close();
    }

    @Test
    void theCallersIdentityIsTheAccounts() {
        try (StsClient sts = wire.client(StsClient.builder())) {
            assertThat(sts.getCallerIdentity().arn()).isEqualTo("arn:aws:iam::123456789012:root");
        }
    }

    @Test
    void targetsAndTheirHealthGoThroughAwsQuery() {
        try (ElasticLoadBalancingV2Client elb = wire.client(ElasticLoadBalancingV2Client.builder())) {
            RegisterTargetsRequest sent = RegisterTargetsRequest.builder()
                    .targetGroupArn(GROUP)
                    .targets(
                            TargetDescription.builder().id("i-1").port(80).build(),
                            TargetDescription.builder().id("i-2").build())
                    .build();
            elb.registerTargets(sent);
            assertThat(received.getLast()).isEqualTo(sent);

            assertThat(elb.describeTargetHealth(request -> request.targetGroupArn(GROUP))
                            .targetHealthDescriptions()
                            .getFirst()
                            .targetHealth()
                            .state())
                    .isEqualTo(TargetHealthStateEnum.DRAINING);
            assertThatThrownBy(() -> elb.describeTargetHealth(request -> request.targetGroupArn("none")))
                    .isInstanceOf(TargetGroupNotFoundException.class);
        }
    }

    @Test
    void queryErrorsCountTheirViolations() throws Exception {
        HttpResponse<String> raw =
                wire.form("elasticloadbalancing", "Action=RegisterTargets&Targets.member.1.Port=x&Version=2015-12-01");
        assertThat(raw.statusCode()).isEqualTo(400);
        assertThat(raw.body())
                .contains(
                        "<Code>ValidationError</Code><Message>3 validation errors detected: "
                                + "Value 'x' at 'targets.1.member.port' failed to satisfy constraint: Member must be of type integer; "
                                + "Value null at 'targets.1.member.id' failed to satisfy constraint: Member must not be null; "
                                + "Value null at 'targetGroupArn' failed to satisfy constraint: Member must not be null</Message>");
    }

    @Test
    void anAnswerWithoutMembersKeepsItsResultElement() throws Exception {
        HttpResponse<String> raw = wire.form(
                "elasticloadbalancing",
                "Action=RegisterTargets&TargetGroupArn=a&Targets.member.1.Id=i-1&Version=2015-12-01");
        assertThat(raw.body())
                .contains(
                        "<RegisterTargetsResponse xmlns=\"http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/\">"
                                + "<RegisterTargetsResult></RegisterTargetsResult><ResponseMetadata><RequestId>");
    }

    @Test
    void anotherVersionOfTheServiceIsAnotherService() throws Exception {
        HttpResponse<String> raw = wire.form("elasticloadbalancing", "Action=DescribeTargetHealth&Version=2012-06-01");
        assertThat(raw.body())
                .contains("<Code>InvalidAction</Code>"
                        + "<Message>Could not find operation DescribeTargetHealth for version 2012-06-01</Message>");
    }

    @Test
    void experimentsGoThroughPathsQueriesAndBodies() {
        try (FisClient fis = wire.client(FisClient.builder())) {
            GetExperimentResponse answer = fis.getExperiment(request -> request.id("EXP é/1"));
            assertThat(answer.experiment().id()).isEqualTo("EXP é/1");
            assertThat(answer.experiment().startTime()).isEqualTo(STARTED);
            assertThat(answer.experiment().tags()).containsEntry("a", "b");

            fis.listExperiments(request -> request.maxResults(7).nextToken("a+b c"));
            assertThat(received.getLast())
                    .isEqualTo(ListExperimentsRequest.builder()
                            .maxResults(7)
                            .nextToken("a+b c")
                            .build());

            fis.startExperiment(request -> request.experimentTemplateId("EXT1").tags(Map.of("k", "v")));
            assertThat(((StartExperimentRequest) received.getLast()).tags()).containsEntry("k", "v");
            assertThat(((StartExperimentRequest) received.getLast()).clientToken())
                    .isNotBlank();

            UntagResourceRequest untag = UntagResourceRequest.builder()
                    .resourceArn("arn:aws:fis:eu-west-1:123456789012:experiment/EXP1")
                    .tagKeys("a", "b")
                    .build();
            fis.untagResource(untag);
            assertThat(received.getLast()).isEqualTo(untag);

            assertThatThrownBy(() -> fis.getExperiment(request -> request.id("none")))
                    .isInstanceOf(ResourceNotFoundException.class);
        }
    }

    @Test
    void aPathThatIsNoOperationIsAnAwsError() throws Exception {
        HttpResponse<String> raw = wire.send(wire.request("/coffee")
                .header("Authorization", LocalWire.authorization("fis"))
                .header("X-Amz-Date", "20260105T080000Z")
                .method("BREW", HttpRequest.BodyPublishers.noBody()));
        assertThat(raw.statusCode()).isEqualTo(400);
        assertThat(raw.headers().firstValue("x-amzn-errortype")).contains("UnknownOperationException");
    }
}
