package dev.ballast.sim.wire;

import dev.ballast.sim.api.AwsError;
import java.util.ArrayList;
import java.util.List;

/**
 * Who signed a call, for which region and service. Signatures are taken without proof; what is no signature is refused as AWS
 * refuses it.
 */
record Signature(String accessKeyId, String region, String service) {
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final String TERMINATOR = "aws4_request";
    /** keyid/date/region/service/term */
    private static final int SCOPE_PARTS = 5;

    /** Whether the call claims to be signed at all, in its header or in its query. */
    static boolean isOn(Call call, Form form) {
        return call.header("authorization") != null || form.text("X-Amz-Algorithm") != null;
    }

    /**
     * The signature of a call that claims to have one.
     *
     * @throws AwsError IncompleteSignature for what is none
     */
    static Signature of(Call call, Form form) {
        String header = call.header("authorization");
        return header == null ? presigned(form) : inHeader(call, header.strip());
    }

    /** The service that the scope names, without judging the rest; null where there is none. */
    static String serviceNamed(Call call, Form form) {
        try {
            return isOn(call, form) ? of(call, form).service() : null;
        } catch (AwsError malformed) {
            return null;
        }
    }

    private static Signature inHeader(Call call, String header) {
        int space = header.indexOf(' ');
        String algorithm = space < 0 ? header : header.substring(0, space);
        if (!algorithm.equals(ALGORITHM)) {
            throw incomplete("Authorization header uses an algorithm that is not supported: '" + shown(algorithm)
                    + "'; expected " + ALGORITHM + ".");
        }
        String credential = null;
        List<String> missing = new ArrayList<>(List.of("Credential", "Signature", "SignedHeaders"));
        for (String part : (space < 0 ? "" : header.substring(space + 1)).split(",")) {
            int equals = part.indexOf('=');
            if (equals > 0 && equals + 1 < part.length()) {
                String name = part.substring(0, equals).strip();
                missing.remove(name);
                if (name.equals("Credential")) {
                    credential = part.substring(equals + 1).strip();
                }
            }
        }
        StringBuilder message = new StringBuilder();
        for (String name : missing) {
            message.append("Authorization header requires '").append(name).append("' parameter. ");
        }
        if (call.header("x-amz-date") == null && call.header("date") == null) {
            message.append("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ");
        }
        if (!message.isEmpty()) {
            throw incomplete(message.toString().strip());
        }
        return scoped(credential);
    }

    private static Signature presigned(Form form) {
        String algorithm = form.text("X-Amz-Algorithm");
        if (!ALGORITHM.equals(algorithm)) {
            throw incomplete("X-Amz-Algorithm must be " + ALGORITHM + ", not '" + shown(algorithm) + "'.");
        }
        for (String name : List.of("X-Amz-Credential", "X-Amz-Signature", "X-Amz-SignedHeaders", "X-Amz-Date")) {
            if (form.text(name) == null || form.text(name).isEmpty()) {
                throw incomplete("AWS query-string parameters must include '" + name + "'.");
            }
        }
        return scoped(form.text("X-Amz-Credential"));
    }

    private static Signature scoped(String credential) {
        String[] parts = credential.split("/", -1);
        if (parts.length != SCOPE_PARTS || parts[0].isEmpty() || parts[2].isEmpty() || parts[3].isEmpty()) {
            throw incomplete(
                    "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term,"
                            + " got '" + shown(credential) + "'");
        }
        if (!parts[4].equals(TERMINATOR)) {
            throw incomplete("Credential should be scoped with a valid terminator: '" + TERMINATOR + "', not '"
                    + shown(parts[4]) + "'.");
        }
        return new Signature(parts[0], parts[2], parts[3]);
    }

    private static String shown(String text) {
        return text.length() > 100 ? text.substring(0, 100) + "…" : text;
    }

    private static AwsError incomplete(String message) {
        return AwsError.refused("IncompleteSignature", message);
    }
}
