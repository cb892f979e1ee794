package dev.ballast.aws;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ballast.model.Outcome;
import dev.ballast.model.OwnerTags;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.eventbridge.model.RuleState;
import software.amazon.awssdk.services.eventbridge.model.Tag;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SqsException;

/**
 * The cluster's queue of what AWS says by itself, the rules that feed it, and the queue where messages end that nobody can read.
 * Putting it twice changes nothing.
 */
final class SignalQueue {
    /** A notice is worth two minutes; an hour lets a restarted process see what it missed. */
    private static final String KEPT_SECONDS = "3600";

    /**
     * A message comes again if the decision that it led to was not recorded in this time. Short, because a process that ends may leave a long
     * poll behind, and what that swallows is seen only then.
     */
    private static final String VISIBILITY_SECONDS = "10";

    /** SQS's least: a change that nobody looked at by then was seen by a look. */
    private static final String CHANGES_KEPT_SECONDS = "60";

    private static final String ASIDE_KEPT_SECONDS = "1209600";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final AwsClients clients;
    private final String cluster;
    private final SignalNames names;

    SignalQueue(AwsClients clients, String cluster) {
        this.clients = clients;
        this.cluster = cluster;
        names = SignalNames.of(cluster);
    }

    Outcome put() {
        var aside = queue(names.asideQueue(), Map.of(QueueAttributeName.MESSAGE_RETENTION_PERIOD, ASIDE_KEPT_SECONDS));
        var attributes = new LinkedHashMap<QueueAttributeName, String>();
        attributes.put(QueueAttributeName.MESSAGE_RETENTION_PERIOD, KEPT_SECONDS);
        attributes.put(QueueAttributeName.VISIBILITY_TIMEOUT, VISIBILITY_SECONDS);
        attributes.put(QueueAttributeName.REDRIVE_POLICY, redrive(arn(aside)));
        var queueUrl = queue(names.queue(), Map.of());
        var failed = feed(queueUrl, names.rules(), attributes);
        if (failed.isEmpty())
            failed = feed(
                    queue(names.changesQueue(), Map.of()),
                    List.of(names.changes()),
                    Map.of(QueueAttributeName.MESSAGE_RETENTION_PERIOD, CHANGES_KEPT_SECONDS));
        return failed.orElseGet(() -> Outcome.created(queueUrl));
    }

    /** @return why it could not be fed */
    private Optional<Outcome> feed(
            String queueUrl, List<SignalNames.Rule> rules, Map<QueueAttributeName, String> attributes) {
        var queueArn = arn(queueUrl);
        var ruleArns = new ArrayList<String>();
        for (var rule : rules) {
            ruleArns.add(rule(rule));
            var failed = target(rule, queueArn);
            if (failed.isPresent()) return failed;
        }
        var all = new LinkedHashMap<>(attributes);
        all.put(QueueAttributeName.POLICY, policy(queueArn, ruleArns));
        clients.writes()
                .sqs()
                .setQueueAttributes(request -> request.queueUrl(queueUrl).attributes(all));
        return Optional.empty();
    }

    /** Looks first: CreateQueue refuses an existing queue whose attributes differ. */
    private String queue(String name, Map<QueueAttributeName, String> attributes) {
        var existing = url(clients, name);
        return existing.isPresent()
                ? existing.get()
                : clients.writes()
                        .sqs()
                        .createQueue(request ->
                                request.queueName(name).attributes(attributes).tags(Map.of(OwnerTags.CLUSTER, cluster)))
                        .queueUrl();
    }

    /** Empty where there is no such queue. */
    static Optional<String> url(AwsClients clients, String name) {
        try {
            return Optional.of(clients.reads()
                    .sqs()
                    .getQueueUrl(request -> request.queueName(name))
                    .queueUrl());
        } catch (SqsException error) {
            if (AwsErrors.means(error, AwsErrors.Meaning.NOT_FOUND)) return Optional.empty();
            throw error;
        }
    }

    private String arn(String queueUrl) {
        return clients.reads()
                .sqs()
                .getQueueAttributes(request -> request.queueUrl(queueUrl).attributeNames(QueueAttributeName.QUEUE_ARN))
                .attributes()
                .get(QueueAttributeName.QUEUE_ARN);
    }

    private String rule(SignalNames.Rule rule) {
        return clients.writes()
                .events()
                .putRule(request -> request.name(rule.name())
                        .description("Feeds Ballast's signals for ECS cluster " + cluster)
                        .eventPattern(rule.pattern())
                        .state(RuleState.ENABLED)
                        .tags(Tag.builder()
                                .key(OwnerTags.CLUSTER)
                                .value(cluster)
                                .build()))
                .ruleArn();
    }

    private Optional<Outcome> target(SignalNames.Rule rule, String queueArn) {
        var answer = clients.writes()
                .events()
                .putTargets(request -> request.rule(rule.name())
                        .targets(Target.builder().id("ballast").arn(queueArn).build()));
        return answer.failedEntries().stream()
                .findFirst()
                .map(failed -> new Outcome.Refused(
                        failed.errorCode(), AwsErrors.oneLine(Ec2Mapping.orEmpty(failed.errorMessage()))));
    }

    /** Unreadable messages come back until SQS itself sets them aside. */
    static String redrive(String asideArn) {
        return JSON.createObjectNode()
                .put("deadLetterTargetArn", asideArn)
                .put("maxReceiveCount", SqsSignalSource.READINGS_MAX)
                .toString();
    }

    /** Lets EventBridge send, from these rules only. */
    static String policy(String queueArn, List<String> ruleArns) {
        ObjectNode policy = JSON.createObjectNode().put("Version", "2012-10-17");
        var statement = policy.putArray("Statement").addObject();
        statement.put("Sid", "BallastRules").put("Effect", "Allow");
        statement.putObject("Principal").put("Service", "events.amazonaws.com");
        statement.put("Action", "sqs:SendMessage").put("Resource", queueArn);
        var sources = statement.putObject("Condition").putObject("ArnEquals").putArray("aws:SourceArn");
        ruleArns.forEach(sources::add);
        return policy.toString();
    }
}
