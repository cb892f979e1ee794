package dev.ballast.sim.api.eventbridge;

import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.Document;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.world.messaging.EventBridge;
import dev.ballast.sim.world.messaging.EventBuses;
import dev.ballast.sim.world.messaging.EventPattern;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.eventbridge.model.DeleteRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.DeleteRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.DisableRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.DisableRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.EnableRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.EnableRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.ListRulesRequest;
import software.amazon.awssdk.services.eventbridge.model.ListRulesResponse;
import software.amazon.awssdk.services.eventbridge.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.eventbridge.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.eventbridge.model.PutRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.PutRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.Rule;
import software.amazon.awssdk.services.eventbridge.model.RuleState;
import software.amazon.awssdk.services.eventbridge.model.Tag;
import software.amazon.awssdk.services.eventbridge.model.TagResourceRequest;
import software.amazon.awssdk.services.eventbridge.model.TagResourceResponse;
import software.amazon.awssdk.services.eventbridge.model.UntagResourceRequest;
import software.amazon.awssdk.services.eventbridge.model.UntagResourceResponse;

final class RuleOperations {
    private final EventBridge bridge;

    RuleOperations(EventBridge bridge) {
        this.bridge = bridge;
    }

    void register(Operations operations) {
        operations.on("PutRule", PutRuleRequest::builder, this::put);
        operations.on("DeleteRule", DeleteRuleRequest::builder, this::delete);
        operations.on("DescribeRule", DescribeRuleRequest::builder, this::describe);
        operations.on("ListRules", ListRulesRequest::builder, this::list);
        operations.on("EnableRule", EnableRuleRequest::builder, this::enable);
        operations.on("DisableRule", DisableRuleRequest::builder, this::disable);
        operations.on("TagResource", TagResourceRequest::builder, this::tag);
        operations.on("UntagResource", UntagResourceRequest::builder, this::untag);
        operations.on("ListTagsForResource", ListTagsForResourceRequest::builder, this::tags);
    }

    private PutRuleResponse put(PutRuleRequest request, CallContext context) {
        if (!request.name().matches("[.\\-_A-Za-z0-9]{1,64}"))
            throw EventBridgeApi.invalid("1 validation error detected: Value '" + request.name()
                    + "' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern:"
                    + " [\\.\\-_A-Za-z0-9]+");
        if (request.eventPattern() == null && request.scheduleExpression() == null)
            throw EventBridgeApi.invalid("Parameter(s) EventPattern or ScheduleExpression must be specified.");
        if (request.scheduleExpression() != null) check(request);
        var state = request.state() == RuleState.DISABLED
                ? dev.ballast.sim.world.messaging.Rule.State.DISABLED
                : dev.ballast.sim.world.messaging.Rule.State.ENABLED;
        var spec = new dev.ballast.sim.world.messaging.Rule.Spec(
                request.name(),
                Optional.ofNullable(request.eventPattern()).map(EventPattern::of),
                state,
                request.description() == null ? "" : request.description(),
                Document.only(request, "ScheduleExpression", "RoleArn"));
        var buses = bridge.region(context.region());
        var bus = EventBridgeApi.bus(request.eventBusName());
        var known = buses.findRule(bus, request.name()).isPresent();
        var rule = buses.putRule(bus, spec);
        if (!known) rule.tags(tags(request.tags()));
        return PutRuleResponse.builder().ruleArn(rule.arn()).build();
    }

    /** A schedule is kept as data, and checked like any other. */
    private static void check(PutRuleRequest request) {
        if (!request.scheduleExpression().matches("rate\\([1-9][0-9]* (minute|hour|day)s?\\)|cron\\(\\S+( \\S+){5}\\)"))
            throw EventBridgeApi.invalid("Parameter ScheduleExpression is not valid.");
        if (!EventBridgeApi.bus(request.eventBusName()).endsWith(EventBuses.DEFAULT))
            throw EventBridgeApi.invalid("ScheduleExpression is supported only on the default event bus.");
    }

    private DeleteRuleResponse delete(DeleteRuleRequest request, CallContext context) {
        bridge.region(context.region()).deleteRule(EventBridgeApi.bus(request.eventBusName()), request.name());
        return DeleteRuleResponse.builder().build();
    }

    private dev.ballast.sim.world.messaging.Rule rule(CallContext context, String bus, String name) {
        return bridge.region(context.region()).rule(EventBridgeApi.bus(bus), name);
    }

    private DescribeRuleResponse describe(DescribeRuleRequest request, CallContext context) {
        var rule = rule(context, request.eventBusName(), request.name());
        return Document.into(DescribeRuleResponse.builder(), rule.spec().asGiven())
                .name(rule.name())
                .arn(rule.arn())
                .eventPattern(rule.spec().pattern().map(EventPattern::text).orElse(null))
                .state(rule.spec().state().name())
                .description(description(rule))
                .eventBusName(busName(rule))
                .createdBy(context.accountId())
                .build();
    }

    private static String description(dev.ballast.sim.world.messaging.Rule rule) {
        return rule.spec().description().isEmpty() ? null : rule.spec().description();
    }

    private static String busName(dev.ballast.sim.world.messaging.Rule rule) {
        return rule.bus().substring(rule.bus().lastIndexOf('/') + 1);
    }

    private ListRulesResponse list(ListRulesRequest request, CallContext context) {
        var prefix = request.namePrefix() == null ? "" : request.namePrefix();
        var wanted = bridge.region(context.region()).rules(EventBridgeApi.bus(request.eventBusName())).stream()
                .filter(rule -> rule.name().startsWith(prefix))
                .toList();
        var page = EventBridgeApi.PAGES.cut(
                wanted, dev.ballast.sim.world.messaging.Rule::name, request.nextToken(), request.limit());
        return ListRulesResponse.builder()
                .rules(page.items().stream().map(RuleOperations::toSdk).toList())
                .nextToken(page.nextToken())
                .build();
    }

    private static Rule toSdk(dev.ballast.sim.world.messaging.Rule rule) {
        return Document.into(Rule.builder(), rule.spec().asGiven())
                .name(rule.name())
                .arn(rule.arn())
                .eventPattern(rule.spec().pattern().map(EventPattern::text).orElse(null))
                .state(rule.spec().state().name())
                .description(description(rule))
                .eventBusName(busName(rule))
                .build();
    }

    private EnableRuleResponse enable(EnableRuleRequest request, CallContext context) {
        rule(context, request.eventBusName(), request.name()).state(dev.ballast.sim.world.messaging.Rule.State.ENABLED);
        return EnableRuleResponse.builder().build();
    }

    private DisableRuleResponse disable(DisableRuleRequest request, CallContext context) {
        rule(context, request.eventBusName(), request.name())
                .state(dev.ballast.sim.world.messaging.Rule.State.DISABLED);
        return DisableRuleResponse.builder().build();
    }

    private static Map<String, String> tags(List<Tag> tags) {
        var map = new LinkedHashMap<String, String>();
        tags.forEach(tag -> map.put(tag.key(), tag.value()));
        return map;
    }

    private TagResourceResponse tag(TagResourceRequest request, CallContext context) {
        var rule = EventBridgeApi.ruleByArn(bridge.region(context.region()), request.resourceARN());
        var tags = new LinkedHashMap<>(rule.tags());
        tags.putAll(tags(request.tags()));
        rule.tags(tags);
        return TagResourceResponse.builder().build();
    }

    private UntagResourceResponse untag(UntagResourceRequest request, CallContext context) {
        var rule = EventBridgeApi.ruleByArn(bridge.region(context.region()), request.resourceARN());
        var tags = new LinkedHashMap<>(rule.tags());
        request.tagKeys().forEach(tags::remove);
        rule.tags(tags);
        return UntagResourceResponse.builder().build();
    }

    private ListTagsForResourceResponse tags(ListTagsForResourceRequest request, CallContext context) {
        var rule = EventBridgeApi.ruleByArn(bridge.region(context.region()), request.resourceARN());
        return ListTagsForResourceResponse.builder()
                .tags(rule.tags().entrySet().stream()
                        .map(tag -> Tag.builder()
                                .key(tag.getKey())
                                .value(tag.getValue())
                                .build())
                        .toList())
                .build();
    }
}
