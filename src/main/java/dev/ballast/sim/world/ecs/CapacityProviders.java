package dev.ballast.sim.world.ecs;

import dev.ballast.sim.world.core.Refused;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Capacity providers as data: this world does not scale groups by them. */
public final class CapacityProviders {
    /** @param asGiven its members by their name in the API */
    public record CapacityProvider(
            String name, boolean ownedByAws, Map<String, String> tags, Map<String, Object> asGiven) {
        public CapacityProvider {
            tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
            asGiven = Collections.unmodifiableMap(new LinkedHashMap<>(asGiven));
        }
    }

    private final SortedMap<String, CapacityProvider> byName = new TreeMap<>();

    CapacityProviders() {
        for (var name : new String[] {"FARGATE", "FARGATE_SPOT"})
            byName.put(name, new CapacityProvider(name, true, Collections.emptyMap(), Collections.emptyMap()));
    }

    public Collection<CapacityProvider> all() {
        return Collections.unmodifiableCollection(byName.values());
    }

    public Optional<CapacityProvider> find(String reference) {
        return Optional.ofNullable(byName.get(Arns.lastPart(reference)));
    }

    /** @throws Refused ClientException where there is none */
    public CapacityProvider provider(String reference) {
        return find(reference)
                .orElseThrow(() -> new Refused("ClientException", "The specified capacity provider does not exist."));
    }

    public CapacityProvider create(String name, Map<String, String> tags, Map<String, Object> asGiven) {
        if (byName.containsKey(name))
            throw new Refused("ClientException", "A capacity provider with the name " + name + " already exists.");
        if (name.startsWith("aws") || name.startsWith("ecs") || name.startsWith("fargate"))
            throw new Refused(
                    "InvalidParameterException",
                    "The specified capacity provider name is invalid. It must not begin with aws, ecs or fargate.");
        var provider = new CapacityProvider(name, false, tags, asGiven);
        byName.put(name, provider);
        return provider;
    }

    public CapacityProvider change(CapacityProvider provider, Map<String, String> tags, Map<String, Object> asGiven) {
        var changed = new CapacityProvider(provider.name(), provider.ownedByAws(), tags, asGiven);
        byName.put(provider.name(), changed);
        return changed;
    }

    public CapacityProvider delete(String reference) {
        var provider = provider(reference);
        if (provider.ownedByAws())
            throw new Refused("ClientException", "The specified capacity provider cannot be deleted.");
        byName.remove(provider.name());
        return provider;
    }
}
