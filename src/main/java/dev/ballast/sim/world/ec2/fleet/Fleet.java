package dev.ballast.sim.world.ec2.fleet;

import dev.ballast.model.PurchaseOption;
import dev.ballast.sim.world.ec2.Ec2Instance;
import dev.ballast.sim.world.ec2.LaunchTemplates;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** A fleet and its instances. {@link Fleets} moves it. */
public final class Fleet {
    private final String id;
    private final String region;
    private final Instant createdAt;
    private final SortedMap<String, String> tags = new TreeMap<>();
    private final List<FleetEvent> history = new ArrayList<>();
    private final Map<String, Member> members = new LinkedHashMap<>();

    FleetConfig config;
    State state = State.SUBMITTED;
    /** Launch errors of the latest attempts, oldest first; an instant fleet's are its answer. */
    List<LaunchError> errors = List.of();
    /** Units ever launched: all that counts for a fleet that does not replace what it loses. */
    final Map<PurchaseOption, Double> everLaunched = new EnumMap<>(PurchaseOption.class);

    /** Members with a rebalance recommendation, whose replacement has been asked for. */
    final Set<String> replacing = new TreeSet<>();

    /** Until when a pool is left alone after it had no capacity, by the candidate's index. */
    final Map<Integer, Instant> restingUntil = new TreeMap<>();

    /** The order in which diversified fills pools that are equally full; drawn once. */
    List<Integer> order = List.of();

    List<Candidate> candidates = List.of();
    List<Member> launched = List.of();
    /** When it is looked at next, null while nothing asks for it. */
    Instant nextStep;

    /** Former members that are still shutting down. */
    int departing;

    int templatesRevision = -1;

    public enum State {
        SUBMITTED,
        ACTIVE,
        MODIFYING,
        ENDED_RUNNING,
        ENDED_TERMINATING,
        ENDED,
        FAILED;

        /** Spot Fleets are cancelled, EC2 Fleets deleted. */
        public String ec2Name(FleetConfig.Kind kind) {
            var ended = kind == FleetConfig.Kind.SPOT_FLEET ? "cancelled" : "deleted";
            return switch (this) {
                case SUBMITTED -> "submitted";
                case ACTIVE -> "active";
                case MODIFYING -> "modifying";
                case ENDED_RUNNING -> ended + "_running";
                case ENDED_TERMINATING -> ended + "_terminating";
                case ENDED -> ended;
                case FAILED -> "failed";
            };
        }

        /** True until it is cancelled, deleted, expired or failed. */
        public boolean isLive() {
            return this == SUBMITTED || this == ACTIVE || this == MODIFYING;
        }
    }

    public enum Activity {
        ERROR,
        PENDING_FULFILLMENT,
        PENDING_TERMINATION,
        FULFILLED;

        public String ec2Name() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * An instance of the fleet.
     *
     * @param candidate the index of the pool it was launched into
     * @param weight units that it counts
     */
    public record Member(Ec2Instance instance, int candidate, double weight, Launchable launchable) {}

    /** What could not be launched, and why, in EC2's words. */
    public record LaunchError(String code, String message, PurchaseOption option, Launchable launchable) {}

    /** The pool that a launch or an error is about, as CreateFleet names it. */
    public record Launchable(
            Optional<LaunchTemplates.Reference> template,
            FleetConfig.Override override,
            String instanceType,
            String subnetId,
            String zone) {
        static final Launchable UNKNOWN = new Launchable(Optional.empty(), FleetConfig.Override.NONE, "", "", "");
    }

    Fleet(String id, String region, FleetConfig config, Instant createdAt) {
        this.id = id;
        this.region = region;
        this.config = config;
        this.createdAt = createdAt;
        tags.putAll(config.origin().tags());
    }

    public String id() {
        return id;
    }

    public String region() {
        return region;
    }

    public FleetConfig config() {
        return config;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public State state() {
        return state;
    }

    public List<LaunchError> errors() {
        return errors;
    }

    /** Oldest first. */
    public List<FleetEvent> history() {
        return Collections.unmodifiableList(history);
    }

    public SortedMap<String, String> tags() {
        return Collections.unmodifiableSortedMap(tags);
    }

    SortedMap<String, String> ownTags() {
        return tags;
    }

    /** Those that are pending or running, in launch order. */
    public Collection<Member> members() {
        return Collections.unmodifiableCollection(members.values());
    }

    /** What an instant fleet's one attempt launched, whatever became of it; empty for the other types. */
    public List<Member> launched() {
        return launched;
    }

    /** Units that its members count. */
    public double fulfilled() {
        return members.values().stream().mapToDouble(Member::weight).sum();
    }

    public double fulfilled(PurchaseOption option) {
        return members.values().stream()
                .filter(member -> member.instance().option() == option)
                .mapToDouble(Member::weight)
                .sum();
    }

    public Activity activity() {
        if (state == State.ENDED_TERMINATING) return Activity.PENDING_TERMINATION;
        var fulfilled = fulfilled();
        if (fulfilled < config.target().total())
            return errors.isEmpty() ? Activity.PENDING_FULFILLMENT : Activity.ERROR;
        var excess = fulfilled - config.target().total();
        var smallest =
                members.values().stream().mapToDouble(Member::weight).min().orElse(0);
        return state == State.MODIFYING
                        && excess >= smallest
                        && excess > 0
                        && config.policies().excess() == FleetConfig.Excess.TERMINATED
                ? Activity.PENDING_TERMINATION
                : Activity.FULFILLED;
    }

    void join(Member member) {
        members.put(member.instance().id(), member);
    }

    /** True when nothing of it runs or shuts down any more. */
    boolean isEmpty() {
        return members.isEmpty() && departing == 0;
    }

    Optional<Member> member(String instanceId) {
        return Optional.ofNullable(members.get(instanceId));
    }

    /** Empty where it is no member, or no longer. */
    Optional<Member> leave(String instanceId) {
        replacing.remove(instanceId);
        return Optional.ofNullable(members.remove(instanceId));
    }

    /** Units of one option, without members that are on their way out by a rebalance recommendation. */
    double lasting(PurchaseOption option) {
        return members.values().stream()
                .filter(member -> member.instance().option() == option
                        && !replacing.contains(member.instance().id()))
                .mapToDouble(Member::weight)
                .sum();
    }

    void write(FleetEvent event) {
        history.add(event);
    }

    void forgetBefore(Instant moment) {
        history.removeIf(event -> event.at().isBefore(moment));
    }
}
