package dev.ballast.sim.api.elbv2;

import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.Document;
import dev.ballast.sim.api.Pages;
import dev.ballast.sim.api.Service;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;

/** What several operations read the same way. */
final class Given {
    static final Pages PAGES = Pages.of(Service.ELASTIC_LOAD_BALANCING, "pageSize", 400);

    private static final int LONGEST_NAME = 32;

    private Given() {}

    static AwsError invalid(String message) {
        return AwsError.refused("ValidationError", message);
    }

    static AwsError misconfigured(String message) {
        return AwsError.refused("InvalidConfigurationRequest", message);
    }

    /** @param what is named, as the message begins with it */
    static void checkName(String what, String name) {
        if (name.length() > LONGEST_NAME)
            throw invalid(what + " '" + name + "' cannot be longer than '" + LONGEST_NAME + "' characters");
        if (name.startsWith("-") || name.endsWith("-"))
            throw invalid(what + " '" + name + "' cannot begin or end with '-'");
        if (!name.matches("[A-Za-z0-9-]+"))
            throw invalid(what + " '" + name
                    + "' can only contain characters that are alphanumeric characters or hyphens(-)");
    }

    static Map<String, String> tags(List<Tag> tags) {
        var map = new LinkedHashMap<String, String>();
        for (var tag : tags)
            if (map.put(tag.key(), tag.value() == null ? "" : tag.value()) != null)
                throw AwsError.refused("DuplicateTagKeys", "Tag keys must be unique: '" + tag.key() + "'");
        return map;
    }

    static List<Tag> tags(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    /** To which groups actions lead. */
    static List<String> targetGroups(List<Action> actions) {
        if (actions.isEmpty()) throw invalid("At least one action is required");
        var groups = new LinkedHashSet<String>();
        for (var action : actions) {
            if (action.targetGroupArn() != null) groups.add(action.targetGroupArn());
            if (action.forwardConfig() != null)
                action.forwardConfig().targetGroups().forEach(one -> groups.add(one.targetGroupArn()));
            if ("forward".equals(action.typeAsString()) && groups.isEmpty())
                throw invalid("A target group ARN must be specified for a forward action");
        }
        return new ArrayList<>(groups);
    }

    static List<Map<String, Object>> documents(List<Action> actions) {
        return actions.stream().map(Document::of).toList();
    }
}
