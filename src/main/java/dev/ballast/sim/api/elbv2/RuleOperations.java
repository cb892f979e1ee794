package dev.ballast.sim.api.elbv2;

import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.Document;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.world.elb.Elb;
import dev.ballast.sim.world.elb.Listener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateRuleResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteRuleResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyRuleResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetRulePrioritiesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetRulePrioritiesResponse;

final class RuleOperations {
    private static final int LAST_PRIORITY = 50_000;

    private static final List<String> FIELDS =
            List.of("path-pattern", "host-header", "http-header", "http-request-method", "query-string", "source-ip");

    private final Elb elb;

    RuleOperations(Elb elb) {
        this.elb = elb;
    }

    void register(Operations operations) {
        operations.on("CreateRule", CreateRuleRequest::builder, this::create);
        operations.on("ModifyRule", ModifyRuleRequest::builder, this::change);
        operations.on("DeleteRule", DeleteRuleRequest::builder, this::delete);
        operations.on("SetRulePriorities", SetRulePrioritiesRequest::builder, this::setPriorities);
        operations.on("DescribeRules", DescribeRulesRequest::builder, this::describe);
    }

    private CreateRuleResponse create(CreateRuleRequest request, CallContext context) {
        var region = elb.region(context.region());
        check(request.priority());
        check(request.conditions());
        var rule = region.createRule(
                region.listener(request.listenerArn()),
                request.priority(),
                Given.targetGroups(request.actions()),
                Document.only(request, "Conditions", "Actions"));
        return CreateRuleResponse.builder().rules(toSdk(rule)).build();
    }

    private static void check(int priority) {
        if (priority < 1 || priority > LAST_PRIORITY)
            throw Given.invalid("Priority must be from 1 to " + LAST_PRIORITY);
    }

    private static void check(List<RuleCondition> conditions) {
        for (var condition : conditions)
            if (!FIELDS.contains(condition.field()))
                throw Given.invalid("Condition field '" + condition.field() + "' must be one of " + FIELDS);
    }

    private SetRulePrioritiesResponse setPriorities(SetRulePrioritiesRequest request, CallContext context) {
        var priorities = new LinkedHashMap<String, Integer>();
        for (var one : request.rulePriorities()) {
            check(one.priority());
            priorities.put(one.ruleArn(), one.priority());
        }
        var changed = elb.region(context.region()).setPriorities(priorities);
        return SetRulePrioritiesResponse.builder()
                .rules(changed.stream().map(RuleOperations::toSdk).toList())
                .build();
    }

    private ModifyRuleResponse change(ModifyRuleRequest request, CallContext context) {
        var region = elb.region(context.region());
        var listener = region.listenerOfRule(request.ruleArn()).orElseThrow(RuleOperations::missing);
        var before = listener.rules().stream()
                .filter(rule -> rule.arn().equals(request.ruleArn()))
                .findFirst()
                .orElseThrow();
        var given = new LinkedHashMap<>(before.asGiven());
        given.putAll(Document.only(request, "Conditions", "Actions"));
        if (request.hasConditions()) check(request.conditions());
        var groups = request.hasActions() ? Given.targetGroups(request.actions()) : before.targetGroups();
        var rule = region.putRule(listener, before.priority(), groups, given);
        return ModifyRuleResponse.builder().rules(toSdk(rule)).build();
    }

    private static AwsError missing() {
        return AwsError.refused("RuleNotFound", "One or more rules not found");
    }

    private DeleteRuleResponse delete(DeleteRuleRequest request, CallContext context) {
        elb.region(context.region()).deleteRule(request.ruleArn());
        return DeleteRuleResponse.builder().build();
    }

    private DescribeRulesResponse describe(DescribeRulesRequest request, CallContext context) {
        var region = elb.region(context.region());
        var found = new ArrayList<Listener.Rule>();
        if (request.listenerArn() != null)
            found.addAll(region.listener(request.listenerArn()).rules());
        else if (request.ruleArns().isEmpty())
            throw Given.invalid("You must specify either listener rule ARNs or a listener ARN");
        for (var arn : request.ruleArns())
            found.add(region.listenerOfRule(arn).orElseThrow(RuleOperations::missing).rules().stream()
                    .filter(rule -> rule.arn().equals(arn))
                    .findFirst()
                    .orElseThrow());
        var page = Given.PAGES.cut(List.copyOf(found), Listener.Rule::arn, request.marker(), request.pageSize());
        return DescribeRulesResponse.builder()
                .rules(page.items().stream().map(RuleOperations::toSdk).toList())
                .nextMarker(page.nextToken())
                .build();
    }

    static Rule toSdk(Listener.Rule rule) {
        var standard = rule.priority() == Listener.Rule.DEFAULT;
        var sdk = Document.into(Rule.builder(), rule.asGiven());
        if (!rule.asGiven().containsKey("Conditions")) sdk.conditions(List.<RuleCondition>of());
        if (!rule.asGiven().containsKey("Actions")) sdk.actions(List.<Action>of());
        return sdk.ruleArn(rule.arn())
                .priority(standard ? "default" : Integer.toString(rule.priority()))
                .isDefault(standard)
                .build();
    }
}
