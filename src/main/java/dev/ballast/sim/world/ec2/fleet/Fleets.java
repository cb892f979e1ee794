package dev.ballast.sim.world.ec2.fleet;

import dev.ballast.model.PurchaseOption;
import dev.ballast.sim.world.core.Draws;
import dev.ballast.sim.world.core.Ids;
import dev.ballast.sim.world.core.Refused;
import dev.ballast.sim.world.core.WorldEvent;
import dev.ballast.sim.world.core.WorldTime;
import dev.ballast.sim.world.ec2.Ec2;
import dev.ballast.sim.world.ec2.Ec2Instance;
import dev.ballast.sim.world.ec2.InstanceListener;
import dev.ballast.sim.world.ec2.InterruptionNotice;
import dev.ballast.sim.world.ec2.Region;
import dev.ballast.sim.world.ec2.StateReason;
import dev.ballast.sim.world.ec2.Tags;
import dev.ballast.sim.world.ec2.fleet.Fleet.State;
import dev.ballast.sim.world.ec2.fleet.FleetConfig.Kind;
import dev.ballast.sim.world.ec2.fleet.FleetConfig.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All Spot Fleets and EC2 Fleets of the account: what becomes of them over time. {@link FleetLauncher} does their launching. */
public final class Fleets implements InstanceListener {
    /** EC2 looks at a new request, and at one that lost something, after a moment. */
    private static final Duration REACTION_MIN = Duration.ofSeconds(2);

    private static final Duration REACTION_SPREAD = Duration.ofSeconds(6);
    /** How often a fleet that is not full is looked at again. */
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(20);
    /** Ended fleets and lines of history stay this long. */
    private static final Duration KEPT = Duration.ofHours(48);

    record Step(String fleetId) implements WorldEvent {}

    record Expired(String fleetId) implements WorldEvent {}

    record Forgotten(String fleetId) implements WorldEvent {}

    record Replaced(String fleetId, String instanceId) implements WorldEvent {}

    private final WorldTime time;
    private final Ec2 ec2;
    private final Ids ids;
    private final Draws.Stream draws;
    private final FleetLauncher launcher;
    private final Map<String, Fleet> byId = new LinkedHashMap<>();
    private final Map<String, String> fleetOf = new TreeMap<>();
    private final List<FleetListener> listeners = new ArrayList<>();

    public Fleets(WorldTime time, Draws draws, Ids ids, Ec2 ec2) {
        this.time = time;
        this.ec2 = ec2;
        this.ids = ids;
        this.draws = draws.stream("ec2/fleet");
        launcher = new FleetLauncher(time, ec2, this);
        time.on(Step.class, event -> find(event.fleetId()).ifPresent(this::step));
        time.on(Expired.class, event -> find(event.fleetId()).ifPresent(this::expired));
        time.on(Forgotten.class, event -> byId.remove(event.fleetId()));
        time.on(
                Replaced.class,
                event -> find(event.fleetId())
                        .ifPresent(fleet -> fleet.member(event.instanceId())
                                .ifPresent(member -> ec2.terminate(member.instance(), StateReason.USER))));
        ec2.listen(this);
        ec2.onNewRegion(region -> {
            region.tags().alsoOf(tagsOf(Kind.SPOT_FLEET, "spot-fleet-request"));
            region.tags().alsoOf(tagsOf(Kind.EC2_FLEET, "fleet"));
        });
    }

    private Tags.Source tagsOf(Kind kind, String type) {
        return new Tags.Source(
                type,
                region -> all(region, kind).stream().map(Fleet::id).toList(),
                id -> find(id).filter(fleet -> fleet.config().kind() == kind).map(Fleet::ownTags));
    }

    public void listen(FleetListener listener) {
        listeners.add(listener);
    }

    public Optional<Fleet> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** In order of creation, the ended ones of the last two days included. */
    public Collection<Fleet> all(Region region, Kind kind) {
        return byId.values().stream()
                .filter(fleet ->
                        fleet.region().equals(region.name()) && fleet.config().kind() == kind)
                .toList();
    }

    /**
     * Accepts a request. An instant fleet has launched what it could when this returns; the others begin a few seconds later.
     *
     * @throws Refused where EC2 would not accept it
     */
    public Fleet create(Region region, FleetConfig config) {
        var token = config.origin().clientToken();
        return region.tokens().once(config.kind().name(), token, config, () -> accepted(region, config));
    }

    private Fleet accepted(Region region, FleetConfig config) {
        FleetChecks.check(config, time.now());
        var id = (config.kind() == Kind.SPOT_FLEET ? "sfr-" : "fleet-") + ids.uuid();
        var fleet = new Fleet(id, region.name(), config, time.now());
        launcher.refresh(fleet);
        FleetChecks.checkPools(config, fleet.candidates);
        fleet.order = shuffled(fleet.candidates.size());
        byId.put(id, fleet);
        if (config.type() == Type.INSTANT) {
            fleet.state = State.ACTIVE;
            launcher.fillAtOnce(fleet);
            return fleet;
        }
        write(fleet, FleetEvent.Kind.FLEET_REQUEST_CHANGE, "submitted", Optional.empty(), "");
        config.window().until().ifPresent(end -> time.schedule(end, new Expired(id)));
        stepAfter(fleet, reaction());
        return fleet;
    }

    private List<Integer> shuffled(int size) {
        var order = new ArrayList<Integer>();
        for (var at = 0; at < size; at++) order.add(draws.nextInt(at + 1), at);
        return List.copyOf(order);
    }

    private Duration reaction() {
        return REACTION_MIN.plusMillis(draws.nextLong(REACTION_SPREAD.toMillis()));
    }

    private void stepAfter(Fleet fleet, Duration wait) {
        stepAt(fleet, time.now().plus(wait));
    }

    /** A fleet has one step before it: the earliest that was asked for. */
    private void stepAt(Fleet fleet, Instant moment) {
        if (fleet.nextStep != null && !moment.isBefore(fleet.nextStep)) return;
        fleet.nextStep = moment;
        time.schedule(moment, new Step(fleet.id()));
    }

    private void step(Fleet fleet) {
        if (fleet.nextStep == null || fleet.nextStep.isAfter(time.now())) return;
        fleet.nextStep = null;
        if (!fleet.state().isLive()) return;
        fleet.forgetBefore(time.now().minus(KEPT));
        var from = fleet.config().window().from();
        if (from.isPresent() && from.get().isAfter(time.now())) {
            stepAt(fleet, from.get());
            return;
        }
        if (fleet.state() == State.SUBMITTED) {
            fleet.state = State.ACTIVE;
            write(fleet, FleetEvent.Kind.FLEET_REQUEST_CHANGE, "active", Optional.empty(), "");
        }
        launcher.fill(fleet);
        launcher.trim(fleet);
        if (fleet.state() == State.MODIFYING && fleet.activity() == Fleet.Activity.FULFILLED) {
            fleet.state = State.ACTIVE;
            var word = fleet.config().kind() == Kind.SPOT_FLEET ? "modify_successful" : "modify_succeeded";
            write(fleet, FleetEvent.Kind.FLEET_REQUEST_CHANGE, word, Optional.empty(), sizes(fleet));
        }
        if (launcher.isShort(fleet)) stepAfter(fleet, BETWEEN_TRIES);
    }

    private static String sizes(Fleet fleet) {
        return "{\"targetCapacity\":" + fleet.config().target().total() + "}";
    }

    /**
     * Gives a maintained fleet another size, policy or source.
     *
     * @throws Refused FleetNotInModifiableState
     */
    public void modify(Fleet fleet, FleetConfig config) {
        if (fleet.config().type() != Type.MAINTAIN)
            throw new Refused(
                    "FleetNotInModifiableState",
                    "Fleet Request: " + fleet.id() + " is not a modifiable fleet request type.");
        if (!fleet.state().isLive())
            throw new Refused(
                    "FleetNotInModifiableState",
                    "Fleet Request: " + fleet.id() + " is in state "
                            + fleet.state().ec2Name(fleet.config().kind()) + " and cannot be modified.");
        FleetChecks.checkTarget(config);
        var sourceChanged = !config.source().equals(fleet.config().source());
        fleet.config = config;
        if (sourceChanged) {
            fleet.templatesRevision = -1;
            launcher.refresh(fleet);
            fleet.order = shuffled(fleet.candidates.size());
        }
        fleet.state = State.MODIFYING;
        write(fleet, FleetEvent.Kind.FLEET_REQUEST_CHANGE, "modify_in_progress", Optional.empty(), sizes(fleet));
        stepAfter(fleet, reaction());
    }

    /** What becomes of the instances of a fleet that ends. */
    public enum Ending {
        TERMINATE_INSTANCES,
        LEAVE_INSTANCES
    }

    /** Cancels or deletes; one that has ended already only loses its instances, where that is asked. */
    public void end(Fleet fleet, Ending ending) {
        if (fleet.state() == State.ENDED || fleet.state() == State.FAILED) return;
        if (ending == Ending.TERMINATE_INSTANCES) {
            to(fleet, State.ENDED_TERMINATING);
            for (var member : List.copyOf(fleet.members())) ec2.terminate(member.instance(), StateReason.USER);
        } else if (!fleet.isEmpty()) {
            to(fleet, State.ENDED_RUNNING);
        }
        if (fleet.isEmpty()) ended(fleet);
    }

    private void ended(Fleet fleet) {
        to(fleet, State.ENDED);
        time.schedule(KEPT, new Forgotten(fleet.id()));
    }

    private void expired(Fleet fleet) {
        if (!fleet.state().isLive()) return;
        write(fleet, FleetEvent.Kind.FLEET_REQUEST_CHANGE, "expired", Optional.empty(), "");
        end(
                fleet,
                fleet.config().policies().terminatesWithExpiration()
                        ? Ending.TERMINATE_INSTANCES
                        : Ending.LEAVE_INSTANCES);
    }

    private void to(Fleet fleet, State state) {
        if (fleet.state == state) return;
        fleet.state = state;
        write(
                fleet,
                FleetEvent.Kind.FLEET_REQUEST_CHANGE,
                state.ec2Name(fleet.config().kind()),
                Optional.empty(),
                "");
    }

    void joined(Fleet fleet, Fleet.Member member) {
        fleet.join(member);
        fleetOf.put(member.instance().id(), fleet.id());
        write(
                fleet,
                FleetEvent.Kind.INSTANCE_CHANGE,
                "launched",
                Optional.of(member.instance().id()),
                description(member.instance()));
    }

    private static String description(Ec2Instance instance) {
        return "{\"instanceType\":\"" + instance.type().name() + "\",\"image\":\""
                + instance.image().id() + "\",\"productDescription\":\"Linux/UNIX\",\"availabilityZone\":\""
                + instance.zone() + "\"}";
    }

    void write(Fleet fleet, FleetEvent.Kind kind, String subType, Optional<String> instanceId, String description) {
        if (fleet.config().type() == Type.INSTANT) return;
        var event = new FleetEvent(time.now(), kind, subType, instanceId, description);
        fleet.write(event);
        for (var listener : Collections.unmodifiableList(listeners)) listener.happened(fleet, event);
    }

    private Optional<Fleet> of(Ec2Instance instance) {
        return Optional.ofNullable(fleetOf.get(instance.id())).flatMap(this::find);
    }

    @Override
    public void stopping(Ec2Instance instance) {
        of(instance).ifPresent(fleet -> {
            if (fleet.leave(instance.id()).isEmpty()) return;
            fleet.departing++;
            write(
                    fleet,
                    FleetEvent.Kind.INSTANCE_CHANGE,
                    "terminated",
                    Optional.of(instance.id()),
                    description(instance));
            if (fleet.state().isLive() && fleet.config().type() == Type.MAINTAIN) stepAfter(fleet, reaction());
        });
    }

    @Override
    public void terminated(Ec2Instance instance) {
        of(instance).ifPresent(fleet -> {
            fleetOf.remove(instance.id());
            fleet.departing--;
            var over = fleet.state() == State.ENDED_TERMINATING || fleet.state() == State.ENDED_RUNNING;
            if (over && fleet.isEmpty()) ended(fleet);
        });
    }

    @Override
    public void interruptionNotice(Ec2Instance instance, InterruptionNotice notice) {
        of(instance)
                .ifPresent(fleet -> write(
                        fleet,
                        FleetEvent.Kind.INSTANCE_CHANGE,
                        "termination_notified",
                        Optional.of(instance.id()),
                        description(instance)));
    }

    @Override
    public void rebalanceRecommended(Ec2Instance instance) {
        of(instance).ifPresent(fleet -> {
            var rebalance = fleet.config().policies().capacityRebalance();
            if (rebalance.isEmpty() || !fleet.state().isLive() || fleet.config().type() != Type.MAINTAIN) return;
            fleet.replacing.add(instance.id());
            stepAfter(fleet, reaction());
            if (rebalance.get().isPositive()) time.schedule(rebalance.get(), new Replaced(fleet.id(), instance.id()));
        });
    }

    /** What the fleet still lacks of an option, in units. */
    static double missing(Fleet fleet, PurchaseOption option) {
        var target = fleet.config().target();
        var share = option == PurchaseOption.SPOT ? target.spotShare() : target.onDemandShare();
        return fleet.config().type() == Type.MAINTAIN
                ? share - fleet.lasting(option)
                : share - fleet.everLaunched.getOrDefault(option, 0.0);
    }
}
