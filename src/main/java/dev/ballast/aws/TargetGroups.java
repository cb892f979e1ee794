package dev.ballast.aws;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupNotFoundException;

/** How long target groups take to let a target go. Read again after some minutes, because people change it. Thread-safe. */
final class TargetGroups {
    /** AWS's default, also for the connection draining of a classic load balancer. */
    static final Duration DEFAULT_DELAY = Duration.ofSeconds(300);

    private static final Duration KEPT = Duration.ofMinutes(5);
    private static final String ATTRIBUTE = "deregistration_delay.timeout_seconds";

    private record Read(Duration delay, Instant at) {}

    private final AwsClients clients;
    private final InstantSource clock;
    private final Map<String, Read> known = new TreeMap<>();

    TargetGroups(AwsClients clients, InstantSource clock) {
        this.clients = clients;
        this.clock = clock;
    }

    /** By ARN of the target group. */
    synchronized Map<String, Duration> deregistrationDelays(Collection<String> arns) {
        var now = clock.instant();
        known.values().removeIf(read -> read.at().plus(KEPT).isBefore(now));
        var missing = new TreeSet<>(arns);
        missing.removeAll(known.keySet());
        var asked = Together.chunks(missing, 1);
        var answers = Together.each(asked, arn -> read(arn.getFirst()));
        for (var i = 0; i < asked.size(); i++) known.put(asked.get(i).getFirst(), new Read(answers.get(i), now));
        var found = new TreeMap<String, Duration>();
        for (var arn : arns) found.put(arn, known.get(arn).delay());
        return found;
    }

    private Duration read(String arn) {
        try {
            return clients
                    .reads()
                    .loadBalancing()
                    .describeTargetGroupAttributes(request -> request.targetGroupArn(arn))
                    .attributes()
                    .stream()
                    .filter(attribute -> ATTRIBUTE.equals(attribute.key()))
                    .findFirst()
                    .map(attribute -> Duration.ofSeconds(Long.parseLong(attribute.value())))
                    .orElse(DEFAULT_DELAY);
        } catch (TargetGroupNotFoundException deleted) {
            return Duration.ZERO; // what is gone holds nothing back
        }
    }
}
