package dev.ballast.sim.api.sqs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.world.messaging.Queue;
import dev.ballast.sim.world.messaging.Sqs;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.sqs.model.AddPermissionRequest;
import software.amazon.awssdk.services.sqs.model.AddPermissionResponse;
import software.amazon.awssdk.services.sqs.model.RemovePermissionRequest;
import software.amazon.awssdk.services.sqs.model.RemovePermissionResponse;

/** Statements of a queue's policy, one by one; the label is the statement's id. */
final class PermissionOperations {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Those that AddPermission's reference lists; the batch operations follow their single ones. */
    private static final Set<String> ACTIONS = Set.of(
            "*",
            "ChangeMessageVisibility",
            "DeleteMessage",
            "GetQueueAttributes",
            "GetQueueUrl",
            "ListDeadLetterSourceQueues",
            "PurgeQueue",
            "ReceiveMessage",
            "SendMessage");

    private static final int ACTIONS_AT_MOST = 7;

    private final Sqs sqs;

    PermissionOperations(Sqs sqs) {
        this.sqs = sqs;
    }

    void register(Operations operations) {
        operations.on("AddPermission", AddPermissionRequest::builder, SqsErrors.named(this::add));
        operations.on("RemovePermission", RemovePermissionRequest::builder, SqsErrors.named(this::remove));
    }

    private AddPermissionResponse add(AddPermissionRequest request, CallContext context) {
        var queue = SqsApi.queue(sqs, context, request.queueUrl());
        if (!request.label().matches("[A-Za-z0-9_-]{1,80}"))
            throw SqsErrors.invalidValue(
                    request.label(),
                    "Label",
                    "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length.");
        needsSome(request.actions(), "Actions");
        needsSome(request.awsAccountIds(), "AWSAccountIds");
        for (var action : request.actions())
            if (!ACTIONS.contains(action))
                throw SqsErrors.invalidValue(
                        "SQS:" + action, "ActionName", "Only the queue owner is allowed to invoke this action.");
        if (request.actions().size() > ACTIONS_AT_MOST)
            throw SqsErrors.of(
                    "OverLimit",
                    request.actions().size() + " Actions were found, maximum allowed is " + ACTIONS_AT_MOST + ".");
        var policy = policy(queue);
        var statements = statements(policy);
        for (var statement : statements)
            if (statement.path("Sid").asText().equals(request.label()))
                throw SqsErrors.invalidValue(request.label(), "Label", "Already exists.");
        statements.add(statement(request, queue));
        queue.change(queue.settings().withPolicy(policy.toString()));
        return AddPermissionResponse.builder().build();
    }

    private static void needsSome(List<String> given, String name) {
        if (given.isEmpty())
            throw SqsErrors.of("MissingParameter", "The request must contain the parameter " + name + ".");
    }

    private static ObjectNode policy(Queue queue) {
        var before = queue.settings().policy();
        try {
            if (!before.isEmpty()) return (ObjectNode) JSON.readTree(before);
        } catch (JsonProcessingException neverKept) {
            throw new IllegalStateException("a queue keeps no policy that is not JSON", neverKept);
        }
        return JSON.createObjectNode().put("Version", "2012-10-17").put("Id", queue.arn() + "/SQSDefaultPolicy");
    }

    private static ArrayNode statements(ObjectNode policy) {
        return switch (policy.path("Statement")) {
            case ArrayNode several -> several;
            case ObjectNode single -> policy.putArray("Statement").add(single);
            default -> policy.putArray("Statement");
        };
    }

    private static ObjectNode statement(AddPermissionRequest request, Queue queue) {
        var statement = JSON.createObjectNode().put("Sid", request.label()).put("Effect", "Allow");
        var accounts = request.awsAccountIds().stream()
                .map(account -> "arn:aws:iam::" + account + ":root")
                .toList();
        statement.putObject("Principal").set("AWS", oneOrMore(accounts));
        statement.set(
                "Action",
                oneOrMore(request.actions().stream()
                        .map(action -> "SQS:" + action)
                        .toList()));
        return statement.put("Resource", queue.arn());
    }

    /** Policies write a list of one without brackets. */
    private static JsonNode oneOrMore(List<String> texts) {
        return texts.size() == 1 ? JSON.getNodeFactory().textNode(texts.getFirst()) : JSON.valueToTree(texts);
    }

    private RemovePermissionResponse remove(RemovePermissionRequest request, CallContext context) {
        var queue = SqsApi.queue(sqs, context, request.queueUrl());
        var policy = policy(queue);
        var statements = statements(policy);
        var found = false;
        for (var each = statements.iterator(); each.hasNext(); ) {
            if (!each.next().path("Sid").asText().equals(request.label())) continue;
            each.remove();
            found = true;
        }
        if (!found) throw SqsErrors.invalidValue(request.label(), "Label", "can't find label on existing policy.");
        queue.change(queue.settings().withPolicy(statements.isEmpty() ? "" : policy.toString()));
        return RemovePermissionResponse.builder().build();
    }
}
