package dev.ballast.decide.facts;

import dev.ballast.model.Architecture;
import dev.ballast.model.ContainerInstance;
import dev.ballast.model.InstanceType;
import dev.ballast.model.Offer;
import dev.ballast.model.Resources;
import dev.ballast.model.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a host of a type really offers: as measured on this cluster's own hosts, else as EC2 states it less what is known to be kept. */
public final class Types {
    /** The agent's default for ECS_RESERVED_PORTS: SSH, Docker twice, the agent's own two. */
    private static final List<Integer> RESERVED_PORTS = List.of(22, 2375, 2376, 51678, 51679);

    private final Map<String, InstanceType> types = new LinkedHashMap<>();
    private final Map<String, Resources> measured = new LinkedHashMap<>();
    private final int reservedMemoryMib;

    Types(List<Offer> offers, Settings settings) {
        for (var offer : offers) types.putIfAbsent(offer.type().name(), offer.type());
        reservedMemoryMib = number(settings.instance().ecsConfig().get("ECS_RESERVED_MEMORY"));
    }

    private static int number(String text) {
        return text != null && text.matches("\\d{1,7}") ? Integer.parseInt(text) : 0;
    }

    /** The least that any host of the type registered counts, so that a plan never hopes for the best one. */
    void measure(String type, Resources registered) {
        measured.merge(
                type,
                registered,
                (one, other) -> new Resources(
                        Math.min(one.cpuUnits(), other.cpuUnits()),
                        Math.min(one.memoryMib(), other.memoryMib()),
                        Math.min(one.enis(), other.enis()),
                        Math.min(one.gpus(), other.gpus())));
    }

    public Optional<InstanceType> of(String name) {
        return Optional.ofNullable(types.get(name));
    }

    public Resources offered(InstanceType type) {
        var seen = measured.get(type.name());
        return seen != null ? seen : type.offered(reservedMemoryMib);
    }

    List<Integer> reservedPorts() {
        return RESERVED_PORTS;
    }

    Architecture architecture(String type, ContainerInstance registration) {
        var known = types.get(type);
        if (known != null) return known.architecture();
        var told = registration.attributes().getOrDefault("ecs.cpu-architecture", "x86_64");
        return told.equals("arm64") ? Architecture.ARM64 : Architecture.X86_64;
    }
}
