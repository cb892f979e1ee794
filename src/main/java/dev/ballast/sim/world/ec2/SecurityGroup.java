package dev.ballast.sim.world.ec2;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A security group. Its rules are kept and told; nothing here filters traffic by them. */
public final class SecurityGroup {
    private final String id;
    private final String name;
    private final String description;
    private final String vpcId;
    private final List<Rule> rules = new ArrayList<>();
    private final SortedMap<String, String> tags = new TreeMap<>();
    private final Map<String, SortedMap<String, String>> ruleTags = new TreeMap<>();

    public enum Direction {
        INGRESS,
        EGRESS
    }

    /**
     * One rule: who, by which protocol, to which ports.
     *
     * @param protocol {@code tcp}, {@code udp}, {@code icmp}, a number, or {@code -1} for all
     * @param peer a CIDR block (v4 or v6), a security group's id or a prefix list's id
     */
    public record Rule(
            String id,
            Direction direction,
            String protocol,
            Optional<Integer> fromPort,
            Optional<Integer> toPort,
            Peer peer,
            String description) {

        Rule withId(String newId) {
            return new Rule(newId, direction, protocol, fromPort, toPort, peer, description);
        }

        public Rule described(String text) {
            return new Rule(id, direction, protocol, fromPort, toPort, peer, text);
        }

        /** True where EC2 would call the two duplicates of each other. */
        boolean sameAs(Rule other) {
            return direction == other.direction
                    && protocol.equals(other.protocol)
                    && fromPort.equals(other.fromPort)
                    && toPort.equals(other.toPort)
                    && peer.equals(other.peer);
        }
    }

    /** The other side of a rule. */
    public record Peer(Kind kind, String value) {
        public enum Kind {
            IPV4,
            IPV6,
            GROUP,
            PREFIX_LIST
        }
    }

    SecurityGroup(String id, String name, String description, String vpcId) {
        this.id = id;
        this.name = name;
        this.description = description;
        this.vpcId = vpcId;
    }

    public String id() {
        return id;
    }

    public String name() {
        return name;
    }

    public String description() {
        return description;
    }

    public String vpcId() {
        return vpcId;
    }

    public List<Rule> rules() {
        return Collections.unmodifiableList(rules);
    }

    List<Rule> ownRules() {
        return rules;
    }

    /** The tags of one of its rules, to read; empty where it has none. */
    public SortedMap<String, String> ruleTags(String ruleId) {
        return Collections.unmodifiableSortedMap(ruleTags.getOrDefault(ruleId, new TreeMap<>()));
    }

    SortedMap<String, String> ownRuleTags(String ruleId) {
        return ruleTags.computeIfAbsent(ruleId, any -> new TreeMap<>());
    }

    public SortedMap<String, String> tags() {
        return Collections.unmodifiableSortedMap(tags);
    }

    SortedMap<String, String> ownTags() {
        return tags;
    }
}
