package dev.ballast.sim.world.messaging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ballast.sim.world.core.Refused;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** One region's event buses with their rules; AWS's own events come in on the one named default. */
public final class EventBuses {
    public static final String DEFAULT = "default";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** An event before it has its envelope. */
    public record Entry(String source, String detailType, List<String> resources, JsonNode detail) {
        public Entry {
            resources = List.copyOf(resources);
        }
    }

    private final EventBridge bridge;
    private final String region;
    private final SortedMap<String, SortedMap<String, Rule>> buses = new TreeMap<>();

    EventBuses(EventBridge bridge, String region) {
        this.bridge = bridge;
        this.region = region;
        buses.put(DEFAULT, new TreeMap<>());
    }

    public String busArn(String bus) {
        return arn("event-bus/" + bus);
    }

    private String arn(String resource) {
        return "arn:aws:events:" + region + ":" + bridge.accountId + ":" + resource;
    }

    public Collection<String> buses() {
        return Collections.unmodifiableCollection(buses.keySet());
    }

    /** @throws Refused ResourceAlreadyExistsException */
    public void createBus(String name) {
        if (buses.containsKey(name))
            throw new Refused("ResourceAlreadyExistsException", "Event bus " + name + " already exists.");
        buses.put(name, new TreeMap<>());
    }

    /** Deleting what is not there is no fault; the default bus stays. */
    public void deleteBus(String name) {
        if (name.equals(DEFAULT)) throw new Refused("ValidationException", "Cannot delete event bus default.");
        if (!buses.getOrDefault(name, Collections.emptySortedMap()).isEmpty())
            throw new Refused("ValidationException", "Event bus can't be deleted since it has rules.");
        buses.remove(name);
    }

    /** The rules of a bus, by name. */
    public Collection<Rule> rules(String bus) {
        return Collections.unmodifiableCollection(bus(bus).values());
    }

    private SortedMap<String, Rule> bus(String nameOrArn) {
        var name = nameOrArn.substring(nameOrArn.lastIndexOf('/') + 1);
        var bus = buses.get(name);
        if (bus == null) throw new Refused("ResourceNotFoundException", "Event bus " + name + " does not exist.");
        return bus;
    }

    public Optional<Rule> findRule(String bus, String name) {
        return Optional.ofNullable(bus(bus).get(name));
    }

    /** @throws Refused ResourceNotFoundException */
    public Rule rule(String bus, String name) {
        return findRule(bus, name)
                .orElseThrow(() -> new Refused(
                        "ResourceNotFoundException", "Rule " + name + " does not exist on EventBus " + bus + "."));
    }

    /** Creates or replaces; targets stay. */
    public Rule putRule(String bus, Rule.Spec spec) {
        var rules = bus(bus);
        var rule = rules.get(spec.name());
        if (rule == null) {
            var path =
                    bus.endsWith(DEFAULT) ? spec.name() : bus.substring(bus.lastIndexOf('/') + 1) + "/" + spec.name();
            rule = new Rule(arn("rule/" + path), bus, spec);
            rules.put(spec.name(), rule);
        } else {
            rule.spec(spec);
        }
        return rule;
    }

    /** @throws Refused ValidationException while it has targets; a rule that is not there is no fault */
    public void deleteRule(String bus, String name) {
        var rule = bus(bus).get(name);
        if (rule == null) return;
        if (!rule.targets().isEmpty())
            throw new Refused("ValidationException", "Rule can't be deleted since it has targets.");
        bus(bus).remove(name);
    }

    /** Whether anybody would hear an event on the default bus; writing one that nobody hears is spared. */
    public boolean isHeard() {
        for (var rule : buses.get(DEFAULT).values()) if (rule.isListening()) return true;
        return false;
    }

    /** An event of AWS's own, now, on the default bus. */
    public void put(Entry entry) {
        put(DEFAULT, entry, bridge.time().now());
    }

    /** @return the event's id */
    public String put(String bus, Entry entry, Instant time) {
        var event = JSON.createObjectNode();
        var id = bridge.ids.uuid();
        event.put("version", "0");
        event.put("id", id);
        event.put("detail-type", entry.detailType());
        event.put("source", entry.source());
        event.put("account", bridge.accountId);
        event.put("time", text(time));
        event.put("region", region);
        var resources = event.putArray("resources");
        entry.resources().forEach(resources::add);
        event.set("detail", entry.detail());
        var hearing = bus(bus).values().stream()
                .filter(rule -> rule.isListening() && matches(rule, event))
                .toList();
        if (hearing.isEmpty()) return id;
        var passage = bridge.troubles().passage(new EventTroubles.Told(entry.source(), entry.detailType(), region));
        event.put("time", text(time.plus(passage.clockAhead())));
        for (var later : passage.copies()) for (var rule : hearing) deliver(rule, event, later);
        return id;
    }

    private static String text(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static boolean matches(Rule rule, ObjectNode event) {
        return rule.spec().pattern().orElseThrow().matches(event);
    }

    private void deliver(Rule rule, ObjectNode event, Duration later) {
        for (var target : rule.targets()) bridge.deliver(rule, target, event, later);
    }
}
