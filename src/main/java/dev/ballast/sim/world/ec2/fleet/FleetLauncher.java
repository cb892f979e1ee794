package dev.ballast.sim.world.ec2.fleet;

import dev.ballast.model.CapacityPool;
import dev.ballast.model.PurchaseOption;
import dev.ballast.sim.world.core.Refused;
import dev.ballast.sim.world.core.WorldTime;
import dev.ballast.sim.world.ec2.Ec2;
import dev.ballast.sim.world.ec2.Launch;
import dev.ballast.sim.world.ec2.LaunchParameters;
import dev.ballast.sim.world.ec2.Region;
import dev.ballast.sim.world.ec2.StateReason;
import dev.ballast.sim.world.ec2.fleet.Fleet.LaunchError;
import dev.ballast.sim.world.ec2.fleet.FleetConfig.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Launches and terminates for fleets, pool by pool. */
final class FleetLauncher {
    /** A pool that failed is left alone this long, what fleets call temporarily blacklisted. */
    private static final Duration REST = Duration.ofMinutes(3);

    private final WorldTime time;
    private final Ec2 ec2;
    private final Fleets fleets;

    FleetLauncher(WorldTime time, Ec2 ec2, Fleets fleets) {
        this.time = time;
        this.ec2 = ec2;
        this.fleets = fleets;
    }

    /** Spells the pools out anew where launch templates may have changed since. */
    void refresh(Fleet fleet) {
        var region = ec2.region(fleet.region());
        var revision = region.launchTemplates().revision();
        if (fleet.templatesRevision == revision) return;
        fleet.candidates = Candidates.of(region, fleet.config());
        fleet.templatesRevision = revision;
    }

    /** One pass over the pools for what is missing; says nothing where nothing is. */
    void fill(Fleet fleet) {
        var errors = new ArrayList<LaunchError>();
        for (var option : PurchaseOption.values()) if (Fleets.missing(fleet, option) > 0) fill(fleet, option, errors);
        if (!errors.isEmpty() || !isShort(fleet)) fleet.errors = List.copyOf(errors);
        for (var error : errors) writeError(fleet, error);
    }

    /** An instant fleet's one attempt: all of its minimum or nothing. */
    void fillAtOnce(Fleet fleet) {
        var minimum = fleet.config().policies().minimum();
        var errors = new ArrayList<LaunchError>();
        narrow(fleet, minimum);
        if (minimum.target() > 0 && obtainable(fleet) < minimum.target()) {
            for (var candidate : fleet.candidates)
                errors.add(error(
                        candidate,
                        PurchaseOption.SPOT,
                        new Refused(
                                "UnfulfillableCapacity",
                                "Unable to fulfill the minimum target capacity of your request.")));
        } else {
            for (var option : PurchaseOption.values())
                if (Fleets.missing(fleet, option) > 0) fill(fleet, option, errors);
        }
        fleet.errors = List.copyOf(errors);
        fleet.launched = List.copyOf(fleet.members());
    }

    /** A single type or zone, where that is asked: the one whose pools hold the most. */
    private void narrow(Fleet fleet, FleetConfig.Minimum minimum) {
        if (minimum.singleInstanceType())
            keepRichest(fleet, candidate -> candidate.type().name());
        if (minimum.singleZone())
            keepRichest(fleet, candidate -> candidate.subnet().zone().name());
    }

    private void keepRichest(Fleet fleet, Function<Candidate, String> group) {
        var units = new TreeMap<String, Double>();
        for (var candidate : fleet.candidates)
            units.merge(
                    group.apply(candidate),
                    candidate.weight() * ec2.market().available(pool(candidate, PurchaseOption.SPOT)),
                    Double::sum);
        units.entrySet().stream()
                .max(Comparator.comparingDouble(Map.Entry::getValue))
                .ifPresent(richest -> fleet.candidates = fleet.candidates.stream()
                        .filter(candidate -> group.apply(candidate).equals(richest.getKey()))
                        .toList());
    }

    private double obtainable(Fleet fleet) {
        return pools(fleet, PurchaseOption.SPOT).stream()
                .mapToDouble(pool -> pool.available() * pool.candidate().weight())
                .sum();
    }

    private void fill(Fleet fleet, PurchaseOption option, List<LaunchError> errors) {
        try {
            refresh(fleet);
        } catch (Refused refused) {
            errors.add(new LaunchError(refused.code(), refused.getMessage(), option, Fleet.Launchable.UNKNOWN));
            return;
        }
        while (Fleets.missing(fleet, option) > 0) {
            var chosen = Allocation.of(
                    option,
                    pools(fleet, option),
                    Fleets.missing(fleet, option),
                    fleet.config().strategies());
            var before = Fleets.missing(fleet, option);
            chosen.forEach((pool, count) -> launch(fleet, pool.candidate(), option, count, errors));
            if (Fleets.missing(fleet, option) >= before) break;
        }
        if (Fleets.missing(fleet, option) > 0) askTheRest(fleet, option, errors);
    }

    /** Pools that were no choice are asked for one instance each: they refuse, and so say why. */
    private void askTheRest(Fleet fleet, PurchaseOption option, List<LaunchError> errors) {
        for (var candidate : fleet.candidates)
            if (isRested(fleet, candidate) && Fleets.missing(fleet, option) > 0)
                launch(fleet, candidate, option, 1, errors);
    }

    private void launch(Fleet fleet, Candidate candidate, PurchaseOption option, int count, List<LaunchError> errors) {
        var region = ec2.region(fleet.region());
        try {
            var launched = ec2.launch(settled(region, fleet, candidate, option), 1, count);
            for (var instance : launched) {
                fleet.everLaunched.merge(option, candidate.weight(), Double::sum);
                fleets.joined(
                        fleet,
                        new Fleet.Member(instance, candidate.index(), candidate.weight(), launchable(candidate)));
            }
        } catch (Refused refused) {
            fleet.restingUntil.put(candidate.index(), time.now().plus(REST));
            errors.add(error(candidate, option, refused));
        }
    }

    private Launch settled(Region region, Fleet fleet, Candidate candidate, PurchaseOption option) {
        var parameters = candidate
                .parameters()
                .with(reservedTags(region, fleet, candidate)
                        .over(candidate.parameters().tagging()));
        var offer = new Launch.SpotOffer(
                fleet.id(),
                new LaunchParameters.SpotOptions(
                        candidate.maxPrice(),
                        false,
                        Optional.of(fleet.config().policies().onInterruption()),
                        Optional.empty()),
                Optional.empty(),
                candidate.parameters());
        return region.launches()
                .settle(parameters, option == PurchaseOption.SPOT ? Optional.of(offer) : Optional.empty(), "");
    }

    private static LaunchParameters.Tagging reservedTags(Region region, Fleet fleet, Candidate candidate) {
        var tags = new TreeMap<String, String>();
        tags.put(
                fleet.config().kind() == Kind.SPOT_FLEET ? "aws:ec2spot:fleet-request-id" : "aws:ec2:fleet-id",
                fleet.id());
        candidate.template().ifPresent(reference -> {
            var template = region.launchTemplates().find(reference.id(), reference.name());
            tags.put("aws:ec2launchtemplate:id", template.id());
            tags.put(
                    "aws:ec2launchtemplate:version",
                    Long.toString(template.version(reference.version()).number()));
        });
        return new LaunchParameters.Tagging(tags, new TreeMap<>(), new TreeMap<>());
    }

    private List<Allocation.Pool> pools(Fleet fleet, PurchaseOption option) {
        var held = new TreeMap<Integer, Double>();
        for (var member : fleet.members()) held.merge(member.candidate(), member.weight(), Double::sum);
        var pools = new ArrayList<Allocation.Pool>();
        for (var candidate : fleet.candidates) {
            var pool = pool(candidate, option);
            var price = ec2.market().price(pool, time.now());
            var affordable = option == PurchaseOption.ON_DEMAND
                    || price.compareTo(candidate.maxPrice().orElse(ec2.market().onDemand(pool))) <= 0;
            if (!affordable || !isRested(fleet, candidate)) continue;
            var available =
                    Math.min(ec2.market().available(pool), candidate.subnet().freeAddresses());
            pools.add(new Allocation.Pool(
                    candidate,
                    price,
                    available,
                    held.getOrDefault(candidate.index(), 0.0),
                    candidate.index() < fleet.order.size() ? fleet.order.get(candidate.index()) : candidate.index()));
        }
        return pools;
    }

    private boolean isRested(Fleet fleet, Candidate candidate) {
        return !fleet.restingUntil.getOrDefault(candidate.index(), Instant.MIN).isAfter(time.now());
    }

    private static CapacityPool pool(Candidate candidate, PurchaseOption option) {
        return new CapacityPool(
                candidate.type().name(), candidate.subnet().zone().name(), option);
    }

    boolean isShort(Fleet fleet) {
        return Fleets.missing(fleet, PurchaseOption.SPOT) > 0 || Fleets.missing(fleet, PurchaseOption.ON_DEMAND) > 0;
    }

    /** Takes away what is too much, where the fleet's policy says so. */
    void trim(Fleet fleet) {
        if (fleet.config().policies().excess() == FleetConfig.Excess.LEFT) return;
        var target = fleet.config().target();
        for (var option : PurchaseOption.values()) {
            var members = fleet.members().stream()
                    .filter(member -> member.instance().option() == option)
                    .filter(member ->
                            !fleet.replacing.contains(member.instance().id()))
                    .toList();
            var share = option == PurchaseOption.SPOT ? target.spotShare() : target.onDemandShare();
            Excess.of(
                            members,
                            share,
                            fleet.config().strategies().spot(),
                            member -> ec2.market()
                                            .price(member.instance().pool(), time.now())
                                            .micros()
                                    / member.weight())
                    .forEach(member -> ec2.terminate(member.instance(), StateReason.USER));
        }
    }

    private static Fleet.Launchable launchable(Candidate candidate) {
        return new Fleet.Launchable(
                candidate.template(),
                candidate.override(),
                candidate.type().name(),
                candidate.subnet().id(),
                candidate.subnet().zone().name());
    }

    private static LaunchError error(Candidate candidate, PurchaseOption option, Refused refused) {
        return new LaunchError(refused.code(), refused.getMessage(), option, launchable(candidate));
    }

    private void writeError(Fleet fleet, LaunchError error) {
        var where =
                error.launchable().instanceType() + ", " + error.launchable().zone() + ", Linux/UNIX: ";
        switch (error.code()) {
            case "InsufficientInstanceCapacity",
                    "InsufficientFreeAddressesInSubnet",
                    "SpotMaxPriceTooLow",
                    "UnfulfillableCapacity" ->
                fleets.write(
                        fleet,
                        FleetEvent.Kind.INFORMATION,
                        "launchSpecTemporarilyBlacklisted",
                        Optional.empty(),
                        where
                                + "Repeated errors have occurred processing the launch specification. It will not be retried for"
                                + " at least " + REST.toMinutes() + " minutes. Error message: " + error.message()
                                + " (Service: AmazonEC2; Status Code: 400; Error Code: " + error.code() + ")");
            case "MaxSpotInstanceCountExceeded" ->
                fleets.write(
                        fleet,
                        FleetEvent.Kind.ERROR,
                        "spotInstanceCountLimitExceeded",
                        Optional.empty(),
                        where + error.message());
            default ->
                fleets.write(
                        fleet,
                        FleetEvent.Kind.ERROR,
                        fleet.config().kind() == Kind.SPOT_FLEET
                                ? "spotFleetRequestConfigurationInvalid"
                                : "fleetRequestConfigurationInvalid",
                        Optional.empty(),
                        where + error.message());
        }
    }
}
