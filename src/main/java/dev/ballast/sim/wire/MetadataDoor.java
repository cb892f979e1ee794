package dev.ballast.sim.wire;

import dev.ballast.sim.api.ec2.InstanceMetadataService;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Instance metadata on the cloud's own port. Who asks stands in the path, {@code /_ballast/imds/i-…/latest/…}, which any client
 * takes as its metadata endpoint, or in the header X-Ballast-Instance beside a plain {@code /latest/…}.
 */
public final class MetadataDoor {
    static final String PREFIX = Admin.PREFIX + "imds/";
    static final String PLAIN = "/latest/";

    private static final String INSTANCE_HEADER = "x-ballast-instance";
    private static final Pattern PATH = Pattern.compile(Pattern.quote(PREFIX) + "(i-[0-9a-f]+)(/.*)");

    private final InstanceMetadataService service;

    public MetadataDoor(InstanceMetadataService service) {
        this.service = service;
    }

    static boolean leadsHere(String path) {
        return path.startsWith(PREFIX) || path.startsWith(PLAIN);
    }

    Answer answer(Call call) {
        var named = PATH.matcher(call.path());
        var instanceId = named.matches() ? named.group(1) : call.header(INSTANCE_HEADER);
        var path = named.matches() ? named.group(2) : call.path();
        if (instanceId == null) {
            return text(
                    404,
                    "Whose metadata? Say it in the path, " + PREFIX + "INSTANCE" + PLAIN
                            + "…, or in the header X-Ballast-Instance.");
        }
        var reply = service.answer(new InstanceMetadataService.Asked(
                instanceId,
                call.method(),
                path.replaceAll("//+", "/"),
                call.header("x-aws-ec2-metadata-token"),
                call.header("x-aws-ec2-metadata-token-ttl-seconds"),
                call.header("x-forwarded-for") != null));
        var answer = text(reply.status(), reply.body());
        return reply.tokenTtlSeconds()
                .map(seconds -> answer.with("X-Aws-Ec2-Metadata-Token-Ttl-Seconds", seconds.toString()))
                .orElse(answer);
    }

    private static Answer text(int status, String body) {
        return new Answer(status, "text/plain", Map.of("Server", "EC2ws"), body.getBytes(StandardCharsets.UTF_8));
    }
}
