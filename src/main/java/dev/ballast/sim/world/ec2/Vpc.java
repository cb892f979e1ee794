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
    private final SortedMap<String, String> tags = new TreeMap<>();

    Vpc(String id, Cidr block, boolean defaultVpc) {
        this.id = id;
        this.defaultVpc = defaultVpc;
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

    public SortedMap<String, String> tags() {
        return Collections.unmodifiableSortedMap(tags);
    }

    SortedMap<String, String> ownTags() {
        return tags;
    }
}
