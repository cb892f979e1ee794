package dev.ballast.sim.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.model.Architecture;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.MarketType;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.fis.FisClient;
import software.amazon.awssdk.services.fis.model.CreateExperimentTemplateActionInput;
import software.amazon.awssdk.services.fis.model.CreateExperimentTemplateTargetInput;
import software.amazon.awssdk.services.fis.model.ExperimentStatus;
import software.amazon.awssdk.services.fis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.fis.model.ValidationException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Fault injection as the AWS SDK sees it. */
class FisContractTest {
    private static final String POLICY =
            "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"sqs:SendMessage\",\"Resource\":\"*\"}]}";

    private final ContractCloud cloud = new ContractCloud();
    private final FisClient fis = cloud.client(FisClient.builder());
    private final Ec2Client ec2 = cloud.client(Ec2Client.builder());

    @AfterEach
    void close() {
        fis.close();
        ec2.close();
        cloud.close();
    }

    private String spot() {
        var image = cloud.world
                .ec2()
                .region(ContractCloud.REGION)
                .images()
                .recommended(Architecture.X86_64)
                .id();
        var id = ec2.runInstances(request -> request.imageId(image)
                        .instanceType("m5.large")
                        .minCount(1)
                        .maxCount(1)
                        .instanceMarketOptions(market -> market.marketType(MarketType.SPOT)))
                .instances()
                .getFirst()
                .instanceId();
        cloud.pass(Duration.ofMinutes(2));
        return id;
    }

    private String template(String instanceId, String before) {
        return fis.createExperimentTemplate(request -> request.clientToken("t-" + instanceId + before)
                        .description("takes one away")
                        .roleArn("arn:aws:iam::123456789012:role/fis")
                        .stopConditions(condition -> condition.source("none"))
                        .targets(Map.of(
                                "hosts",
                                CreateExperimentTemplateTargetInput.builder()
                                        .resourceType("aws:ec2:spot-instance")
                                        .resourceArns("arn:aws:ec2:eu-west-1:123456789012:instance/" + instanceId)
                                        .selectionMode("ALL")
                                        .build()))
                        .actions(Map.of(
                                "interrupt",
                                CreateExperimentTemplateActionInput.builder()
                                        .actionId("aws:ec2:send-spot-instance-interruptions")
                                        .parameters(Map.of("durationBeforeInterruption", before))
                                        .targets(Map.of("SpotInstances", "hosts"))
                                        .build())))
                .experimentTemplate()
                .id();
    }

    @Test
    void anExperimentGivesTheNoticeAndTakesTheInstanceTwoMinutesLater() {
        var id = spot();
        var template = template(id, "PT2M");
        var experiment = fis.startExperiment(
                        request -> request.clientToken("s1").experimentTemplateId(template))
                .experiment();
        assertThat(experiment.state().status()).isEqualTo(ExperimentStatus.RUNNING);
        var instance =
                cloud.world.ec2().region(ContractCloud.REGION).instance(id).orElseThrow();
        cloud.pass(Duration.ofSeconds(1));
        cloud.gate.call(now -> null);
        assertThat(instance.notice()).isPresent();
        assertThat(instance.rebalanceRecommendedAt()).isPresent();
        cloud.pass(Duration.ofMinutes(3));
        assertThat(ec2.describeInstances(request -> request.instanceIds(id))
                        .reservations()
                        .getFirst()
                        .instances()
                        .getFirst()
                        .state()
                        .nameAsString())
                .isEqualTo("terminated");
        assertThat(fis.getExperiment(request -> request.id(experiment.id()))
                        .experiment()
                        .state()
                        .status())
                .isEqualTo(ExperimentStatus.COMPLETED);
    }

    @Test
    void aLongerDurationPutsTheNoticeOffAndAStopCallsItBack() {
        var id = spot();
        var template = template(id, "PT10M");
        var experiment = fis.startExperiment(
                        request -> request.clientToken("s1").experimentTemplateId(template))
                .experiment();
        cloud.pass(Duration.ofMinutes(5));
        var instance =
                cloud.world.ec2().region(ContractCloud.REGION).instance(id).orElseThrow();
        cloud.gate.call(now -> null);
        assertThat(instance.notice()).isEmpty();
        assertThat(fis.stopExperiment(request -> request.id(experiment.id()))
                        .experiment()
                        .state()
                        .status())
                .isEqualTo(ExperimentStatus.STOPPED);
        cloud.pass(Duration.ofMinutes(30));
        cloud.gate.call(now -> null);
        assertThat(instance.notice()).isEmpty();
    }

    @Test
    void anExperimentWithoutTargetsFails() {
        var template = template("i-0123456789abcdef0", "PT2M");
        var experiment = fis.startExperiment(
                        request -> request.clientToken("s1").experimentTemplateId(template))
                .experiment();
        assertThat(experiment.state().status()).isEqualTo(ExperimentStatus.FAILED);
    }

    @Test
    void templatesAreCheckedFoundAndDeleted() {
        assertThatThrownBy(() -> template("i-0123456789abcdef0", "PT1M")).isInstanceOf(ValidationException.class);
        var template = template("i-0123456789abcdef0", "PT2M");
        assertThat(template("i-0123456789abcdef0", "PT2M")).isEqualTo(template);
        assertThat(fis.listExperimentTemplates(request -> {}).experimentTemplates())
                .hasSize(1);
        assertThat(fis.getExperimentTemplate(request -> request.id(template))
                        .experimentTemplate()
                        .actions()
                        .get("interrupt")
                        .actionId())
                .isEqualTo("aws:ec2:send-spot-instance-interruptions");
        fis.deleteExperimentTemplate(request -> request.id(template));
        assertThatThrownBy(() -> fis.getExperimentTemplate(request -> request.id(template)))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void theNoticeReachesAQueueThroughEventBridge() {
        try (var sqs = cloud.client(SqsClient.builder());
                var events = cloud.client(EventBridgeClient.builder())) {
            var url = sqs.createQueue(request ->
                            request.queueName("signals").attributes(Map.of(QueueAttributeName.POLICY, POLICY)))
                    .queueUrl();
            events.putRule(request -> request.name("spot")
                    .eventPattern(
                            "{\"source\":[\"aws.ec2\"],\"detail-type\":[\"EC2 Spot Instance Interruption Warning\"]}"));
            events.putTargets(request -> request.rule("spot")
                    .targets(target -> target.id("q").arn("arn:aws:sqs:eu-west-1:123456789012:signals")));
            var id = spot();
            var template = template(id, "PT2M");
            fis.startExperiment(request -> request.clientToken("s1").experimentTemplateId(template));
            cloud.pass(Duration.ofSeconds(2));
            var body = sqs.receiveMessage(request -> request.queueUrl(url))
                    .messages()
                    .getFirst()
                    .body();
            assertThat(body)
                    .contains("\"detail\":{\"instance-id\":\"" + id + "\",\"instance-action\":\"terminate\"}")
                    .containsPattern("arn:aws:ec2:eu-west-1[abc]:instance/" + id);
        }
    }

    @Test
    void experimentsAreListed() {
        var template = template(spot(), "PT2M");
        var started = fis.startExperiment(request -> request.clientToken("s1").experimentTemplateId(template))
                .experiment();
        assertThat(fis.listExperiments(request -> {}).experiments())
                .singleElement()
                .satisfies(one -> assertThat(one.id()).isEqualTo(started.id()));
    }

    @Test
    void aTemplateKeepsItsTags() {
        var template = template("i-0123456789abcdef0", "PT2M");
        var arn = fis.getExperimentTemplate(request -> request.id(template))
                .experimentTemplate()
                .arn();
        fis.tagResource(request -> request.resourceArn(arn).tags(Map.of("a", "1", "b", "2")));
        fis.untagResource(request -> request.resourceArn(arn).tagKeys("a"));
        assertThat(fis.listTagsForResource(request -> request.resourceArn(arn)).tags())
                .isEqualTo(Map.of("b", "2"));
    }
}
