package dev.ballast.sim.host.tasks;

import java.net.URI;
import java.util.List;
import java.util.Map;

/** A listener as requests find it: a picture of one moment, replaced whenever something changes. */
record Route(
        String listenerArn,
        String balancer,
        String protocol,
        int port,
        java.time.Duration idleTimeout,
        List<Rule> rules) {
    /** @param conditions all must hold; none in the default rule, which comes last */
    record Rule(List<Condition> conditions, Action action) {}

    sealed interface Action {
        /** @param groups with their weights */
        record Forward(List<Weighted> groups) implements Action {}

        record Fixed(int status, String contentType, String body) implements Action {}

        /** @param to by its parts in the API, with their placeholders */
        record Redirect(int status, Map<String, String> to) implements Action {}

        /** What no local port can do, such as a sign-in. */
        record Unserved(String type) implements Action {}
    }

    record Weighted(Group group, int weight) {}

    /**
     * A target group's places.
     *
     * @param unhealthy get requests only where no place is healthy, as on AWS
     */
    record Group(String arn, List<URI> healthy, List<URI> unhealthy) {
        List<URI> open() {
            return healthy.isEmpty() ? unhealthy : healthy;
        }
    }

    /** Application load balancers' plain HTTP; the rest needs certificates or has no HTTP. */
    boolean isServed() {
        return protocol.equals("HTTP");
    }
}
