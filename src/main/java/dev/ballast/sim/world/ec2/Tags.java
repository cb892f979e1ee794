package dev.ballast.sim.world.ec2;

import dev.ballast.sim.world.core.Refused;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** The tags of everything in a region, by id. Parts that stand outside this package bring their resources with {@link #alsoOf}. */
public final class Tags {
    /** EC2's limits. */
    private static final int TAGS_MAX = 50;

    private static final int KEY_MAX = 128;
    private static final int VALUE_MAX = 256;
    private static final String RESERVED = "aws:";

    private final Region region;
    private final Map<String, SortedMap<String, String>> images = new TreeMap<>();
    private final List<Source> others = new ArrayList<>();

    /** Resources of one type: all their ids, and the changeable tags of one. */
    public record Source(
            String type,
            Function<Region, Collection<String>> ids,
            Function<String, Optional<SortedMap<String, String>>> tags) {}

    public record Tagged(String resourceId, String resourceType, String key, String value) {}

    Tags(Region region) {
        this.region = region;
    }

    public void alsoOf(Source source) {
        others.add(source);
    }

    /** A copy, empty where nothing has that id. */
    public SortedMap<String, String> of(String resourceId) {
        return find(resourceId).<SortedMap<String, String>>map(TreeMap::new).orElseGet(TreeMap::new);
    }

    public void checkAll(Map<String, String> tags) {
        if (tags.size() > TAGS_MAX)
            throw new Refused("TagLimitExceeded", "The maximum number of Tags for a resource has been reached.");
        tags.forEach((key, value) -> {
            if (key.isEmpty() || key.length() > KEY_MAX)
                throw new Refused(
                        "InvalidParameterValue",
                        "Tag key length must be from 1 to " + KEY_MAX + " characters: '" + key + "'");
            if (value.length() > VALUE_MAX)
                throw new Refused(
                        "InvalidParameterValue",
                        "Tag value exceeds the maximum length of " + VALUE_MAX + " characters");
            if (key.startsWith(RESERVED))
                throw new Refused(
                        "InvalidParameterValue", "Tag keys starting with 'aws:' are reserved for internal use");
        });
    }

    /**
     * Either all resources get the tags or none.
     *
     * @throws Refused …NotFound for the first id that names nothing, InvalidParameterValue, TagLimitExceeded
     */
    public void create(List<String> resourceIds, Map<String, String> tags) {
        checkAll(tags);
        for (var id : resourceIds) {
            var after = new TreeMap<>(existing(id));
            after.putAll(tags);
            if (after.keySet().stream().filter(key -> !key.startsWith(RESERVED)).count() > TAGS_MAX)
                throw new Refused("TagLimitExceeded", "The maximum number of Tags for a resource has been reached.");
        }
        for (var id : resourceIds) existing(id).putAll(tags);
    }

    /** @param tags a key with a value goes only where it has that value; without, always; no keys at all are all the user's tags */
    public void delete(List<String> resourceIds, Map<String, Optional<String>> tags) {
        for (var id : resourceIds) existing(id);
        for (var id : resourceIds) {
            var own = existing(id);
            if (tags.isEmpty()) own.keySet().removeIf(key -> !key.startsWith(RESERVED));
            tags.forEach((key, value) -> {
                if (value.isEmpty() || value.get().equals(own.get(key))) own.remove(key);
            });
        }
    }

    public List<Tagged> all() {
        var all = new ArrayList<Tagged>();
        region.instances().forEach(it -> add(all, it.id(), "instance", it.tags()));
        region.volumes().all().forEach(it -> add(all, it.id(), "volume", it.tags()));
        region.volumes().snapshots().forEach(it -> add(all, it.id(), "snapshot", it.tags()));
        region.network().subnets().forEach(it -> add(all, it.id(), "subnet", it.tags()));
        region.network().vpcs().forEach(it -> add(all, it.id(), "vpc", it.tags()));
        region.network().groups().forEach(it -> add(all, it.id(), "security-group", it.tags()));
        region.network()
                .groups()
                .forEach(group -> group.rules()
                        .forEach(rule -> add(all, rule.id(), "security-group-rule", group.ruleTags(rule.id()))));
        region.addresses().all().forEach(it -> add(all, it.id(), "elastic-ip", it.tags()));
        region.network().routing().gateways().forEach(it -> add(all, it.id(), "internet-gateway", it.tags()));
        region.network().routing().tables().forEach(it -> add(all, it.id(), "route-table", it.tags()));
        region.spotRequests().forEach(it -> add(all, it.id(), "spot-instances-request", it.tags()));
        region.launchTemplates().all().forEach(it -> add(all, it.id(), "launch-template", it.tags()));
        region.keyPairs().all().forEach(it -> add(all, it.id(), "key-pair", it.tags()));
        images.forEach((id, tags) -> add(all, id, "image", tags));
        for (var source : others)
            for (var id : source.ids().apply(region))
                source.tags().apply(id).ifPresent(tags -> add(all, id, source.type(), tags));
        return all;
    }

    private static void add(List<Tagged> all, String id, String type, Map<String, String> tags) {
        tags.forEach((key, value) -> all.add(new Tagged(id, type, key, value)));
    }

    private SortedMap<String, String> existing(String id) {
        return find(id).orElseThrow(() -> notFound(id));
    }

    private Refused notFound(String id) {
        var prefix = id.substring(0, Math.max(0, id.indexOf('-')));
        for (var kind : ResourceId.values())
            if (kind.prefix().equals(prefix)) return kind.isWellFormed(id) ? kind.notFound(id) : kind.malformed(id);
        return new Refused("InvalidID", "The ID '" + id + "' is not valid");
    }

    private Optional<SortedMap<String, String>> find(String id) {
        return switch (id.substring(0, Math.max(0, id.indexOf('-')))) {
            case "i" -> region.instance(id).map(Ec2Instance::ownTags);
            case "vol" -> region.volumes().find(id).map(Volume::ownTags);
            case "snap" -> region.volumes().findSnapshot(id).map(Snapshot::tags);
            case "sir" -> region.spotRequest(id).map(SpotRequest::ownTags);
            case "ami" -> region.images().find(id).map(image -> images.computeIfAbsent(id, any -> new TreeMap<>()));
            case "subnet" -> region.network().findSubnet(id).map(Subnet::ownTags);
            case "vpc" -> region.network().findVpc(id).map(Vpc::ownTags);
            case "sgr" ->
                region.network().findRule(id).map(found -> found.group().ownRuleTags(id));
            case "eipalloc" -> region.addresses().find(id).map(Addresses.Address::ownTags);
            case "igw" -> region.network().routing().findGateway(id).map(InternetGateway::ownTags);
            case "rtb" -> region.network().routing().findTable(id).map(RouteTable::ownTags);
            case "sg" -> region.network().findGroup(id).map(SecurityGroup::ownTags);
            case "lt" ->
                region.launchTemplates().all().stream()
                        .filter(template -> template.id().equals(id))
                        .findFirst()
                        .map(LaunchTemplate::ownTags);
            case "key" ->
                region.keyPairs().all().stream()
                        .filter(pair -> pair.id().equals(id))
                        .findFirst()
                        .map(KeyPairs.KeyPair::tags);
            default ->
                others.stream()
                        .flatMap(source -> source.tags().apply(id).stream())
                        .findFirst();
        };
    }
}
