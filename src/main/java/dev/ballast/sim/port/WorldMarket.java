package dev.ballast.sim.port;

import dev.ballast.model.CapacityPool;
import dev.ballast.model.Image;
import dev.ballast.model.InstanceCatalogue;
import dev.ballast.model.InstanceType;
import dev.ballast.model.Offer;
import dev.ballast.model.PurchaseOption;
import dev.ballast.model.Settings;
import dev.ballast.model.UsdPerHour;
import dev.ballast.observe.MarketReader;
import dev.ballast.observe.PlacementQuestion;
import dev.ballast.sim.world.World;
import dev.ballast.sim.world.ec2.MachineImage;
import dev.ballast.sim.world.ec2.Region;
import dev.ballast.sim.world.ec2.Subnet;
import dev.ballast.sim.world.market.PlacementScore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The world's prices and images, as {@link dev.ballast.observe.MarketReader} tells them. */
final class WorldMarket implements MarketReader {
    private final World world;
    private final String region;
    private final Line line;

    /** The same question has the same pools for an answer, and only spot prices move. */
    private Asked lastAsked;

    private List<Place> places = List.of();

    private record Asked(List<String> types, Map<String, Subnet> subnets) {}

    /** An offer but for its price. */
    private record Place(CapacityPool pool, InstanceType type, UsdPerHour onDemand, String subnetId) {}

    WorldMarket(World world, String region, Line line) {
        this.world = world;
        this.line = line;
        this.region = region;
    }

    @Override
    public List<Offer> offers(Settings settings) {
        try {
            line.read("ec2", "DescribeSubnets", 1);
            line.read("ec2", "DescribeSpotPriceHistory", 1);
        } catch (Line.Broken broken) {
            throw broken.unreachable("read what can be bought");
        }
        var asked = new Asked(settings.capacity().instanceTypes(), subnetByZone(settings));
        if (!asked.equals(lastAsked)) {
            places = places(asked);
            lastAsked = asked;
        }
        var market = world.ec2().market();
        var now = world.time().now();
        var offers = new ArrayList<Offer>(places.size());
        for (var place : places) {
            var isSpot = place.pool().option() == PurchaseOption.SPOT;
            offers.add(new Offer(
                    place.pool(),
                    place.type(),
                    isSpot ? market.price(place.pool(), now) : place.onDemand(),
                    place.onDemand(),
                    place.subnetId(),
                    isSpot ? Offer.USUAL_LOSSES_PER_DAY : 0));
        }
        return offers;
    }

    @Override
    public SortedMap<String, Integer> placementScores(Settings settings) {
        try {
            line.read("ec2", "DescribeSubnets", 1);
            line.read("ec2", "GetSpotPlacementScores", 1);
        } catch (Line.Broken broken) {
            throw broken.unreachable("read the spot placement scores");
        }
        var zones = subnetByZone(settings).keySet();
        var types = settings.capacity().instanceTypes().stream()
                .map(InstanceCatalogue::find)
                .flatMap(Optional::stream)
                .map(InstanceCatalogue.Entry::type)
                .toList();
        var scores = new TreeMap<String, Integer>();
        if (types.isEmpty() || zones.isEmpty()) return scores;
        var asked = PlacementQuestion.of(
                settings.capacity(), types.stream().map(InstanceType::name).toList(), zones.size());
        var target = settings.capacity().target();
        for (var zone : zones)
            scores.put(
                    zone,
                    PlacementScore.of(
                            world.ec2().market(), types, List.of(zone), asked.amount(), target::contribution));
        return scores;
    }

    private List<Place> places(Asked asked) {
        var found = new ArrayList<Place>();
        asked.subnets().forEach((zone, subnet) -> {
            for (var name : asked.types()) {
                var type = InstanceCatalogue.find(name);
                if (type.isEmpty()) continue;
                var onDemand = CapacityPool.onDemand(name, zone);
                var price = world.ec2().market().onDemand(onDemand);
                for (var pool : List.of(CapacityPool.spot(name, zone), onDemand))
                    found.add(new Place(pool, type.get().type(), price, subnet.id()));
            }
        });
        found.sort(Comparator.comparing(Place::pool));
        return found;
    }

    private Map<String, Subnet> subnetByZone(Settings settings) {
        Map<String, Subnet> byZone = new LinkedHashMap<>();
        var network = place().network();
        var named = settings.instance().network().subnets();
        if (named.isEmpty())
            for (var zone : network.zones())
                network.defaultSubnet(zone.name()).ifPresent(subnet -> byZone.put(zone.name(), subnet));
        for (var id : named) {
            var subnet = network.subnet(id);
            byZone.putIfAbsent(subnet.zone().name(), subnet);
        }
        return byZone;
    }

    @Override
    public Optional<Image> image(Settings.ImageChoice choice) {
        try {
            if (choice instanceof Settings.ImageChoice.EcsOptimized) line.read("ssm", "GetParameter", 1);
            line.read("ec2", "DescribeImages", 1);
        } catch (Line.Broken broken) {
            throw broken.unreachable("read the machine image");
        }
        return switch (choice) {
            case Settings.ImageChoice.ById(var id) -> place().images().find(id).map(MachineImage::toModel);
            case Settings.ImageChoice.EcsOptimized(var architecture) ->
                Optional.of(place().images().recommended(architecture).toModel());
        };
    }

    private Region place() {
        return world.ec2().region(region);
    }
}
