package dev.ballast.sim.world.messaging;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Locale;
import java.util.regex.Pattern;

/** Whether a queue's resource policy lets EventBridge send to it. Without such a statement nothing arrives, as on AWS. */
final class QueuePolicy {
    private static final ObjectMapper JSON = new ObjectMapper();

    private QueuePolicy() {}

    static boolean letsEventBridgeSend(String policy, String ruleArn, String accountId) {
        if (policy.isEmpty()) return false;
        try {
            var statements = JSON.readTree(policy).path("Statement");
            var allowed = false;
            for (var statement :
                    statements.isArray() ? statements : JSON.createArrayNode().add(statements)) {
                if (!isAboutEventBridge(statement.path("Principal"))
                        || !isAboutSending(statement.path("Action"))
                        || !holds(statement.path("Condition"), ruleArn, accountId)) continue;
                if ("Deny".equals(statement.path("Effect").asText())) return false;
                allowed |= "Allow".equals(statement.path("Effect").asText());
            }
            return allowed;
        } catch (JsonProcessingException notJson) {
            return false;
        }
    }

    private static boolean isAboutEventBridge(JsonNode principal) {
        if (principal.isTextual()) return principal.textValue().equals("*");
        return any(principal.path("Service"), "events.amazonaws.com") || any(principal.path("AWS"), "*");
    }

    private static boolean isAboutSending(JsonNode actions) {
        for (var action : actions.isArray() ? actions : JSON.createArrayNode().add(actions))
            if (like(action.asText().toLowerCase(Locale.ROOT), "sqs:sendmessage")) return true;
        return false;
    }

    private static boolean holds(JsonNode condition, String ruleArn, String accountId) {
        for (var operator : condition.properties()) {
            for (var key : operator.getValue().properties()) {
                var value = switch (key.getKey().toLowerCase(Locale.ROOT)) {
                    case "aws:sourcearn" -> ruleArn;
                    case "aws:sourceaccount" -> accountId;
                    default -> null;
                };
                // Keys that EventBridge does not send make the statement one about others.
                if (value == null || !any(key.getValue(), value)) return false;
            }
        }
        return true;
    }

    private static boolean any(JsonNode patterns, String value) {
        for (var pattern :
                patterns.isArray() ? patterns : JSON.createArrayNode().add(patterns))
            if (like(pattern.asText(), value)) return true;
        return false;
    }

    private static boolean like(String pattern, String value) {
        var regex = new StringBuilder();
        for (var c : pattern.toCharArray()) {
            if (c == '*') regex.append(".*");
            else if (c == '?') regex.append('.');
            else regex.append(Pattern.quote(String.valueOf(c)));
        }
        return value.matches(regex.toString());
    }
}
