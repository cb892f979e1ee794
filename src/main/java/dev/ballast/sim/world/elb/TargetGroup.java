package dev.ballast.sim.world.elb;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A target group with its targets. */
public final class TargetGroup {
    public static final String DEREGISTRATION_DELAY = "deregistration_delay.timeout_seconds";

    public enum TargetType {
        INSTANCE,
        IP,
        LAMBDA,
        ALB
    }

    /**
     * What a group is.
     *
     * @param port of a target that names none
     * @param interval between two health checks
     * @param unhealthyAfter failed checks in a row that make a healthy target unhealthy
     * @param asGiven members that mean nothing to the world, by their name in the API
     */
    public record Spec(
            String name,
            TargetType type,
            int port,
            String vpcId,
            Duration interval,
            int unhealthyAfter,
            Map<String, Object> asGiven) {
        public Spec {
            asGiven = Collections.unmodifiableMap(new LinkedHashMap<>(asGiven));
        }

        /** Checks passed in a row that make an unhealthy target healthy; AWS's default is 5. */
        public int healthyAfter() {
            return asGiven.get("HealthyThresholdCount") instanceof Integer count ? count : 5;
        }

        /** An HTTP group of instances with the API's defaults. */
        public static Spec of(String name) {
            return new Spec(name, TargetType.INSTANCE, 80, "", Duration.ofSeconds(30), 2, Collections.emptyMap());
        }

        public Spec with(TargetType other) {
            return new Spec(name, other, port, vpcId, interval, unhealthyAfter, asGiven);
        }
    }

    private final String arn;
    private final Map<Target.Key, Target> targets = new TreeMap<>();
    private final SortedMap<String, String> attributes = new TreeMap<>();
    private Spec spec;
    private Map<String, String> tags = Collections.emptyMap();

    TargetGroup(String arn, Spec spec) {
        this.arn = arn;
        this.spec = spec;
        attributes.put(DEREGISTRATION_DELAY, "300");
        attributes.put("stickiness.enabled", "false");
        if (spec.type() != TargetType.LAMBDA) {
            attributes.put("load_balancing.algorithm.type", "round_robin");
            attributes.put("load_balancing.cross_zone.enabled", "use_load_balancer_configuration");
            attributes.put("slow_start.duration_seconds", "0");
            attributes.put("stickiness.lb_cookie.duration_seconds", "86400");
            attributes.put("stickiness.type", "lb_cookie");
        }
    }

    public String arn() {
        return arn;
    }

    public String name() {
        return spec.name();
    }

    public Spec spec() {
        return spec;
    }

    /** By key, the draining ones among them. */
    public Collection<Target> targets() {
        return Collections.unmodifiableCollection(targets.values());
    }

    public Optional<Target> target(Target.Key key) {
        return Optional.ofNullable(targets.get(key));
    }

    /** The group's attributes, by name. */
    public SortedMap<String, String> attributes() {
        return Collections.unmodifiableSortedMap(attributes);
    }

    public void attribute(String name, String value) {
        attributes.put(name, value);
    }

    public Duration deregistrationDelay() {
        return Duration.ofSeconds(Long.parseLong(attributes.get(DEREGISTRATION_DELAY)));
    }

    public Map<String, String> tags() {
        return tags;
    }

    public void tags(Map<String, String> changed) {
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(changed));
    }

    public void spec(Spec changed) {
        spec = changed;
    }

    void put(Target target) {
        targets.put(target.key(), target);
    }

    void remove(Target target) {
        targets.remove(target.key(), target);
    }
}
