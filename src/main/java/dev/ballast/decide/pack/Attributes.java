package dev.ballast.decide.pack;

import dev.ballast.model.Architecture;
import dev.ballast.model.CapacityPool;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a host tells of itself to a placement constraint, by the words of the cluster query language ({@code attribute:NAME}). All of it is
 * known of a host that is registered; of one that is still to come only what its pool, its image and ballast.yaml make certain.
 */
public final class Attributes {
    static final String PREFIX = "attribute:";
    private static final String INSTANCE_ID = "ec2InstanceId";

    private final Map<String, String> known = new LinkedHashMap<>();
    private final boolean isRegistered;
    /** Asked for every task that is bound, and always the same. */
    private final Map<Placement, Answer> answers = new LinkedHashMap<>();

    private Attributes(CapacityPool pool, Architecture architecture, Map<String, String> others, boolean isRegistered) {
        this.isRegistered = isRegistered;
        known.put("agentConnected", "true");
        put("ecs.instance-type", pool.instanceType());
        put("ecs.availability-zone", pool.zone());
        put("ecs.cpu-architecture", architecture.ec2Name());
        put("ecs.os-type", "linux");
        others.forEach(this::put);
    }

    /**
     * Of a host that is still to come.
     *
     * @param others that it will have for certain
     */
    public static Attributes ofNew(CapacityPool pool, Architecture architecture, Map<String, String> others) {
        return new Attributes(pool, architecture, others, false);
    }

    /** Of a host that told them itself. */
    public static Attributes ofRegistered(
            String instanceId, CapacityPool pool, Architecture architecture, Map<String, String> told) {
        var attributes = new Attributes(pool, architecture, told, true);
        attributes.known.put(INSTANCE_ID, instanceId);
        return attributes;
    }

    private void put(String name, String value) {
        known.put(PREFIX + name, value);
    }

    /** Empty where the host has none, or where that is not known. */
    Optional<String> value(String subject) {
        return Optional.ofNullable(known.get(subject));
    }

    /** Whether it is certain that the host has this, or has it not. */
    boolean knows(String subject) {
        return known.containsKey(subject) || isRegistered && subject.startsWith(PREFIX);
    }

    Answer answer(Placement placement) {
        return answers.computeIfAbsent(placement, one -> one.on(this));
    }
}
