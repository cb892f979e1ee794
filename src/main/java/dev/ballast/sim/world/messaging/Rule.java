package dev.ballast.sim.world.messaging;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A rule on an event bus: what it lets through, and to whom. */
public final class Rule {
    public enum State {
        ENABLED,
        DISABLED
    }

    /**
     * What a rule is.
     *
     * @param pattern empty for a rule that only runs on a schedule, which this world does not keep
     * @param asGiven members that mean nothing to the world, by their name in the API
     */
    public record Spec(
            String name, Optional<EventPattern> pattern, State state, String description, Map<String, Object> asGiven) {
        public Spec {
            asGiven = Collections.unmodifiableMap(new LinkedHashMap<>(asGiven));
        }
    }

    /**
     * Where matched events go.
     *
     * @param input sent instead of the event, empty for the event itself
     * @param asGiven members that mean nothing to the world, by their name in the API
     */
    public record Target(String id, String arn, Optional<String> input, Map<String, Object> asGiven) {
        public Target {
            asGiven = Collections.unmodifiableMap(new LinkedHashMap<>(asGiven));
        }

        /** For a FIFO queue. */
        Optional<String> messageGroup() {
            return asGiven.get("SqsParameters") instanceof Map<?, ?> parameters
                    ? Optional.ofNullable((String) parameters.get("MessageGroupId"))
                    : Optional.empty();
        }
    }

    private final String arn;
    private final String bus;
    private final Map<String, Target> targets = new LinkedHashMap<>();
    private Spec spec;
    private Map<String, String> tags = Collections.emptyMap();

    Rule(String arn, String bus, Spec spec) {
        this.arn = arn;
        this.bus = bus;
        this.spec = spec;
    }

    public String arn() {
        return arn;
    }

    public String bus() {
        return bus;
    }

    public Spec spec() {
        return spec;
    }

    public String name() {
        return spec.name();
    }

    public Collection<Target> targets() {
        return Collections.unmodifiableCollection(targets.values());
    }

    public Map<String, String> tags() {
        return tags;
    }

    public void tags(Map<String, String> changed) {
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(changed));
    }

    void spec(Spec changed) {
        spec = changed;
    }

    public void state(State changed) {
        spec = new Spec(spec.name(), spec.pattern(), changed, spec.description(), spec.asGiven());
    }

    public void put(Target target) {
        targets.put(target.id(), target);
    }

    /** False where there was none. */
    public boolean removeTarget(String id) {
        return targets.remove(id) != null;
    }

    boolean isListening() {
        return spec.state() == State.ENABLED && spec.pattern().isPresent() && !targets.isEmpty();
    }
}
