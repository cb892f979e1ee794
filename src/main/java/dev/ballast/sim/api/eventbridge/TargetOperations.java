package dev.ballast.sim.api.eventbridge;

import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.Document;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.world.messaging.EventBridge;
import dev.ballast.sim.world.messaging.Rule;
import java.util.ArrayList;
import java.util.Optional;
import software.amazon.awssdk.services.eventbridge.model.ListRuleNamesByTargetRequest;
import software.amazon.awssdk.services.eventbridge.model.ListRuleNamesByTargetResponse;
import software.amazon.awssdk.services.eventbridge.model.ListTargetsByRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.ListTargetsByRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.PutTargetsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutTargetsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutTargetsResultEntry;
import software.amazon.awssdk.services.eventbridge.model.RemoveTargetsRequest;
import software.amazon.awssdk.services.eventbridge.model.RemoveTargetsResponse;
import software.amazon.awssdk.services.eventbridge.model.RemoveTargetsResultEntry;
import software.amazon.awssdk.services.eventbridge.model.Target;

final class TargetOperations {
    private static final int TARGETS_A_RULE = 5;

    private final EventBridge bridge;

    TargetOperations(EventBridge bridge) {
        this.bridge = bridge;
    }

    void register(Operations operations) {
        operations.on("PutTargets", PutTargetsRequest::builder, this::put).alwaysWrites("failedEntries");
        operations
                .on("RemoveTargets", RemoveTargetsRequest::builder, this::remove)
                .alwaysWrites("failedEntries");
        operations.on("ListTargetsByRule", ListTargetsByRuleRequest::builder, this::list);
        operations.on("ListRuleNamesByTarget", ListRuleNamesByTargetRequest::builder, this::rules);
    }

    private PutTargetsResponse put(PutTargetsRequest request, CallContext context) {
        var rule = bridge.region(context.region()).rule(EventBridgeApi.bus(request.eventBusName()), request.rule());
        if (request.targets().isEmpty()) throw EventBridgeApi.invalid("Targets must not be empty.");
        var failed = new ArrayList<PutTargetsResultEntry>();
        for (var target : request.targets()) {
            if (!target.arn().startsWith("arn:")) {
                failed.add(PutTargetsResultEntry.builder()
                        .targetId(target.id())
                        .errorCode("ValidationException")
                        .errorMessage("Parameter " + target.arn()
                                + " is not valid. Reason: Provided Arn is not in correct format.")
                        .build());
                continue;
            }
            var known = rule.targets().stream().anyMatch(one -> one.id().equals(target.id()));
            if (!known && rule.targets().size() >= TARGETS_A_RULE) {
                failed.add(PutTargetsResultEntry.builder()
                        .targetId(target.id())
                        .errorCode("LimitExceededException")
                        .errorMessage("The requested resource exceeds the maximum number allowed.")
                        .build());
                continue;
            }
            rule.put(new Rule.Target(
                    target.id(),
                    target.arn(),
                    Optional.ofNullable(target.input()),
                    Document.without(target, "Id", "Arn", "Input")));
        }
        return PutTargetsResponse.builder()
                .failedEntries(failed)
                .failedEntryCount(failed.size())
                .build();
    }

    private RemoveTargetsResponse remove(RemoveTargetsRequest request, CallContext context) {
        var rule = bridge.region(context.region()).rule(EventBridgeApi.bus(request.eventBusName()), request.rule());
        var failed = new ArrayList<RemoveTargetsResultEntry>();
        for (var id : request.ids())
            if (!rule.removeTarget(id))
                failed.add(RemoveTargetsResultEntry.builder()
                        .targetId(id)
                        .errorCode("ResourceNotFoundException")
                        .errorMessage("Rule " + rule.name() + " does not have the given target: " + id)
                        .build());
        return RemoveTargetsResponse.builder()
                .failedEntries(failed)
                .failedEntryCount(failed.size())
                .build();
    }

    private ListTargetsByRuleResponse list(ListTargetsByRuleRequest request, CallContext context) {
        var rule = bridge.region(context.region()).rule(EventBridgeApi.bus(request.eventBusName()), request.rule());
        var page = EventBridgeApi.PAGES.cut(
                new ArrayList<>(rule.targets()), Rule.Target::id, request.nextToken(), request.limit());
        return ListTargetsByRuleResponse.builder()
                .targets(page.items().stream()
                        .map(target -> Document.into(Target.builder(), target.asGiven())
                                .id(target.id())
                                .arn(target.arn())
                                .input(target.input().orElse(null))
                                .build())
                        .toList())
                .nextToken(page.nextToken())
                .build();
    }

    private ListRuleNamesByTargetResponse rules(ListRuleNamesByTargetRequest request, CallContext context) {
        var names = bridge.region(context.region()).rules(EventBridgeApi.bus(request.eventBusName())).stream()
                .filter(rule ->
                        rule.targets().stream().anyMatch(target -> target.arn().equals(request.targetArn())))
                .map(Rule::name)
                .toList();
        var page = EventBridgeApi.PAGES.cut(names, name -> name, request.nextToken(), request.limit());
        return ListRuleNamesByTargetResponse.builder()
                .ruleNames(page.items())
                .nextToken(page.nextToken())
                .build();
    }
}
