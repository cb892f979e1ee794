package dev.ballast.sim.world.ec2;

import dev.ballast.sim.world.core.Refused;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.SortedMap;
import java.util.TreeMap;

/** A subnet and its addresses. EC2 keeps the first four and the last of them for itself. */
public final class Subnet {
    private static final int KEPT_IN_FRONT = 4;
    private static final int KEPT = 5;

    private final String id;
    private final String vpcId;
    private final Zone zone;
    private final Cidr cidr;
    private final boolean defaultForZone;
    private final Deque<Long> returned = new ArrayDeque<>();
    private final SortedMap<String, String> tags = new TreeMap<>();
    boolean mapsPublicAddress;
    private long next;
    private int taken;

    Subnet(String id, String vpcId, Zone zone, Cidr cidr, boolean defaultForZone) {
        this.id = id;
        this.vpcId = vpcId;
        this.zone = zone;
        this.cidr = cidr;
        this.defaultForZone = defaultForZone;
        mapsPublicAddress = defaultForZone;
        next = cidr.first() + KEPT_IN_FRONT;
    }

    public String id() {
        return id;
    }

    public String vpcId() {
        return vpcId;
    }

    public Zone zone() {
        return zone;
    }

    public Cidr cidr() {
        return cidr;
    }

    public boolean isDefaultForZone() {
        return defaultForZone;
    }

    public boolean mapsPublicAddress() {
        return mapsPublicAddress;
    }

    public int freeAddresses() {
        return (int) (cidr.size() - KEPT - taken);
    }

    SortedMap<String, String> ownTags() {
        return tags;
    }

    public SortedMap<String, String> tags() {
        return Collections.unmodifiableSortedMap(tags);
    }

    Refused full() {
        return new Refused(
                "InsufficientFreeAddressesInSubnet",
                "There are not enough free addresses in subnet '" + id
                        + "' to satisfy the requested number of instances.");
    }

    /** @throws Refused InsufficientFreeAddressesInSubnet when none is left */
    String takeAddress() {
        if (freeAddresses() <= 0) throw full();
        taken++;
        return Cidr.dotted(returned.isEmpty() ? next++ : returned.poll());
    }

    /** Addresses come back into use in the order in which they were given back. */
    void giveBack(String address) {
        taken--;
        returned.add(Cidr.number(address));
    }
}
