package dev.ballast.sim.api.fis;

import dev.ballast.model.Signal;
import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.Document;
import dev.ballast.sim.world.fis.Template;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.fis.model.CreateExperimentTemplateActionInput;
import software.amazon.awssdk.services.fis.model.CreateExperimentTemplateRequest;
import software.amazon.awssdk.services.fis.model.CreateExperimentTemplateTargetInput;

/** Reads what CreateExperimentTemplate is given. */
final class TemplateReader {
    /** Resource ARNs that a target takes. */
    private static final int ARNS_AT_MOST = 5;

    private static final Duration LONGEST = Duration.ofMinutes(15);
    private static final Pattern SELECTION = Pattern.compile("ALL|(COUNT|PERCENT)\\((\\d{1,5})\\)");

    private TemplateReader() {}

    private static AwsError invalid(String message) {
        return AwsError.refused("ValidationException", message);
    }

    static Template.Spec read(CreateExperimentTemplateRequest request) {
        if (request.actions().isEmpty()) throw invalid("At least one action is required.");
        if (request.stopConditions().isEmpty()) throw invalid("At least one stop condition is required.");
        var actions = new LinkedHashMap<String, Template.Action>();
        request.actions().forEach((name, action) -> actions.put(name, action(name, action, request)));
        var targets = new LinkedHashMap<String, Template.Target>();
        request.targets().forEach((name, target) -> {
            if (actions.values().stream().noneMatch(action -> action.target().equals(name)))
                throw invalid("Target " + name + " is not used by any action.");
            targets.put(name, target(name, target));
        });
        return new Template.Spec(targets, actions, Document.without(request, "clientToken", "tags"));
    }

    private static Template.Action action(
            String name, CreateExperimentTemplateActionInput action, CreateExperimentTemplateRequest request) {
        for (var kind : Template.ActionKind.values()) {
            if (!kind.id().equals(action.actionId())) continue;
            var target = action.targets().get(kind.targetKey());
            if (target == null || !request.targets().containsKey(target))
                throw invalid("Action " + name + " must name a target under " + kind.targetKey() + ".");
            var resourceType = request.targets().get(target).resourceType();
            if (!kind.resourceType().equals(resourceType))
                throw invalid("Action " + name + " cannot act on resource type " + resourceType + ".");
            return new Template.Action(kind, target, before(kind, action));
        }
        throw invalid("The local cloud has no action " + action.actionId() + ".");
    }

    private static Duration before(Template.ActionKind kind, CreateExperimentTemplateActionInput action) {
        if (kind != Template.ActionKind.SEND_SPOT_INTERRUPTIONS) return Duration.ZERO;
        var text = action.parameters().get("durationBeforeInterruption");
        if (text == null) throw invalid("Parameter durationBeforeInterruption is required.");
        try {
            var before = Duration.parse(text);
            if (before.compareTo(Signal.NOTICE) >= 0 && before.compareTo(LONGEST) <= 0) return before;
        } catch (DateTimeParseException unreadable) {
            throw invalid("Parameter durationBeforeInterruption must be an ISO 8601 duration: " + text);
        }
        throw invalid("Parameter durationBeforeInterruption must be from PT2M to PT15M: " + text);
    }

    private static Template.Target target(String name, CreateExperimentTemplateTargetInput target) {
        if (target.resourceArns().isEmpty() == target.resourceTags().isEmpty())
            throw invalid("Target " + name + " must have either resource ARNs or resource tags.");
        if (target.resourceArns().size() > ARNS_AT_MOST)
            throw invalid("Target " + name + " can have at most " + ARNS_AT_MOST + " resource ARNs.");
        if (!target.filters().isEmpty())
            throw invalid("The local cloud resolves targets by ARN and tag, not by filter: target " + name + ".");
        var ids = target.resourceArns().stream().map(TemplateReader::id).toList();
        return new Template.Target(List.copyOf(ids), target.resourceTags(), selection(name, target.selectionMode()));
    }

    private static String id(String arn) {
        var slash = arn.lastIndexOf(":instance/");
        if (slash < 0) throw invalid("'" + arn + "' is not the ARN of an instance.");
        return arn.substring(slash + ":instance/".length());
    }

    private static Template.Selection selection(String name, String mode) {
        var match = SELECTION.matcher(mode);
        if (!match.matches()) throw invalid("Target " + name + " has an invalid selection mode: " + mode);
        if (match.group(1) == null) return new Template.Selection.All();
        var number = Integer.parseInt(match.group(2));
        return match.group(1).equals("COUNT")
                ? new Template.Selection.Count(number)
                : new Template.Selection.Percent(Math.min(100, number));
    }
}
