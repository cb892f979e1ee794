package dev.ballast.sim.world.ec2;

import dev.ballast.model.CapacityPool;
import dev.ballast.model.InstanceState;
import dev.ballast.model.InstanceType;
import dev.ballast.model.PurchaseOption;
import dev.ballast.model.Signal;
import dev.ballast.sim.world.core.Draws;
import dev.ballast.sim.world.core.Ids;
import dev.ballast.sim.world.core.Refused;
import dev.ballast.sim.world.core.WorldTime;
import dev.ballast.sim.world.market.Market;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * EC2 of one account, all regions. What changes an instance goes through here; what belongs to one region (images,
 * networks, instances by id) is read from {@link Region}.
 */
public final class Ec2 {
    private final WorldTime time;
    private final Ids ids;
    private final Market market;
    private final Ec2Rules rules;
    private final Lifecycle lifecycle;
    private final SpotRequests spotRequests;
    private final Map<String, Region> regions = new TreeMap<>();
    private ImageParameters imageParameters = (region, name) -> Optional.empty();
    private final List<Consumer<Region>> regionListeners = new ArrayList<>();

    public Ec2(WorldTime time, Draws draws, Ids ids, Market market, Ec2Rules rules) {
        this.time = time;
        this.ids = ids;
        this.market = market;
        this.rules = rules;
        lifecycle = new Lifecycle(time, draws, market, this);
        spotRequests = new SpotRequests(time, this);
    }

    public Ec2Rules rules() {
        return rules;
    }

    public Market market() {
        return market;
    }

    /** A region exists from the first time somebody asks for it. */
    public Region region(String name) {
        var known = regions.get(name);
        if (known != null) return known;
        var zones = Zone.of(name, market.recordedZones(name));
        var fresh = new Region(name, zones, ids, rules, parameter -> imageParameters.value(name, parameter));
        regions.put(name, fresh);
        regionListeners.forEach(listener -> listener.accept(fresh));
        return fresh;
    }

    /** Image ids may name a parameter instead; without this none is found. */
    public void resolveImagesBy(ImageParameters parameters) {
        imageParameters = parameters;
    }

    /** Called with every region, those that exist and those that come to exist. */
    public void onNewRegion(Consumer<Region> listener) {
        regions.values().forEach(listener);
        regionListeners.add(listener);
    }

    public Collection<Region> regions() {
        return Collections.unmodifiableCollection(regions.values());
    }

    /** In whichever region; ids are unique over all of them. */
    public Optional<Ec2Instance> instance(String id) {
        for (var region : regions.values()) {
            var found = region.instance(id);
            if (found.isPresent()) return found;
        }
        return Optional.empty();
    }

    public void listen(InstanceListener listener) {
        lifecycle.listen(listener);
    }

    /**
     * Launches as many as there is capacity for, at least {@code atLeast}.
     *
     * @throws Refused InsufficientInstanceCapacity when there is less, InsufficientFreeAddressesInSubnet, or
     *     SpotMaxPriceTooLow
     */
    public List<Ec2Instance> launch(Launch launch, int atLeast, int atMost) {
        var pool = launch.pool();
        launch.spot().ifPresent(offer -> checkPrice(offer, pool));
        var got = Math.min(
                Math.min(atMost, market.available(pool)), launch.subnet().freeAddresses());
        if (got < atLeast)
            throw market.available(pool) < atLeast
                    ? noCapacity(pool)
                    : launch.subnet().full();
        market.take(pool, got);
        var reservation = ids.ec2("r");
        var launched = new ArrayList<Ec2Instance>(got);
        for (var index = 0; index < got; index++) launched.add(accept(launch, reservation, index));
        launched.forEach(lifecycle::launched);
        return launched;
    }

    /**
     * What RunInstances does: once per token, in the first zone that has room where the request names neither subnet nor zone.
     *
     * @throws Refused as {@link #launch} and {@link Launches#settle} do; IdempotentParameterMismatch, IdempotentInstanceTerminated
     */
    public List<Ec2Instance> run(Region region, LaunchParameters asked, int atLeast, int atMost, String token) {
        var launched = region.tokens()
                .once(
                        "RunInstances",
                        token,
                        new Run(asked, atLeast, atMost),
                        () -> launchAnywhere(region, asked, atLeast, atMost, token));
        if (launched.stream().allMatch(instance -> instance.state() == InstanceState.TERMINATED))
            throw new Refused(
                    "IdempotentInstanceTerminated",
                    "The request uses a client token of a previous request whose instances have been terminated.");
        return launched;
    }

    private record Run(LaunchParameters asked, int atLeast, int atMost) {}

    private List<Ec2Instance> launchAnywhere(
            Region region, LaunchParameters asked, int atLeast, int atMost, String token) {
        var placed =
                asked.placing().subnetId().isPresent() || asked.placing().zone().isPresent();
        var zones = placed
                ? List.of(asked)
                : region.zones().stream().map(zone -> inZone(asked, zone)).toList();
        var offer = asked.spot().map(terms -> new Launch.SpotOffer("", terms, Optional.empty(), asked));
        Refused first = null;
        for (var choice : zones) {
            try {
                return launch(region.launches().settle(choice, offer, token), atLeast, atMost);
            } catch (Refused refused) {
                if (!refused.code().startsWith("Insufficient")) throw refused;
                if (first == null) first = refused;
            }
        }
        throw first;
    }

    private static LaunchParameters inZone(LaunchParameters asked, Zone zone) {
        return asked.with(LaunchParameters.Placing.in(zone.name()).over(asked.placing()));
    }

    private void checkPrice(Launch.SpotOffer offer, CapacityPool pool) {
        var price = market.price(pool, time.now());
        offer.terms().maxPrice().filter(most -> most.compareTo(price) < 0).ifPresent(most -> {
            throw new Refused(
                    "SpotMaxPriceTooLow",
                    "Your Spot request price of "
                            + most.toBigDecimal().stripTrailingZeros().toPlainString()
                            + " is lower than the minimum required Spot request fulfillment price of "
                            + price.toBigDecimal().stripTrailingZeros().toPlainString() + ".");
        });
    }

    private Ec2Instance accept(Launch launch, String reservation, int index) {
        var region = region(regionOf(launch.subnet().zone()));
        var request = launch.spot()
                .map(offer -> offer.request().orElseGet(() -> {
                    var asked = new SpotRequest.Asked(offer.parameters(), offer.terms(), offer.fleetId());
                    var made = new SpotRequest(newSpotRequestId(), asked, time.now());
                    region.add(made);
                    return made;
                }));
        var facts = new Ec2Instance.Launched(
                reservation,
                index,
                launch.pool(),
                launch.type(),
                request.map(made -> new Ec2Instance.SpotTerms(
                        made.id(),
                        made.fleetId(),
                        made.terms().persistent(),
                        made.terms().settledInterruption())),
                launch.subnet().takeAddress(),
                ids.ec2("eni"),
                launch.clientToken(),
                time.now());
        var instance = new Ec2Instance(ids.ec2("i"), region.name(), facts, launch.subnet(), launch.spec());
        request.ifPresent(made -> {
            made.instance = instance;
            made.to(SpotRequest.State.ACTIVE, SpotRequest.Status.FULFILLED, time.now());
        });
        if (launch.spec().publicAddress().orElse(launch.subnet().mapsPublicAddress()))
            instance.publicIp = newPublicIp(ids);
        attachVolumes(region, instance);
        region.add(instance);
        return instance;
    }

    private void attachVolumes(Region region, Ec2Instance instance) {
        var attachments = new ArrayList<Ec2Instance.Attachment>();
        for (var device : Launches.layouts(instance.image(), instance.spec().blockDevices())) {
            var volume = new Volume(ids.ec2("vol"), device.layout(), instance.zone(), time.now(), instance);
            volume.ownTags().putAll(instance.spec().volumeTags());
            region.volumes().add(volume);
            attachments.add(new Ec2Instance.Attachment(
                    device.device(), volume.id(), device.deletedOnTermination(), time.now()));
        }
        instance.attachments = List.copyOf(attachments);
    }

    /** From AWS's block 52.16.0.0/14, which Dublin uses; no packet ever goes there from here. */
    static String newPublicIp(Ids ids) {
        var block = Cidr.number("52.16.0.0");
        return Cidr.dotted(block + Long.parseLong(ids.hex(5), 16) % (1 << 18));
    }

    String newSpotRequestId() {
        return "sir-" + ids.hex(8);
    }

    private static String regionOf(Zone zone) {
        return zone.name().substring(0, zone.name().length() - 1);
    }

    private static Refused noCapacity(CapacityPool pool) {
        return pool.option() == PurchaseOption.SPOT
                ? new Refused(
                        "InsufficientInstanceCapacity",
                        "There is no Spot capacity available that matches your request.")
                : new Refused(
                        "InsufficientInstanceCapacity",
                        "We currently do not have sufficient " + pool.instanceType()
                                + " capacity in the Availability Zone you requested (" + pool.zone()
                                + "). Our system will be working on provisioning additional capacity. You can currently get "
                                + pool.instanceType()
                                + " capacity by not specifying an Availability Zone in your request or choosing another zone.");
    }

    /** Asks for spot instances that are launched when there is capacity, soon or later. */
    public List<SpotRequest> requestSpot(
            Region region, LaunchParameters parameters, LaunchParameters.SpotOptions terms, int count) {
        return spotRequests.submit(region, new SpotRequest.Asked(parameters, terms, ""), count);
    }

    public void cancel(Region region, SpotRequest request) {
        spotRequests.cancel(region, request);
    }

    /** @throws Refused OperationNotPermitted for a protected one, UnsupportedOperation for an instance of a one-time spot request, IncorrectInstanceState */
    public void stop(Ec2Instance instance) {
        if (instance.switches().stopProtected())
            throw new Refused(
                    "OperationNotPermitted",
                    "The instance '" + instance.id()
                            + "' may not be stopped. Modify its 'disableApiStop' instance attribute and try again.");
        if (instance.spot().isPresent() && !instance.spot().get().persistent())
            throw new Refused(
                    "UnsupportedOperation",
                    "You can't stop the Spot Instance '" + instance.id()
                            + "' because it is associated with a one-time Spot Instance request. You can only stop Spot"
                            + " Instances associated with persistent Spot Instance requests.");
        switch (instance.state()) {
            case TERMINATED, SHUTTING_DOWN ->
                throw new Refused(
                        "IncorrectInstanceState",
                        "This instance '" + instance.id() + "' is not in a state from which it can be stopped.");
            case PENDING, RUNNING, STOPPING, STOPPED -> lifecycle.stop(instance, StateReason.USER);
        }
    }

    /** @throws Refused IncorrectInstanceState, InsufficientInstanceCapacity */
    public void start(Ec2Instance instance) {
        switch (instance.state()) {
            case PENDING, RUNNING -> {}
            case STOPPED -> {
                if (market.take(instance.pool(), 1) == 0) throw noCapacity(instance.pool());
                if (instance.publicIp == null
                        && instance.spec()
                                .publicAddress()
                                .orElse(instance.subnet().mapsPublicAddress())) instance.publicIp = newPublicIp(ids);
                lifecycle.start(instance);
            }
            case STOPPING, SHUTTING_DOWN, TERMINATED ->
                throw new Refused(
                        "IncorrectInstanceState",
                        "The instance '" + instance.id() + "' is not in a state from which it can be started.");
        }
    }

    public void setSwitches(Ec2Instance instance, LaunchSpec.Switches switches) {
        instance.switches = switches;
    }

    /** @throws Refused IncorrectInstanceState unless it is stopped, InvalidParameterValue for another architecture */
    public void setType(Ec2Instance instance, InstanceType type) {
        requireStopped(instance);
        if (type.architecture() != instance.image().architecture())
            throw new Refused(
                    "InvalidParameterValue",
                    "The architecture '" + type.architecture().ec2Name()
                            + "' of the specified instance type does not match the architecture '"
                            + instance.image().architecture().ec2Name() + "' of the instance's AMI.");
        instance.become(type);
    }

    /** What the next start reads; @throws Refused IncorrectInstanceState unless it is stopped */
    public void setUserData(Ec2Instance instance, UserData userData) {
        requireStopped(instance);
        instance.spec = instance.spec.with(userData);
    }

    public void setProfile(Ec2Instance instance, Optional<LaunchSpec.InstanceProfile> profile) {
        instance.spec = instance.spec.with(profile);
    }

    private static void requireStopped(Ec2Instance instance) {
        if (instance.state() != InstanceState.STOPPED)
            throw new Refused(
                    "IncorrectInstanceState", "The instance '" + instance.id() + "' is not in the 'stopped' state.");
    }

    public void setSecurityGroups(Ec2Instance instance, List<String> groupIds) {
        instance.securityGroupIds = List.copyOf(groupIds);
    }

    public void terminate(Ec2Instance instance, StateReason reason) {
        lifecycle.terminate(instance, reason);
    }

    /** Two minutes' notice, then the end that the instance's terms name. On-demand instances are never interrupted. */
    public void interrupt(Ec2Instance instance) {
        interrupt(instance, Signal.NOTICE);
    }

    /** The same with another notice than EC2 promises: it is best effort, and may come late. */
    public void interrupt(Ec2Instance instance, Duration notice) {
        instance.spot().ifPresent(terms -> lifecycle.announce(instance, terms.onInterruption(), notice));
    }

    /** An interruption whose notice was missed: the end comes at once. On-demand instances are never interrupted. */
    public void takeAway(Ec2Instance instance) {
        instance.spot().ifPresent(terms -> lifecycle.takeAway(instance, terms.onInterruption()));
    }

    public void recommendRebalance(Ec2Instance instance) {
        lifecycle.recommendRebalance(instance);
    }

    /** The pool's capacity is withdrawn and every instance in it gets its notice; says which. */
    public List<Ec2Instance> interruptPool(CapacityPool pool) {
        market.withdraw(pool);
        var hit = alive(instance -> instance.pool().equals(pool));
        hit.forEach(this::interrupt);
        return hit;
    }

    /** Of all regions, in the order of their names, and there in launch order. */
    List<Ec2Instance> alive(Predicate<Ec2Instance> which) {
        return regions.values().stream()
                .flatMap(region -> region.instances().stream())
                .filter(instance -> instance.state().isAlive() && which.test(instance))
                .toList();
    }

    void forget(Ec2Instance instance) {
        region(instance.region()).forget(instance);
    }

    /** Volumes end with their instance where their attachment says so; the others stay, free. */
    void detachVolumes(Ec2Instance instance) {
        var region = region(instance.region());
        for (var attachment : instance.attachments) {
            region.volumes().find(attachment.volumeId()).ifPresent(volume -> {
                if (attachment.deletedOnTermination()) region.volumes().forget(volume);
                else volume.instance = null;
            });
        }
        instance.attachments = List.of();
    }
}
