package dev.ballast.aws;

import dev.ballast.model.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.fis.model.CreateExperimentTemplateActionInput;
import software.amazon.awssdk.services.fis.model.CreateExperimentTemplateRequest;
import software.amazon.awssdk.services.fis.model.CreateExperimentTemplateStopConditionInput;
import software.amazon.awssdk.services.fis.model.CreateExperimentTemplateTargetInput;

/** Takes spot instances away as EC2 would: through the Fault Injection Service, or the local cloud's own door. */
final class Interruptions {
    /** Resource ARNs that a target takes. */
    static final int PER_TARGET = 5;

    /** Actions that an experiment template takes. */
    private static final int TARGETS_MAX = 20;

    private final AwsClients clients;
    private final String cluster;
    private final Optional<String> role;

    /** @param role that FIS assumes; needed on AWS only */
    Interruptions(AwsClients clients, String cluster, Optional<String> role) {
        this.clients = clients;
        this.cluster = cluster;
        this.role = role;
    }

    Outcome interrupt(String token, List<String> instanceIds) {
        if (clients.place().isLoopback()) return new LocalCloudAdmin(clients).interrupt(instanceIds);
        if (role.isEmpty())
            return new Outcome.Refused(
                    "NoFisRole",
                    "interrupting on AWS goes through the Fault Injection Service, which needs a role to assume"
                            + " (ec2:SendSpotInstanceInterruptions, ec2:DescribeInstances); none is set");
        var prefix = instanceArnPrefix();
        var experiments = new ArrayList<String>();
        var templates = Together.chunks(instanceIds, PER_TARGET * TARGETS_MAX);
        for (var i = 0; i < templates.size(); i++) {
            var partToken = ClientToken.of(token, i);
            var template = clients.writes()
                    .fis()
                    .createExperimentTemplate(template(partToken, prefix, templates.get(i)))
                    .experimentTemplate()
                    .id();
            experiments.add(clients.writes()
                    .fis()
                    .startExperiment(request -> request.clientToken(partToken).experimentTemplateId(template))
                    .experiment()
                    .id());
            forget(template);
        }
        return new Outcome.Done(experiments, List.of());
    }

    /** {@code arn:aws:ec2:REGION:ACCOUNT:instance/}, in the caller's partition. */
    private String instanceArnPrefix() {
        var caller = clients.reads().sts().getCallerIdentity();
        var partition = caller.arn().split(":", -1)[1];
        return "arn:" + partition + ":ec2:" + clients.place().region() + ":" + caller.account() + ":instance/";
    }

    CreateExperimentTemplateRequest template(String token, String arnPrefix, List<String> instanceIds) {
        var targets = new LinkedHashMap<String, CreateExperimentTemplateTargetInput>();
        var actions = new LinkedHashMap<String, CreateExperimentTemplateActionInput>();
        for (var chunk : Together.chunks(instanceIds, PER_TARGET)) {
            var name = "hosts" + targets.size();
            targets.put(
                    name,
                    CreateExperimentTemplateTargetInput.builder()
                            .resourceType("aws:ec2:spot-instance")
                            .resourceArns(
                                    chunk.stream().map(id -> arnPrefix + id).toList())
                            .selectionMode("ALL")
                            .build());
            actions.put(
                    "interrupt-" + name,
                    CreateExperimentTemplateActionInput.builder()
                            .actionId("aws:ec2:send-spot-instance-interruptions")
                            .parameters(Map.of("durationBeforeInterruption", "PT2M"))
                            .targets(Map.of("SpotInstances", name))
                            .build());
        }
        return CreateExperimentTemplateRequest.builder()
                .clientToken(token)
                .description("Ballast interrupts " + instanceIds.size() + " instances of ECS cluster " + cluster)
                .roleArn(role.orElseThrow())
                .stopConditions(CreateExperimentTemplateStopConditionInput.builder()
                        .source("none")
                        .build())
                .targets(targets)
                .actions(actions)
                .tags(OwnTags.ofCluster(cluster))
                .build();
    }

    /** A started experiment does not need its template; one that stays behind is litter, not harm. */
    private void forget(String template) {
        try {
            clients.writes().fis().deleteExperimentTemplate(request -> request.id(template));
        } catch (SdkException left) {
            // the experiment runs, and that is what was asked for
        }
    }
}
