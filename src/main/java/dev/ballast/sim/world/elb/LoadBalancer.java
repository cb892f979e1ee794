package dev.ballast.sim.world.elb;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A load balancer; it is provisioning for a while before it is active. */
public final class LoadBalancer {
    public enum Type {
        APPLICATION("app"),
        NETWORK("net"),
        GATEWAY("gwy");

        private final String arnWord;

        Type(String arnWord) {
            this.arnWord = arnWord;
        }

        String arnWord() {
            return arnWord;
        }
    }

    /** @param zones by subnet id, in the order in which the subnets were given */
    public record Spec(
            String name,
            Type type,
            boolean internal,
            String vpcId,
            Map<String, String> zones,
            List<String> securityGroups,
            Map<String, Object> asGiven) {
        public Spec {
            zones = Collections.unmodifiableMap(new LinkedHashMap<>(zones));
            securityGroups = List.copyOf(securityGroups);
            asGiven = Collections.unmodifiableMap(new LinkedHashMap<>(asGiven));
        }
    }

    private final String arn;
    private final String dnsName;
    private final Instant createdAt;
    private final Instant activeAt;
    private final SortedMap<String, String> attributes = new TreeMap<>();
    private Spec spec;
    private Map<String, String> tags = Collections.emptyMap();

    LoadBalancer(String arn, String dnsName, Spec spec, Instant createdAt, Instant activeAt) {
        this.arn = arn;
        this.dnsName = dnsName;
        this.spec = spec;
        this.createdAt = createdAt;
        this.activeAt = activeAt;
        attributes.put("access_logs.s3.bucket", "");
        attributes.put("access_logs.s3.enabled", "false");
        attributes.put("access_logs.s3.prefix", "");
        attributes.put("deletion_protection.enabled", "false");
        attributes.put("load_balancing.cross_zone.enabled", Boolean.toString(spec.type() == Type.APPLICATION));
        if (spec.type() == Type.APPLICATION) {
            attributes.put("idle_timeout.timeout_seconds", "60");
            attributes.put("routing.http2.enabled", "true");
        }
    }

    public String arn() {
        return arn;
    }

    public String dnsName() {
        return dnsName;
    }

    public Spec spec() {
        return spec;
    }

    public void spec(Spec changed) {
        spec = changed;
    }

    public String name() {
        return spec.name();
    }

    public Instant createdAt() {
        return createdAt;
    }

    public boolean isActive(Instant now) {
        return !activeAt.isAfter(now);
    }

    public SortedMap<String, String> attributes() {
        return Collections.unmodifiableSortedMap(attributes);
    }

    void attribute(String name, String value) {
        attributes.put(name, value);
    }

    public Map<String, String> tags() {
        return tags;
    }

    public void tags(Map<String, String> changed) {
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(changed));
    }
}
