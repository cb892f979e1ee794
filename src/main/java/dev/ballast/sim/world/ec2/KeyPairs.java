package dev.ballast.sim.world.ec2;

import dev.ballast.sim.world.core.Ids;
import dev.ballast.sim.world.core.Refused;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A region's SSH keys by name. No private key is ever kept. */
public final class KeyPairs {
    private final Map<String, KeyPair> byName = new LinkedHashMap<>();
    private final Ids ids;
    private final Ec2Rules rules;

    /** @param type {@code rsa} or {@code ed25519} */
    public record KeyPair(String id, String name, String fingerprint, String type, SortedMap<String, String> tags) {}

    KeyPairs(Ids ids, Ec2Rules rules) {
        this.ids = ids;
        this.rules = rules;
    }

    public Collection<KeyPair> all() {
        return Collections.unmodifiableCollection(byName.values());
    }

    public Optional<KeyPair> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /**
     * The key pair that a launch names.
     *
     * @throws Refused InvalidKeyPair.NotFound, unless the rules adopt it
     */
    KeyPair named(String name) {
        var known = byName.get(name);
        if (known != null) return known;
        if (rules.unknownIds() == Ec2Rules.UnknownIds.REFUSED) throw notFound(name);
        return put(name, "rsa", drawnFingerprint(), new TreeMap<>());
    }

    /** @throws Refused InvalidKeyPair.Duplicate */
    public KeyPair create(String name, String type, SortedMap<String, String> tags) {
        return add(name, type, drawnFingerprint(), tags);
    }

    /** @throws Refused InvalidKeyPair.Duplicate */
    public KeyPair add(String name, PublicKey key, SortedMap<String, String> tags) {
        return add(name, key.type(), key.fingerprint(), tags);
    }

    private KeyPair add(String name, String type, String fingerprint, SortedMap<String, String> tags) {
        if (byName.containsKey(name)) throw new Refused("InvalidKeyPair.Duplicate", "The keypair already exists");
        return put(name, type, fingerprint, new TreeMap<>(tags));
    }

    /** Deleting what does not exist succeeds, as in EC2. */
    public void delete(String name) {
        byName.remove(name);
    }

    public static Refused notFound(String name) {
        return new Refused("InvalidKeyPair.NotFound", "The key pair '" + name + "' does not exist");
    }

    private String drawnFingerprint() {
        List<String> bytes = new ArrayList<>();
        for (var at = 0; at < 20; at++) bytes.add(ids.hex(2));
        return String.join(":", bytes);
    }

    private KeyPair put(String name, String type, String fingerprint, SortedMap<String, String> tags) {
        var pair = new KeyPair(ids.ec2("key"), name, fingerprint, type, tags);
        byName.put(name, pair);
        return pair;
    }
}
