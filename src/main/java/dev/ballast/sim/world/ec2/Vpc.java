package dev.ballast.sim.world.ec2;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A virtual network. */
public final class Vpc {
    private final String id;
    private final boolean defaultVpc;
    private final List<Cidr> blocks = new ArrayList<>();
    Attributes attributes;
    private final SortedMap<String, String> tags = new TreeMap<>();

    /** What ModifyVpcAttribute sets and DescribeVpcAttribute tells; nothing here depends on it. */
    public record Attributes(boolean dnsSupport, boolean dnsHostnames, boolean usageMetrics) {}

    Vpc(String id, Cidr block, boolean defaultVpc) {
        this.id = id;
        this.defaultVpc = defaultVpc;
        // Names of hosts are given in the default VPC only, unless asked for.
        attributes = new Attributes(true, defaultVpc, false);
        blocks.add(block);
    }

    public String id() {
        return id;
    }

    public boolean isDefault() {
        return defaultVpc;
    }

    /** The first block, then those associated later. */
    public List<Cidr> blocks() {
        return Collections.unmodifiableList(blocks);
    }

    void associate(Cidr block) {
        blocks.add(block);
    }

    public Attributes attributes() {
        return attributes;
    }

    public SortedMap<String, String> tags() {
        return Collections.unmodifiableSortedMap(tags);
    }

    SortedMap<String, String> ownTags() {
        return tags;
    }
}
