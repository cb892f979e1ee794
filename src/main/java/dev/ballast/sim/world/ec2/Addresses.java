package dev.ballast.sim.world.ec2;

import dev.ballast.model.InstanceState;
import dev.ballast.sim.world.core.Ids;
import dev.ballast.sim.world.core.Refused;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** One region's elastic IP addresses. An associated one takes the place of the instance's own public address. */
public final class Addresses {
    private final Ids ids;
    private final Map<String, Address> byId = new LinkedHashMap<>();

    /** One elastic address. */
    public static final class Address {
        private final String id;
        private final String ip;
        private final SortedMap<String, String> tags = new TreeMap<>();
        private String associationId;
        private Ec2Instance instance;

        Address(String id, String ip) {
            this.id = id;
            this.ip = ip;
        }

        public String id() {
            return id;
        }

        public String ip() {
            return ip;
        }

        public Optional<String> associationId() {
            return Optional.ofNullable(associationId);
        }

        public Optional<Ec2Instance> instance() {
            return Optional.ofNullable(instance);
        }

        public SortedMap<String, String> tags() {
            return Collections.unmodifiableSortedMap(tags);
        }

        SortedMap<String, String> ownTags() {
            return tags;
        }
    }

    Addresses(Ids ids) {
        this.ids = ids;
    }

    public Collection<Address> all() {
        return Collections.unmodifiableCollection(byId.values());
    }

    public Optional<Address> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** @throws Refused InvalidAllocationID.NotFound */
    public Address named(String allocationId) {
        return find(allocationId)
                .orElseThrow(() -> new Refused(
                        "InvalidAllocationID.NotFound", "The allocation ID '" + allocationId + "' does not exist"));
    }

    /** @throws Refused InvalidAddress.NotFound */
    public Address at(String ip) {
        return byId.values().stream()
                .filter(address -> address.ip().equals(ip))
                .findFirst()
                .orElseThrow(() -> new Refused("InvalidAddress.NotFound", "Address '" + ip + "' not found."));
    }

    public Address allocate(Map<String, String> tags) {
        var address = new Address(ids.ec2("eipalloc"), Ec2.newPublicIp(ids));
        address.ownTags().putAll(tags);
        byId.put(address.id(), address);
        return address;
    }

    /**
     * @param again whether it may be taken from another instance
     * @throws Refused Resource.AlreadyAssociated, InvalidInstanceID for an instance that is ending
     */
    public Address associate(Address address, Ec2Instance instance, boolean again) {
        if (!instance.state().isAlive() && instance.state() != InstanceState.STOPPED)
            throw new Refused(
                    "InvalidInstanceID",
                    "The instance '" + instance.id() + "' is not in a valid state for this operation.");
        if (address.instance != null && address.instance != instance && !again)
            throw new Refused(
                    "Resource.AlreadyAssociated",
                    "resource " + address.id() + " is already associated with associate-id " + address.associationId);
        for (var other : byId.values()) if (other.instance == instance || other == address) free(other);
        address.instance = instance;
        address.associationId = ids.ec2("eipassoc");
        instance.publicIp = address.ip();
        return address;
    }

    /** @throws Refused InvalidAssociationID.NotFound */
    public void disassociate(String associationId) {
        free(byId.values().stream()
                .filter(address -> associationId.equals(address.associationId))
                .findFirst()
                .orElseThrow(() -> new Refused(
                        "InvalidAssociationID.NotFound", "The association ID '" + associationId + "' does not exist")));
    }

    /** An instance whose elastic address goes has none: EC2 gives it a public one at its next start only. */
    private static void free(Address address) {
        if (address.instance != null && address.ip().equals(address.instance.publicIp))
            address.instance.publicIp = null;
        address.instance = null;
        address.associationId = null;
    }

    /** @throws Refused InvalidIPAddress.InUse while it is associated */
    public void release(Address address) {
        if (address.instance != null)
            throw new Refused("InvalidIPAddress.InUse", "Address " + address.ip() + " is in use.");
        byId.remove(address.id());
    }

    /** A terminated instance lets go of its addresses; they stay with the account. */
    void ended(Ec2Instance instance) {
        for (var address : byId.values()) if (address.instance == instance) free(address);
    }

    /** The elastic address of an instance, which outlasts a stop. */
    Optional<String> of(Ec2Instance instance) {
        return byId.values().stream()
                .filter(address -> address.instance == instance)
                .map(Address::ip)
                .findFirst();
    }
}
