package dev.ballast.sim.wire;

import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.Service;
import java.util.List;
import java.util.Locale;

/** How each service words what the wire refuses before an operation sees it. */
final class Manners {
    private static final int PRECONDITION_FAILED = 412;
    private static final int FORBIDDEN = 403;
    private static final int SHOWN_MAX = 200;

    private Manners() {}

    /** The refusal of a request with these violations, of which there is at least one. */
    static AwsError violated(Service service, List<Violations.Violation> violations) {
        return switch (service) {
            case EC2 -> ec2(violations.getFirst());
            case SQS -> sqs(violations.getFirst());
            case ECS -> ecs(violations);
            case ELASTIC_LOAD_BALANCING, IAM, STS -> coral("ValidationError", violations);
            case PRICING -> coral("InvalidParameterException", violations);
            case EVENTBRIDGE, FIS, SECRETS_MANAGER, SSM -> coral("ValidationException", violations);
        };
    }

    static AwsError unsigned(boolean json) {
        return json
                ? AwsError.refused("MissingAuthenticationTokenException", "Missing Authentication Token")
                : AwsError.withStatus(
                        FORBIDDEN, "MissingAuthenticationToken", "Request is missing Authentication Token");
    }

    /** A form that names an action that the service does not have, or that the local cloud does not. */
    static AwsError unknownAction(Service service, String action, String version) {
        return service == Service.EC2 || version == null
                ? AwsError.refused(
                        "InvalidAction", "The action " + shown(action) + " is not valid for this web service.")
                : AwsError.refused(
                        "InvalidAction",
                        "Could not find operation " + shown(action) + " for version " + shown(version));
    }

    static AwsError missingAction() {
        return AwsError.refused("MissingAction", "The request must contain the parameter Action.");
    }

    static AwsError unknownOperation(String what) {
        return AwsError.refused(
                "UnknownOperationException", "The operation " + shown(what) + " is not served by the local cloud.");
    }

    static AwsError dryRun() {
        return AwsError.withStatus(
                PRECONDITION_FAILED, "DryRunOperation", "Request would have succeeded, but DryRun flag is set.");
    }

    static AwsError internalFailure(Service service) {
        return AwsError.withStatus(
                500,
                service == Service.EC2 ? "InternalError" : "InternalFailure",
                "The local cloud failed on this request; its log says where.");
    }

    private static AwsError ec2(Violations.Violation violation) {
        String name = formPath(violation);
        return switch (violation.fault()) {
            case MISSING -> AwsError.refused("MissingParameter", "The request must contain the parameter " + name);
            case UNKNOWN -> AwsError.refused("UnknownParameter", "The parameter " + name + " is not recognized");
            case NOT_IN_ENUM, MALFORMED ->
                AwsError.refused(
                        "InvalidParameterValue",
                        "Value (" + shown(violation.value()) + ") for parameter " + name + " is invalid."
                                + expected(violation));
        };
    }

    private static AwsError sqs(Violations.Violation violation) {
        String name = formPath(violation);
        return switch (violation.fault()) {
            case MISSING ->
                AwsError.refused("MissingParameter", "The request must contain the parameter " + name + ".")
                        .withShape("com.amazonaws.sqs#MissingParameter");
            case UNKNOWN, NOT_IN_ENUM, MALFORMED ->
                AwsError.refused(
                                "InvalidParameterValue",
                                "Value " + shown(violation.value()) + " for parameter " + name + " is invalid."
                                        + expected(violation))
                        .withShape("com.amazonaws.sqs#InvalidParameterValue");
        };
    }

    private static AwsError ecs(List<Violations.Violation> violations) {
        Violations.Violation first = violations.getFirst();
        if (first.fault() == Violations.Fault.MISSING) {
            return AwsError.refused(
                    "InvalidParameterException", capital(first.member().name()) + " can not be blank.");
        }
        return coral("InvalidParameterException", violations);
    }

    /** Most services are built on one framework and count their violations in its words. */
    private static AwsError coral(String code, List<Violations.Violation> violations) {
        StringBuilder message = new StringBuilder();
        message.append(violations.size())
                .append(violations.size() == 1 ? " validation error" : " validation errors")
                .append(" detected: ");
        String separator = "";
        for (Violations.Violation violation : violations) {
            message.append(separator).append("Value ");
            if (violation.value() == null) {
                message.append("null");
            } else {
                message.append('\'').append(shown(violation.value())).append('\'');
            }
            message.append(" at '").append(coralPath(violation)).append("' failed to satisfy constraint: ");
            message.append(
                    switch (violation.fault()) {
                        case MISSING -> "Member must not be null";
                        case NOT_IN_ENUM ->
                            "Member must satisfy enum value set: "
                                    + violation.member().enumValues();
                        case MALFORMED ->
                            "Member must be of type "
                                    + violation.member().kind().name().toLowerCase(Locale.ROOT);
                        case UNKNOWN -> "Member must be known";
                    });
            separator = "; ";
        }
        return AwsError.refused(code, message.toString());
    }

    private static String expected(Violations.Violation violation) {
        return switch (violation.fault()) {
            case NOT_IN_ENUM -> " Expected one of " + violation.member().enumValues() + ".";
            case MALFORMED ->
                switch (violation.member().kind()) {
                    case INTEGER, LONG -> " Expected a whole number.";
                    case FLOAT, DOUBLE -> " Expected a number.";
                    case BOOLEAN -> " Expected true or false.";
                    case INSTANT -> " Expected a time such as 2026-01-05T08:00:00Z.";
                    case BLOB -> " Expected base64.";
                    case STRUCTURE, LIST, MAP -> " Expected further parameters under it.";
                    case STRING -> "";
                };
            case MISSING, UNKNOWN -> "";
        };
    }

    /** Such as SpotFleetRequestConfig.LaunchSpecifications.1.ImageId. */
    private static String formPath(Violations.Violation violation) {
        StringBuilder path = new StringBuilder();
        for (Object step : violation.path()) {
            path.append(path.isEmpty() ? "" : ".").append(step instanceof Member member ? member.formName() : step);
        }
        return shown(path.toString());
    }

    /** Such as containerDefinitions.1.member.name. */
    private static String coralPath(Violations.Violation violation) {
        StringBuilder path = new StringBuilder();
        for (Object step : violation.path()) {
            path.append(path.isEmpty() ? "" : ".");
            path.append(
                    switch (step) {
                        case Member member -> small(member.name());
                        case Integer position -> position + ".member";
                        default -> step;
                    });
        }
        return shown(path.toString());
    }

    private static String capital(String name) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    private static String small(String name) {
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    /** What a client sent is repeated to it, but not without bound. */
    private static String shown(String text) {
        return text == null || text.length() <= SHOWN_MAX ? text : text.substring(0, SHOWN_MAX) + "…";
    }
}
