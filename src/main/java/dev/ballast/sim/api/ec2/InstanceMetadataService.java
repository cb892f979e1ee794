package dev.ballast.sim.api.ec2;

import dev.ballast.model.InstanceState;
import dev.ballast.sim.api.Gate;
import dev.ballast.sim.world.ec2.Ec2;
import dev.ballast.sim.world.ec2.Ec2Instance;
import dev.ballast.sim.world.ec2.InstanceMetadata;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * IMDS of every instance, version 1 and 2: {@code PUT /latest/api/token}, then {@code GET /latest/…} with the token. Which
 * instance asks is told by the caller, since there is no link-local address here.
 */
public final class InstanceMetadataService {
    private static final int TTL_MAX_SECONDS = 21_600;
    private static final String ROOT = "/latest/";
    private static final String TOKEN_PATH = "/latest/api/token";

    private final Gate gate;
    private final Ec2 ec2;

    /**
     * An HTTP answer, always plain text.
     *
     * @param tokenTtlSeconds of the token that the body is, for its header; empty for anything else
     */
    public record Reply(int status, String body, Optional<Integer> tokenTtlSeconds) {
        private static final Reply NOT_FOUND = refusal(404, "Not Found");
        private static final Reply UNAUTHORIZED = refusal(401, "Unauthorized");
        private static final Reply BAD_REQUEST = refusal(400, "Bad Request");
        private static final Reply FORBIDDEN = refusal(403, "Forbidden");
        private static final Reply WRONG_METHOD = refusal(405, "Method Not Allowed");

        private static Reply refusal(int status, String reason) {
            return new Reply(status, status + " - " + reason, Optional.empty());
        }
    }

    /**
     * One call.
     *
     * @param instanceId who asks
     * @param path from {@code /latest/} on
     * @param token X-aws-ec2-metadata-token, null without
     * @param ttlSeconds X-aws-ec2-metadata-token-ttl-seconds, null without
     * @param forwarded whether a proxy passed the call on, which never gets a token
     */
    public record Asked(
            String instanceId, String method, String path, String token, String ttlSeconds, boolean forwarded) {}

    public InstanceMetadataService(Gate gate, Ec2 ec2) {
        this.gate = gate;
        this.ec2 = ec2;
    }

    public Reply answer(Asked asked) {
        return gate.call(now -> ec2.instance(asked.instanceId())
                .filter(instance -> instance.state() != InstanceState.TERMINATED)
                .map(instance -> answer(instance, asked, now))
                .orElse(Reply.NOT_FOUND));
    }

    private Reply answer(Ec2Instance instance, Asked asked, Instant now) {
        if (!instance.switches().metadata().enabled()) return Reply.FORBIDDEN;
        if (asked.path().equals(TOKEN_PATH)) return token(instance, asked, now);
        if (!asked.method().equals("GET") && !asked.method().equals("HEAD")) return Reply.WRONG_METHOD;
        if (asked.token() == null && instance.switches().metadata().tokensRequired()) return Reply.UNAUTHORIZED;
        if (asked.token() != null && !isValid(asked.token(), instance, now)) return Reply.UNAUTHORIZED;
        if (!asked.path().startsWith(ROOT)) return Reply.NOT_FOUND;
        var path = asked.path().substring(ROOT.length());
        return InstanceMetadata.read(
                        instance, ec2.region(instance.region()), ec2.rules().accountId(), path, now)
                .map(text -> new Reply(200, text, Optional.empty()))
                .orElse(Reply.NOT_FOUND);
    }

    private static Reply token(Ec2Instance instance, Asked asked, Instant now) {
        if (!asked.method().equals("PUT")) return Reply.WRONG_METHOD;
        if (asked.forwarded()) return Reply.FORBIDDEN;
        var seconds = ttl(asked.ttlSeconds());
        if (seconds.isEmpty()) return Reply.BAD_REQUEST;
        var text = instance.id() + " " + now.plusSeconds(seconds.get()).getEpochSecond();
        return new Reply(
                200,
                Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.US_ASCII)) + "==",
                seconds);
    }

    private static Optional<Integer> ttl(String text) {
        try {
            return Optional.of(Integer.valueOf(text)).filter(seconds -> seconds >= 1 && seconds <= TTL_MAX_SECONDS);
        } catch (NumberFormatException noNumber) {
            return Optional.empty();
        }
    }

    /** A token names its instance and its end; nothing here is worth a signature. */
    private static boolean isValid(String token, Ec2Instance instance, Instant now) {
        try {
            var bare = token.endsWith("==") ? token.substring(0, token.length() - 2) : token;
            var words = new String(Base64.getUrlDecoder().decode(bare), StandardCharsets.US_ASCII).split(" ");
            return words.length == 2
                    && words[0].equals(instance.id())
                    && Long.parseLong(words[1]) > now.getEpochSecond();
        } catch (IllegalArgumentException noToken) {
            return false;
        }
    }
}
