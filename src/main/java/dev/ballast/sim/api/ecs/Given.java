package dev.ballast.sim.api.ecs;

import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.Pages;
import dev.ballast.sim.api.Service;
import dev.ballast.sim.world.ecs.Ecs;
import dev.ballast.sim.world.ecs.EcsCluster;
import dev.ballast.sim.world.ecs.EcsRegion;
import dev.ballast.sim.world.ecs.Failure;
import dev.ballast.sim.world.ecs.PlacementConstraint;
import dev.ballast.sim.world.ecs.PlacementStrategy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.services.ecs.model.PlacementConstraintType;
import software.amazon.awssdk.services.ecs.model.Tag;

/** What several ECS operations read from their requests, and write the same way. */
final class Given {
    static final Pages PAGES = Pages.of(Service.ECS, "maxResults", 100);
    private static final int TAGS_AT_MOST = 50;

    private Given() {}

    static EcsRegion region(Ecs ecs, CallContext context) {
        return ecs.region(context.region());
    }

    /** The named one, or "default" where none is named. */
    static EcsCluster cluster(EcsRegion region, String reference) {
        return region.cluster(reference == null || reference.isEmpty() ? "default" : reference);
    }

    static AwsError invalid(String message) {
        return AwsError.refused("InvalidParameterException", message);
    }

    static void atMost(List<String> items, int most, String name) {
        if (items.isEmpty()) throw invalid(name + " cannot be empty.");
        if (items.size() > most) throw invalid(name + " can have at most " + most + " items.");
    }

    static Map<String, String> tags(List<Tag> tags) {
        var map = new LinkedHashMap<String, String>();
        for (var tag : tags) {
            if (tag.key() == null || tag.key().isEmpty() || tag.key().startsWith("aws:"))
                throw invalid("Tag keys must not be empty and must not begin with aws:.");
            map.put(tag.key(), tag.value() == null ? "" : tag.value());
        }
        if (map.size() > TAGS_AT_MOST) throw invalid("The number of tags must not exceed " + TAGS_AT_MOST + ".");
        return map;
    }

    static List<Tag> tags(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    static List<PlacementConstraint> constraints(
            List<software.amazon.awssdk.services.ecs.model.PlacementConstraint> given) {
        return given.stream()
                .<PlacementConstraint>map(one -> one.type() == PlacementConstraintType.DISTINCT_INSTANCE
                        ? new PlacementConstraint.DistinctInstance()
                        : new PlacementConstraint.MemberOf(expression(one.expression())))
                .toList();
    }

    static String expression(String given) {
        if (given == null || given.isEmpty()) throw invalid("Expression cannot be empty for memberOf constraint.");
        return given;
    }

    static List<PlacementStrategy> strategies(List<software.amazon.awssdk.services.ecs.model.PlacementStrategy> given) {
        return given.stream().map(Given::strategy).toList();
    }

    private static PlacementStrategy strategy(software.amazon.awssdk.services.ecs.model.PlacementStrategy given) {
        if (given.type() == null) throw invalid("Placement strategy type cannot be empty.");
        var field = given.field() == null ? "" : given.field();
        return switch (given.type()) {
            case RANDOM -> new PlacementStrategy.Random();
            case SPREAD -> new PlacementStrategy.Spread(spreadField(field));
            case BINPACK ->
                new PlacementStrategy.Binpack(
                        switch (field.toLowerCase(Locale.ROOT)) {
                            case "cpu" -> PlacementStrategy.Measure.CPU;
                            case "memory" -> PlacementStrategy.Measure.MEMORY;
                            default -> throw invalid("Invalid field for placement strategy binpack: " + field);
                        });
            case UNKNOWN_TO_SDK_VERSION -> throw invalid("Unknown placement strategy.");
        };
    }

    private static String spreadField(String field) {
        if (field.equals("host") || field.equalsIgnoreCase("instanceId")) return "instanceId";
        if (field.startsWith("attribute:") && field.length() > "attribute:".length()) return field;
        throw invalid("Invalid field for placement strategy spread: " + field);
    }

    static software.amazon.awssdk.services.ecs.model.PlacementConstraint toSdk(PlacementConstraint constraint) {
        var sdk = software.amazon.awssdk.services.ecs.model.PlacementConstraint.builder();
        return switch (constraint) {
            case PlacementConstraint.DistinctInstance ignored ->
                sdk.type(PlacementConstraintType.DISTINCT_INSTANCE).build();
            case PlacementConstraint.MemberOf member ->
                sdk.type(PlacementConstraintType.MEMBER_OF)
                        .expression(member.expression())
                        .build();
        };
    }

    static software.amazon.awssdk.services.ecs.model.PlacementStrategy toSdk(PlacementStrategy strategy) {
        var sdk = software.amazon.awssdk.services.ecs.model.PlacementStrategy.builder();
        return switch (strategy) {
            case PlacementStrategy.Random ignored -> sdk.type("random").build();
            case PlacementStrategy.Spread spread ->
                sdk.type("spread").field(spread.field()).build();
            case PlacementStrategy.Binpack binpack ->
                sdk.type("binpack").field(binpack.measure().name()).build();
        };
    }

    static List<software.amazon.awssdk.services.ecs.model.Failure> failures(List<Failure> failures) {
        return failures.stream()
                .map(failure -> software.amazon.awssdk.services.ecs.model.Failure.builder()
                        .arn(failure.arn())
                        .reason(failure.reason())
                        .detail(failure.detail())
                        .build())
                .toList();
    }

    /** The world has no Fargate and no external hosts: to take such a task for an EC2 one would lie. */
    static void launchType(software.amazon.awssdk.services.ecs.model.LaunchType type) {
        if (type != null && type != software.amazon.awssdk.services.ecs.model.LaunchType.EC2)
            throw AwsError.refused(
                    "UnsupportedFeatureException", "The local cloud runs tasks of launch type EC2, not " + type + ".");
    }
}
