package dev.ballast.sim.world.elb;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A port of a load balancer, with the rules that lead from it to target groups. */
public final class Listener {
    /**
     * One way through a listener.
     *
     * @param priority from 1; the default, which comes last, has {@link #DEFAULT}
     * @param targetGroups to which its actions lead
     * @param asGiven conditions and actions, by their name in the API
     */
    public record Rule(String arn, int priority, List<String> targetGroups, Map<String, Object> asGiven) {
        public static final int DEFAULT = Integer.MAX_VALUE;

        public Rule {
            targetGroups = List.copyOf(targetGroups);
            asGiven = Collections.unmodifiableMap(new LinkedHashMap<>(asGiven));
        }
    }

    private final String arn;
    private final LoadBalancer loadBalancer;
    private final Map<Integer, Rule> rules = new TreeMap<>();
    private final Map<String, String> attributes = new TreeMap<>();
    private final Set<String> certificates = new LinkedHashSet<>();
    private int port;
    private Map<String, Object> asGiven;
    private Map<String, String> tags = Collections.emptyMap();

    /** @param asGiven members that mean nothing to the world, by their name in the API */
    Listener(String arn, LoadBalancer loadBalancer, int port, Map<String, Object> asGiven) {
        this.arn = arn;
        this.loadBalancer = loadBalancer;
        change(port, asGiven);
    }

    public String arn() {
        return arn;
    }

    public LoadBalancer loadBalancer() {
        return loadBalancer;
    }

    public int port() {
        return port;
    }

    public Map<String, Object> asGiven() {
        return asGiven;
    }

    /** By priority, the default last. */
    public Collection<Rule> rules() {
        return Collections.unmodifiableCollection(rules.values());
    }

    public Map<String, String> tags() {
        return tags;
    }

    public void tags(Map<String, String> changed) {
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(changed));
    }

    /** What was set, by name. */
    public Map<String, String> attributes() {
        return Collections.unmodifiableMap(attributes);
    }

    public void attribute(String name, String value) {
        attributes.put(name, value);
    }

    /** The ARNs of certificates beside the default one. */
    public Collection<String> certificates() {
        return Collections.unmodifiableCollection(certificates);
    }

    public void addCertificate(String certificateArn) {
        certificates.add(certificateArn);
    }

    public void removeCertificate(String certificateArn) {
        certificates.remove(certificateArn);
    }

    void change(int newPort, Map<String, Object> given) {
        port = newPort;
        asGiven = Collections.unmodifiableMap(new LinkedHashMap<>(given));
    }

    void put(Rule rule) {
        rules.put(rule.priority(), rule);
    }

    void remove(Rule rule) {
        rules.remove(rule.priority());
    }

    boolean hasPriority(int priority) {
        return rules.containsKey(priority);
    }

    boolean leadsTo(String targetGroupArn) {
        return rules.values().stream().anyMatch(rule -> rule.targetGroups().contains(targetGroupArn));
    }
}
