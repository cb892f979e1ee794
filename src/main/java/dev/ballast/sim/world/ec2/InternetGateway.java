package dev.ballast.sim.world.ec2;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** An internet gateway: whether it is attached, and to which VPC. No packet ever passes it. */
public final class InternetGateway {
    private final String id;
    private final SortedMap<String, String> tags = new TreeMap<>();
    /** Null while it is free. */
    String vpcId;

    InternetGateway(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }

    public Optional<String> vpcId() {
        return Optional.ofNullable(vpcId);
    }

    public SortedMap<String, String> tags() {
        return Collections.unmodifiableSortedMap(tags);
    }

    SortedMap<String, String> ownTags() {
        return tags;
    }
}
