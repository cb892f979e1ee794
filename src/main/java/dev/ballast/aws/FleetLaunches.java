package dev.ballast.aws;

import dev.ballast.model.Action.LaunchInstances;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.Offer;
import dev.ballast.model.Outcome;
import dev.ballast.model.Outcome.Failure;
import dev.ballast.model.Outcome.Launched;
import dev.ballast.model.OwnerTags;
import dev.ballast.model.PurchaseOption;
import dev.ballast.model.UsdPerHour;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.ec2.model.CreateFleetRequest;
import software.amazon.awssdk.services.ec2.model.CreateFleetResponse;
import software.amazon.awssdk.services.ec2.model.DefaultTargetCapacityType;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.FleetData;
import software.amazon.awssdk.services.ec2.model.FleetLaunchTemplateConfigRequest;
import software.amazon.awssdk.services.ec2.model.FleetLaunchTemplateOverrides;
import software.amazon.awssdk.services.ec2.model.FleetLaunchTemplateOverridesRequest;
import software.amazon.awssdk.services.ec2.model.FleetType;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateAndOverridesResponse;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.SpotAllocationStrategy;

/**
 * Launches by EC2 Fleet of type instant. The same token sent again launches nothing new. Whether AWS then repeats the instances in
 * the answer is not documented; where it does not they are asked for by the fleet's id, and then by the launch's tag.
 */
final class FleetLaunches {
    private final AwsClients clients;
    private final String cluster;

    FleetLaunches(AwsClients clients, String cluster) {
        this.clients = clients;
        this.cluster = cluster;
    }

    Outcome launch(String token, LaunchInstances action) {
        var wanted = new TreeMap<CapacityPool, Integer>();
        for (var offer : action.offers()) wanted.merge(offer.pool(), action.each(), Integer::sum);
        var answer = new FleetAnswer(List.of(), List.of(), List.of());
        for (var part : parts(token, action)) answer = answer.and(launch(part));
        return answer.outcome(wanted);
    }

    /** One CreateFleet call. */
    record Part(String clientToken, String launch, LaunchInstances action) {}

    /**
     * Spot is spread over its pools by the fleet itself. On-demand has no such strategy, all would go to the cheapest pool, so each
     * pool is a fleet of its own.
     */
    static List<Part> parts(String token, LaunchInstances action) {
        var offers = action.offers();
        if (offers.size() == 1 || option(action) == PurchaseOption.SPOT)
            return List.of(new Part(ClientToken.of(token), token, action));
        var parts = new ArrayList<Part>();
        for (var i = 0; i < offers.size(); i++)
            parts.add(new Part(
                    ClientToken.of(token, i),
                    token,
                    new LaunchInstances(
                            action.templateName(), List.of(offers.get(i)), action.each(), action.maxPrice())));
        return parts;
    }

    private static PurchaseOption option(LaunchInstances action) {
        return action.offers().getFirst().pool().option();
    }

    private FleetAnswer launch(Part part) {
        CreateFleetResponse told;
        try {
            told = clients.writes().ec2().createFleet(request(part));
        } catch (Ec2Exception error) {
            return switch (AwsErrors.meaning(error)) {
                case NO_CAPACITY, NOT_FOUND, EXISTS, CREDENTIALS, EXPIRED, DENIED, REFUSED ->
                    nowhere(part, AwsErrors.code(error), AwsErrors.words(error));
                case LAUNCHED_AND_GONE -> byTag(part);
                case THROTTLED, UNSURE ->
                    throw error; // the whole launch is sent again, and earlier parts answer the same
            };
        }
        var answer = answer(part.action(), told);
        if (answer.isSilent()) answer = byFleet(part, told.fleetId());
        if (answer.isSilent()) answer = byTag(part);
        return answer.isSilent()
                ? nowhere(part, FleetAnswer.UNFULFILLED, "EC2 Fleet answered neither instances nor errors")
                : answer;
    }

    CreateFleetRequest request(Part part) {
        var action = part.action();
        var option = option(action);
        var tags = OwnTags.ofLaunch(cluster, action.templateName(), part.launch());
        var request = CreateFleetRequest.builder()
                .type(FleetType.INSTANT)
                .clientToken(part.clientToken())
                .launchTemplateConfigs(FleetLaunchTemplateConfigRequest.builder()
                        .launchTemplateSpecification(spec ->
                                spec.launchTemplateName(action.templateName()).version("$Latest"))
                        .overrides(action.offers().stream()
                                .map(offer -> override(offer, action.maxPrice()))
                                .toList())
                        .build())
                .targetCapacitySpecification(target ->
                        target.totalTargetCapacity(action.total()).defaultTargetCapacityType(capacityType(option)))
                .tagSpecifications(OwnTags.on(ResourceType.INSTANCE, tags), OwnTags.on(ResourceType.FLEET, tags));
        if (option == PurchaseOption.SPOT)
            request.spotOptions(spot -> spot.allocationStrategy(SpotAllocationStrategy.DIVERSIFIED));
        return request.build();
    }

    private static DefaultTargetCapacityType capacityType(PurchaseOption option) {
        return switch (option) {
            case SPOT -> DefaultTargetCapacityType.SPOT;
            case ON_DEMAND -> DefaultTargetCapacityType.ON_DEMAND;
        };
    }

    private static FleetLaunchTemplateOverridesRequest override(Offer offer, Optional<UsdPerHour> maxPrice) {
        var override = FleetLaunchTemplateOverridesRequest.builder()
                .instanceType(offer.pool().instanceType())
                .subnetId(offer.subnetId());
        // MaxPrice is a bound for spot only, and without one AWS's own bound holds, the on-demand price.
        if (offer.pool().option() == PurchaseOption.SPOT)
            maxPrice.ifPresent(price -> override.maxPrice(dollars(price)));
        return override.build();
    }

    /** A decimal number without an exponent. */
    static String dollars(UsdPerHour price) {
        return price.toBigDecimal().stripTrailingZeros().toPlainString();
    }

    static FleetAnswer answer(LaunchInstances action, CreateFleetResponse told) {
        var launched = new ArrayList<Launched>();
        for (var one : told.instances()) {
            var pool = pool(action, one.launchTemplateAndOverrides(), one.instanceTypeAsString());
            one.instanceIds().forEach(id -> launched.add(new Launched(id, pool)));
        }
        var failures = told.errors().stream()
                .map(one -> failure(
                        pool(action, one.launchTemplateAndOverrides(), null), one.errorCode(), one.errorMessage()))
                .toList();
        return new FleetAnswer(Optional.ofNullable(told.fleetId()).map(List::of).orElse(List.of()), launched, failures);
    }

    private FleetAnswer byFleet(Part part, String fleetId) {
        if (fleetId == null) return new FleetAnswer(List.of(), List.of(), List.of());
        var fleets = clients.reads()
                .ec2()
                .describeFleets(request -> request.fleetIds(fleetId))
                .fleets();
        return fleets.isEmpty()
                ? new FleetAnswer(List.of(fleetId), List.of(), List.of())
                : answer(part.action(), fleets.getFirst());
    }

    static FleetAnswer answer(LaunchInstances action, FleetData told) {
        var launched = new ArrayList<Launched>();
        for (var one : told.instances()) {
            var pool = pool(action, one.launchTemplateAndOverrides(), one.instanceTypeAsString());
            one.instanceIds().forEach(id -> launched.add(new Launched(id, pool)));
        }
        var failures = told.errors().stream()
                .map(one -> failure(
                        pool(action, one.launchTemplateAndOverrides(), null), one.errorCode(), one.errorMessage()))
                .toList();
        return new FleetAnswer(List.of(told.fleetId()), launched, failures);
    }

    /** What carries the launch's tag, in the pools of this part: other parts of the launch carry it too. */
    private FleetAnswer byTag(Part part) {
        var pools = part.action().offers().stream().map(Offer::pool).toList();
        var launched = clients
                .reads()
                .ec2()
                .describeInstancesPaginator(request -> request.filters(Filter.builder()
                        .name("tag:" + OwnerTags.LAUNCH)
                        .values(part.launch())
                        .build()))
                .reservations()
                .stream()
                .flatMap(reservation -> reservation.instances().stream())
                .map(told -> new Launched(told.instanceId(), Ec2Mapping.pool(told)))
                .filter(one -> pools.contains(one.pool()))
                .toList();
        return new FleetAnswer(List.of(), launched, List.of());
    }

    private static FleetAnswer nowhere(Part part, String code, String message) {
        return new FleetAnswer(
                List.of(),
                List.of(),
                part.action().offers().stream()
                        .map(offer -> failure(offer.pool(), code, message))
                        .toList());
    }

    private static Failure failure(CapacityPool pool, String code, String message) {
        return new Failure(pool.toString(), code, AwsErrors.oneLine(Ec2Mapping.orEmpty(message)));
    }

    /** The offer that the answer's override repeats; a fleet-wide error has none, and then stands for the first. */
    private static CapacityPool pool(
            LaunchInstances action, LaunchTemplateAndOverridesResponse told, String instanceType) {
        var override = told == null ? null : told.overrides();
        return action.offers().stream()
                .filter(offer -> override == null
                        ? instanceType == null || offer.pool().instanceType().equals(instanceType)
                        : matches(offer, override))
                .findFirst()
                .orElse(action.offers().getFirst())
                .pool();
    }

    private static boolean matches(Offer offer, FleetLaunchTemplateOverrides override) {
        var sameZone = override.subnetId() != null
                ? override.subnetId().equals(offer.subnetId())
                : override.availabilityZone() == null
                        || override.availabilityZone().equals(offer.pool().zone());
        return sameZone && offer.pool().instanceType().equals(override.instanceTypeAsString());
    }
}
