package dev.ballast.aws;

import dev.ballast.model.Architecture;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.Image;
import dev.ballast.model.InstanceType;
import dev.ballast.model.Offer;
import dev.ballast.model.Settings;
import dev.ballast.model.Settings.ImageChoice;
import dev.ballast.model.Target;
import dev.ballast.model.UsdPerHour;
import dev.ballast.observe.MarketReader;
import dev.ballast.observe.PlacementQuestion;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.LocationType;
import software.amazon.awssdk.services.ec2.model.SpotPrice;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.TargetCapacityUnitType;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;

/** The market through EC2, the price list and the SSM parameters of ECS's images. Used by one thread at a time. */
public final class AwsMarketReader implements MarketReader {
    private static final Duration OFFERINGS_KEPT = Duration.ofHours(1);
    private static final int MIB_OF_A_GIB = 1024;
    private static final String PRODUCT = "Linux/UNIX";
    private static final String IMAGE_PARAMETER =
            "/aws/service/ecs/optimized-ami/amazon-linux-2023/%srecommended/image_id";

    private record Offerings(Set<String> types, Set<String> zones, Instant readAt, Set<CapacityPool> pools) {}

    private final AwsClients clients;
    private final InstantSource clock;
    private final InstanceTypes types;
    private final OnDemandPrices onDemandPrices;
    private Optional<Offerings> offerings = Optional.empty();
    private List<String> remarks = List.of();

    /** @param clock the world's: spot prices are asked as of now */
    public AwsMarketReader(AwsClients clients, InstantSource clock) {
        this.clients = clients;
        this.clock = clock;
        types = new InstanceTypes(clients);
        onDemandPrices = new OnDemandPrices(clients, clock);
    }

    /** What of the last {@link #offers} is estimated or missing, one sentence each, for a person. */
    public List<String> remarks() {
        return remarks;
    }

    @Override
    public List<Offer> offers(Settings settings) {
        try {
            return read(settings);
        } catch (SdkException error) {
            throw AwsErrors.unreachable("read what can be bought", clients.place(), error);
        }
    }

    private List<Offer> read(Settings settings) {
        var said = new ArrayList<String>();
        var known = types.named(settings.capacity().instanceTypes());
        var unknown = new TreeSet<>(settings.capacity().instanceTypes());
        unknown.removeAll(known.keySet());
        if (!unknown.isEmpty())
            said.add(clients.place().region() + " does not have instance type " + String.join(", ", unknown));
        var subnets = subnetsByZone(settings.instance().network().subnets());
        if (subnets.isEmpty())
            said.add(clients.place().region() + " has no default subnets: name some under instance.network.subnets");
        var offers = new ArrayList<Offer>();
        if (!known.isEmpty() && !subnets.isEmpty()) {
            var spotPrices = spotPrices(known.keySet(), subnets.keySet());
            var onDemand = onDemandPrices.of(known.keySet());
            said.addAll(onDemandPrices.remarks());
            for (var pool : pools(known.keySet(), subnets.keySet()))
                offers.addAll(offers(known.get(pool.instanceType()), pool, new Prices(spotPrices, onDemand), subnets));
        }
        remarks = List.copyOf(said);
        offers.sort(Comparator.comparing(Offer::pool));
        return offers;
    }

    private record Prices(Map<CapacityPool, UsdPerHour> spot, Map<String, UsdPerHour> onDemand) {}

    /** A pool without a spot price has no spot market. */
    private static List<Offer> offers(
            InstanceType type, CapacityPool spot, Prices prices, Map<String, String> subnetByZone) {
        var offers = new ArrayList<Offer>();
        var subnet = subnetByZone.get(spot.zone());
        var onDemand = Optional.ofNullable(prices.onDemand().get(type.name()));
        Optional.ofNullable(prices.spot().get(spot))
                // without an on-demand price nothing is claimed to be saved
                .ifPresent(price -> offers.add(
                        new Offer(spot, type, price, onDemand.orElse(price), subnet, Offer.USUAL_LOSSES_PER_DAY)));
        onDemand.ifPresent(price ->
                offers.add(new Offer(CapacityPool.onDemand(type.name(), spot.zone()), type, price, price, subnet, 0)));
        return offers;
    }

    /** One a zone, the first that the settings name. */
    private Map<String, String> subnetsByZone(List<String> named) {
        var byZone = new TreeMap<String, String>();
        for (var subnet : subnets(named)) byZone.putIfAbsent(subnet.availabilityZone(), subnet.subnetId());
        return byZone;
    }

    private List<Subnet> subnets(List<String> named) {
        return named.isEmpty() ? defaultSubnets() : namedSubnets(named);
    }

    private List<Subnet> defaultSubnets() {
        return clients
                .reads()
                .ec2()
                .describeSubnetsPaginator(request -> request.filters(
                        Filter.builder().name("default-for-az").values("true").build()))
                .subnets()
                .stream()
                .sorted(Comparator.comparing(Subnet::subnetId))
                .toList();
    }

    private List<Subnet> namedSubnets(List<String> named) {
        return clients.reads().ec2().describeSubnets(request -> request.subnetIds(named)).subnets().stream()
                .sorted(Comparator.comparing(subnet -> named.indexOf(subnet.subnetId())))
                .toList();
    }

    /** Which types are offered in which zones, as spot pools; a type is not in every zone. */
    private Set<CapacityPool> pools(Set<String> names, Set<String> zones) {
        var now = clock.instant();
        var isKnown = offerings
                .filter(read -> read.types().equals(names)
                        && read.zones().equals(zones)
                        && read.readAt().plus(OFFERINGS_KEPT).isAfter(now))
                .isPresent();
        if (!isKnown) {
            var pools = new TreeSet<CapacityPool>();
            for (var chunk : Together.chunks(names, InstanceTypes.FILTER_VALUES_MAX))
                readOfferings(chunk, zones, pools);
            offerings = Optional.of(new Offerings(Set.copyOf(names), Set.copyOf(zones), now, pools));
        }
        return offerings.orElseThrow().pools();
    }

    private void readOfferings(Collection<String> names, Collection<String> zones, Set<CapacityPool> pools) {
        var pages = clients.reads()
                .ec2()
                .describeInstanceTypeOfferingsPaginator(request -> request.locationType(LocationType.AVAILABILITY_ZONE)
                        .filters(filter("instance-type", names), filter("location", zones)));
        for (var page : pages)
            for (var told : page.instanceTypeOfferings())
                pools.add(CapacityPool.spot(told.instanceTypeAsString(), told.location()));
    }

    /** The newest of each pool. With now as start time EC2 tells the price that holds, and those of the moment. */
    private Map<CapacityPool, UsdPerHour> spotPrices(Collection<String> names, Collection<String> zones) {
        var now = clock.instant();
        var pages = clients.reads()
                .ec2()
                .describeSpotPriceHistoryPaginator(request -> request.startTime(now)
                        .instanceTypesWithStrings(names)
                        .productDescriptions(PRODUCT)
                        .filters(filter("availability-zone", zones)));
        var newest = new TreeMap<CapacityPool, SpotPrice>();
        for (var page : pages)
            for (var told : page.spotPriceHistory())
                newest.merge(
                        CapacityPool.spot(told.instanceTypeAsString(), told.availabilityZone()),
                        told,
                        (one, other) -> other.timestamp().isAfter(one.timestamp()) ? other : one);
        var prices = new TreeMap<CapacityPool, UsdPerHour>();
        newest.forEach((pool, told) -> prices.put(pool, UsdPerHour.of(told.spotPrice())));
        return prices;
    }

    @Override
    public SortedMap<String, Integer> placementScores(Settings settings) {
        try {
            return readScores(settings);
        } catch (SdkException error) {
            throw AwsErrors.unreachable("read the spot placement scores", clients.place(), error);
        }
    }

    /** EC2 names zones by their ids here, because the same name is another zone in another account; subnets tell both. */
    private SortedMap<String, Integer> readScores(Settings settings) {
        var nameOfId = new TreeMap<String, String>();
        for (var subnet : subnets(settings.instance().network().subnets()))
            nameOfId.put(subnet.availabilityZoneId(), subnet.availabilityZone());
        var known = types.named(settings.capacity().instanceTypes()).keySet();
        var scores = new TreeMap<String, Integer>();
        if (known.isEmpty() || nameOfId.isEmpty()) return scores;
        var asked = PlacementQuestion.of(settings.capacity(), known, nameOfId.size());
        var pages = clients.reads()
                .ec2()
                // without a region EC2 scores all of them
                .getSpotPlacementScoresPaginator(request -> request.regionNames(
                                clients.place().region())
                        .singleAvailabilityZone(true)
                        .instanceTypes(asked.types())
                        .targetCapacity(
                                asked.unit() == Target.Unit.MEMORY_GIB ? asked.amount() * MIB_OF_A_GIB : asked.amount())
                        .targetCapacityUnitType(unit(asked.unit())));
        for (var page : pages)
            for (var told : page.spotPlacementScores())
                Optional.ofNullable(nameOfId.get(told.availabilityZoneId()))
                        .ifPresent(zone -> scores.put(zone, told.score()));
        return scores;
    }

    private static TargetCapacityUnitType unit(Target.Unit unit) {
        return switch (unit) {
            case INSTANCES -> TargetCapacityUnitType.UNITS;
            case VCPUS -> TargetCapacityUnitType.VCPU;
            case MEMORY_GIB -> TargetCapacityUnitType.MEMORY_MIB;
        };
    }

    private static Filter filter(String name, Collection<String> values) {
        return Filter.builder().name(name).values(values).build();
    }

    @Override
    public Optional<Image> image(ImageChoice choice) {
        try {
            return switch (choice) {
                case ImageChoice.ById byId -> describe(byId.imageId());
                case ImageChoice.EcsOptimized newest ->
                    recommended(newest.architecture()).flatMap(this::describe);
            };
        } catch (SdkException error) {
            throw AwsErrors.unreachable("read the machine image", clients.place(), error);
        }
    }

    private Optional<String> recommended(Architecture architecture) {
        var name = parameter(architecture);
        try {
            return Optional.of(clients.reads()
                    .ssm()
                    .getParameter(request -> request.name(name))
                    .parameter()
                    .value());
        } catch (ParameterNotFoundException none) {
            return Optional.empty();
        }
    }

    static String parameter(Architecture architecture) {
        return IMAGE_PARAMETER.formatted(architecture == Architecture.ARM64 ? "arm64/" : "");
    }

    private Optional<Image> describe(String imageId) {
        try {
            return clients
                    .reads()
                    .ec2()
                    // an image that its owner has deprecated still starts
                    .describeImages(request -> request.imageIds(imageId).includeDeprecated(true))
                    .images()
                    .stream()
                    .findFirst()
                    .map(Ec2Mapping::image);
        } catch (Ec2Exception error) {
            if (AwsErrors.means(error, AwsErrors.Meaning.NOT_FOUND)) return Optional.empty();
            throw error;
        }
    }
}
