package dev.ballast.sim.wire;

import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.Protocol;
import dev.ballast.sim.api.Service;
import java.util.Arrays;
import java.util.Locale;

/**
 * Whom a call is for: the service that the signature's scope names, else the one that the target or the form's version names; and
 * the protocol in which it wants its answer, whatever becomes of it.
 *
 * @param service null where the call names none that the local cloud knows
 * @param operation null where the call names none, or its path does
 * @param version of the API, as a form says it; null elsewhere
 */
record Addressee(Service service, Protocol protocol, String operation, String version) {
    /** As far as the headers tell; enough to word an error about the rest. */
    static Addressee byHeaders(Call call) {
        String target = call.header("x-amz-target");
        if (target != null) {
            int dot = target.lastIndexOf('.');
            Service service = withTargetPrefix(dot < 0 ? "" : target.substring(0, dot));
            Protocol protocol =
                    service == null ? byContentType(call) : service.protocols().getFirst();
            return new Addressee(service, protocol, target.substring(dot + 1), null);
        }
        Service signed = signedFor(Signature.serviceNamed(call, new Form()));
        if (signed == null) {
            return new Addressee(null, isJson(call) ? byContentType(call) : Protocol.QUERY, null, null);
        }
        return new Addressee(signed, formProtocol(signed), null, null);
    }

    /** Whether the body is a form. */
    boolean needsForm() {
        return protocol == Protocol.EC2_QUERY || protocol == Protocol.QUERY;
    }

    /** The same with what a form says: the action, its version, and a scope in the query string. */
    Addressee byForm(Call call, Form form) {
        if (!needsForm()) {
            return this;
        }
        String action = form.text("Action");
        String apiVersion = form.text("Version");
        Service named = service;
        if (named == null) {
            String scope = Signature.serviceNamed(call, form);
            named = scope == null ? withVersion(apiVersion) : signedFor(scope);
        }
        if (named == Service.SQS && form.text("QueueUrl") == null && call.path().length() > 1) {
            // The oldest clients name the queue by posting to its URL.
            form.root().put("QueueUrl", "http://" + call.header("host") + call.path());
        }
        return new Addressee(named, named == null ? protocol : formProtocol(named), action, apiVersion);
    }

    boolean json() {
        return switch (protocol) {
            case JSON_1_0, JSON_1_1, REST_JSON -> true;
            case EC2_QUERY, QUERY -> false;
        };
    }

    /**
     * Whether a form asks for the version of the service that the local cloud speaks. Elastic Load Balancing's first generation
     * shares its name and differs in its version only; EC2's and SQS's older versions are contained in the present one.
     */
    boolean speaksItsVersion() {
        return version == null
                || service == Service.EC2
                || service == Service.SQS
                || version.equals(service.apiVersion());
    }

    /** The refusal of an operation that is not there. */
    AwsError unknown() {
        if (json()) {
            return Manners.unknownOperation(operation == null ? "" : operation);
        }
        if (operation == null) {
            return Manners.missingAction();
        }
        return Manners.unknownAction(service, operation, version);
    }

    private static Service withTargetPrefix(String prefix) {
        return prefix.isEmpty()
                ? null
                : Arrays.stream(Service.values())
                        .filter(service -> service.targetPrefix().equals(prefix))
                        .findFirst()
                        .orElse(null);
    }

    private static Service withVersion(String version) {
        return Arrays.stream(Service.values())
                .filter(service -> !service.xmlNamespace().isEmpty()
                        && service.apiVersion().equals(version))
                .findFirst()
                .orElse(null);
    }

    private static Service signedFor(String signingName) {
        return Arrays.stream(Service.values())
                .filter(service -> service.signingName().equals(signingName))
                .findFirst()
                .orElse(null);
    }

    /** The protocol of a call without a target. A JSON service without one is asked wrongly, and told so in JSON. */
    private static Protocol formProtocol(Service service) {
        return service.protocols().contains(Protocol.QUERY)
                ? Protocol.QUERY
                : service.protocols().getFirst();
    }

    private static boolean isJson(Call call) {
        String type = call.header("content-type");
        return type != null && type.toLowerCase(Locale.ROOT).contains("json");
    }

    private static Protocol byContentType(Call call) {
        String type = call.header("content-type");
        return type != null && type.contains("json-1.0") ? Protocol.JSON_1_0 : Protocol.JSON_1_1;
    }
}
