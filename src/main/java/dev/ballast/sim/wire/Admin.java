package dev.ballast.sim.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.Protocol;
import dev.ballast.sim.api.Retired;
import dev.ballast.sim.api.admin.State;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The local cloud's own API under /_ballast/: JSON in, JSON out. What reads is a GET and open to whoever is on this machine;
 * what acts is a POST and needs the token in X-Ballast-Token, or a signature as AWS's own calls carry it. A page in a browser can
 * send neither.
 */
public final class Admin {
    /** The paths that belong to it. */
    public static final String PREFIX = "/_ballast/";

    public static final String TOKEN_HEADER = "X-Ballast-Token";

    private static final System.Logger LOG = System.getLogger(Admin.class.getName());
    private static final String JSON = "application/json";
    private static final int TOKEN_BYTES = 16;
    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonReader.FACTORY)
            .addModule(new JavaTimeModule())
            .addModule(new Jdk8Module())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .build();

    /**
     * Answers one call with anything that Jackson writes; Instants and Durations become ISO 8601 texts. It refuses with
     * {@link AwsError}.
     */
    @FunctionalInterface
    public interface Route {
        Object answer(Asked asked);
    }

    /**
     * @param query parameters by name
     * @param body an empty object where the request has none
     */
    public record Asked(Map<String, String> query, JsonNode body) {}

    private final Map<String, Route> reading = new LinkedHashMap<>();
    private final Map<String, Route> acting = new LinkedHashMap<>();
    private final RequestIds requestIds;
    private final String token;

    public Admin(long seed) {
        this.requestIds = new RequestIds(~seed);
        byte[] secret = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(secret);
        this.token = HexFormat.of().formatHex(secret);
    }

    /** Registers {@code GET /_ballast/NAME}. */
    public Admin reads(String name, Route route) {
        return register(reading, name, route);
    }

    /** Registers {@code POST /_ballast/NAME}. */
    public Admin acts(String name, Route route) {
        return register(acting, name, route);
    }

    /** What a caller without AWS credentials shows; made anew at every start. */
    public String token() {
        return token;
    }

    Answer answer(Call call) {
        String requestId = requestIds.next();
        try {
            Form form = new Form();
            form.parse(call.query().getBytes(StandardCharsets.UTF_8));
            Object answer = route(call, form).answer(asked(call, form));
            byte[] json = answer instanceof State.Written written ? written.json() : MAPPER.writeValueAsBytes(answer);
            return Answer.of(Answer.OK, JSON, requestId, json);
        } catch (Retired retired) {
            throw retired;
        } catch (JsonProcessingException | RuntimeException thrown) {
            AwsError error = AwsError.answering(thrown).orElse(null);
            if (error == null) {
                LOG.log(System.Logger.Level.ERROR, "Request " + requestId + " to " + call.path() + " failed.", thrown);
                error = Manners.internalFailure(null);
            }
            return refusal(error, requestId);
        }
    }

    private Route route(Call call, Form form) {
        String name = call.path().substring(PREFIX.length());
        return switch (call.method()) {
            case "GET", "HEAD" -> known(reading, name);
            case "POST" -> {
                Route route = known(acting, name);
                if (!tokenShown(call)) {
                    if (!Signature.isOn(call, form)) {
                        throw AwsError.withStatus(
                                403,
                                "MissingAuthenticationToken",
                                "What acts needs the header " + TOKEN_HEADER + " or an AWS signature.");
                    }
                    Signature.of(call, form);
                }
                yield route;
            }
            default -> throw AwsError.withStatus(405, "MethodNotAllowed", "Only GET and POST are served here.");
        };
    }

    private Route known(Map<String, Route> routes, String name) {
        Route route = routes.get(name);
        if (route == null) {
            throw AwsError.withStatus(
                    404,
                    "NotFound",
                    "There is no such route here, only GET " + String.join(", ", reading.keySet()) + " and POST "
                            + String.join(", ", acting.keySet()) + ".");
        }
        return route;
    }

    private boolean tokenShown(Call call) {
        String shown = call.header(TOKEN_HEADER.toLowerCase(Locale.ROOT));
        return shown != null
                && MessageDigest.isEqual(
                        shown.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
    }

    private static Asked asked(Call call, Form form) {
        Map<String, String> query = new LinkedHashMap<>();
        form.root().children().forEach((name, node) -> query.put(name, node.text()));
        if (call.body().length == 0) {
            return new Asked(query, MAPPER.createObjectNode());
        }
        try {
            return new Asked(query, MAPPER.readTree(call.body()));
        } catch (IOException malformed) {
            throw AwsError.refused("SerializationException", "The request is not well-formed JSON.");
        }
    }

    private static Answer refusal(AwsError error, String requestId) {
        return ErrorWriter.write(error, null, Protocol.REST_JSON, requestId);
    }

    private Admin register(Map<String, Route> routes, String name, Route route) {
        if (routes.putIfAbsent(name, route) != null) {
            throw new IllegalArgumentException(PREFIX + name + " is taken");
        }
        return this;
    }
}
