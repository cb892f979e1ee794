package dev.ballast.sim.api.ec2;

import dev.ballast.model.CapacityPool;
import dev.ballast.model.InstanceCatalogue;
import dev.ballast.model.InstanceType;
import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.Filters;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.api.Pages;
import dev.ballast.sim.world.ec2.Ec2;
import dev.ballast.sim.world.ec2.Zone;
import dev.ballast.sim.world.market.PlacementScore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.DescribeSpotPriceHistoryRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSpotPriceHistoryResponse;
import software.amazon.awssdk.services.ec2.model.GetSpotPlacementScoresRequest;
import software.amazon.awssdk.services.ec2.model.GetSpotPlacementScoresResponse;
import software.amazon.awssdk.services.ec2.model.SpotPlacementScore;
import software.amazon.awssdk.services.ec2.model.SpotPrice;

/** What the spot market says of itself: prices and placement scores. */
final class SpotMarketApi implements Ec2Api {
    private static final Pages PAGES = Pages.ofEc2(1, 1_000).whereUnsaid(1_000);
    private static final String PRODUCT = "Linux/UNIX";
    /** How far back EC2 tells prices. */
    private static final Duration KEPT = Duration.ofDays(90);

    private static final Pages SCORE_PAGES = Pages.ofEc2(10, 1_000);
    /** GetSpotPlacementScores' bounds, as its reference tells them; how EC2 words their refusals it does not tell. */
    private static final int CAPACITY_MAX = 2_000_000_000;

    private static final int TYPES_MAX = 1_000;
    private static final int REGIONS_MAX = 10;

    private static final Filters<SpotPrice> FILTERS = new Filters<SpotPrice>()
            .on("availability-zone", SpotPrice::availabilityZone)
            .on("availability-zone-id", SpotPrice::availabilityZoneId)
            .on("instance-type", SpotPrice::instanceTypeAsString)
            .on("product-description", SpotPrice::productDescriptionAsString)
            .on("spot-price", SpotPrice::spotPrice)
            .on("timestamp", it -> it.timestamp().toString());

    private final Ec2 ec2;

    SpotMarketApi(Ec2 ec2) {
        this.ec2 = ec2;
    }

    @Override
    public void register(Operations operations) {
        operations.on("DescribeSpotPriceHistory", DescribeSpotPriceHistoryRequest::builder, this::describePrices);
        operations.on("GetSpotPlacementScores", GetSpotPlacementScoresRequest::builder, this::placementScores);
    }

    private DescribeSpotPriceHistoryResponse describePrices(
            DescribeSpotPriceHistoryRequest request, CallContext context) {
        var asked = request.availabilityZone();
        if (asked != null
                && ec2.region(context.region()).zones().stream()
                        .noneMatch(zone -> zone.name().equals(asked)))
            throw AwsError.refused("InvalidParameterValue", "Invalid availability zone: [" + asked + "]");
        var now = context.now();
        var to = request.endTime() == null || request.endTime().isAfter(now) ? now : request.endTime();
        var oldest = now.minus(KEPT);
        var from = request.startTime() == null || request.startTime().isBefore(oldest) ? oldest : request.startTime();
        var types = request.instanceTypesAsStrings().isEmpty()
                ? InstanceCatalogue.all().stream()
                        .map(entry -> entry.type().name())
                        .toList()
                : request.instanceTypesAsStrings();
        var prices = new ArrayList<SpotPrice>();
        if (request.productDescriptions().isEmpty()
                || request.productDescriptions().stream().anyMatch(it -> it.startsWith(PRODUCT)))
            for (var type : types)
                for (var zone : ec2.region(context.region()).zones())
                    if (isAsked(request, zone) && InstanceCatalogue.find(type).isPresent())
                        for (var change : ec2.market()
                                .history(CapacityPool.spot(type, zone.name()), from.isAfter(to) ? to : from, to))
                            prices.add(SpotPrice.builder()
                                    .instanceType(type)
                                    .availabilityZone(zone.name())
                                    .availabilityZoneId(zone.id())
                                    .productDescription(PRODUCT)
                                    .spotPrice(change.price().toBigDecimal().toPlainString())
                                    .timestamp(change.at())
                                    .build());
        prices.sort(Comparator.comparing(SpotPrice::timestamp).reversed());
        var page = PAGES.cut(
                FILTERS.keep(prices, request.filters()),
                it -> it.instanceTypeAsString() + "/" + it.availabilityZone() + "/" + it.timestamp(),
                request.nextToken(),
                request.maxResults() == null || request.maxResults() == 0 ? null : request.maxResults());
        return DescribeSpotPriceHistoryResponse.builder()
                .spotPriceHistory(page.items())
                // EC2 writes an empty token on the last page here, and boto3's users know it.
                .nextToken(page.nextToken() == null ? "" : page.nextToken())
                .build();
    }

    private static boolean isAsked(DescribeSpotPriceHistoryRequest request, Zone zone) {
        return (request.availabilityZone() == null || request.availabilityZone().equals(zone.name()))
                && (request.availabilityZoneId() == null
                        || request.availabilityZoneId().equals(zone.id()));
    }

    private GetSpotPlacementScoresResponse placementScores(GetSpotPlacementScoresRequest request, CallContext context) {
        var types = types(request);
        within("targetCapacity", request.targetCapacity(), CAPACITY_MAX);
        var scores = new ArrayList<SpotPlacementScore>();
        for (var region : regions(request, context)) {
            var zones = ec2.region(region).zones();
            if (Boolean.TRUE.equals(request.singleAvailabilityZone())) {
                for (var zone : zones)
                    scores.add(SpotPlacementScore.builder()
                            .region(region)
                            .availabilityZoneId(zone.id())
                            .score(score(request, types, List.of(zone)))
                            .build());
            } else {
                scores.add(SpotPlacementScore.builder()
                        .region(region)
                        .score(score(request, types, zones))
                        .build());
            }
        }
        scores.sort(Comparator.comparing(SpotPlacementScore::score).reversed());
        var page = SCORE_PAGES.cut(
                scores, it -> it.region() + "/" + it.availabilityZoneId(), request.nextToken(), request.maxResults());
        return GetSpotPlacementScoresResponse.builder()
                .spotPlacementScores(page.items())
                .nextToken(page.nextToken())
                .build();
    }

    /** Where none is named AWS scores every region; here those in which something is. */
    private Collection<String> regions(GetSpotPlacementScoresRequest request, CallContext context) {
        if (request.regionNames().isEmpty()) {
            var all = new LinkedHashSet<>(List.of(context.region()));
            ec2.regions().forEach(region -> all.add(region.name()));
            return all;
        }
        atMost("regionNames", request.regionNames(), REGIONS_MAX);
        for (var name : request.regionNames())
            if (!AccountApi.REGION.matcher(name).matches())
                throw AwsError.refused("InvalidParameterValue", "Invalid region names: " + name);
        return new LinkedHashSet<>(request.regionNames());
    }

    private static void within(String name, int value, int most) {
        if (value >= 1 && value <= most) return;
        throw AwsError.refused(
                "InvalidParameterValue",
                "Value ( " + value + " ) for parameter " + name + " is invalid. Expecting a value "
                        + (value < 1 ? "greater than 1" : "less than " + most) + ".");
    }

    private static void atMost(String name, Collection<?> values, int most) {
        if (values.size() > most)
            throw AwsError.refused(
                    "InvalidParameterValue",
                    "Value ( " + values.size() + " ) for parameter " + name + " is invalid. Expecting at most " + most
                            + " values.");
    }

    private static List<InstanceType> types(GetSpotPlacementScoresRequest request) {
        var requirements = request.instanceRequirementsWithMetadata();
        if (requirements != null && !request.instanceTypes().isEmpty())
            throw AwsError.refused(
                    "InvalidParameterCombination",
                    "InstanceTypes and InstanceRequirementsWithMetadata cannot be specified in the same request.");
        if (requirements != null && requirements.instanceRequirements() != null)
            return RequirementAsks.of(requirements.instanceRequirements(), requirements.architectureTypesAsStrings())
                    .matching();
        if (request.instanceTypes().isEmpty())
            throw AwsError.refused("MissingParameter", "The request must contain the parameter InstanceTypes");
        atMost("instanceTypes", request.instanceTypes(), TYPES_MAX);
        return request.instanceTypes().stream()
                .distinct()
                .map(name -> InstanceCatalogue.find(name)
                        .orElseThrow(() -> AwsError.refused(
                                "InvalidParameterValue", "Invalid value '" + name + "' for InstanceType."))
                        .type())
                .toList();
    }

    private int score(GetSpotPlacementScoresRequest request, List<InstanceType> types, List<Zone> zones) {
        return PlacementScore.of(
                ec2.market(),
                types,
                zones.stream().map(Zone::name).toList(),
                request.targetCapacity(),
                type -> unitsOf(type, request.targetCapacityUnitTypeAsString()));
    }

    private static int unitsOf(InstanceType type, String unit) {
        if (unit == null) return 1;
        return switch (unit) {
            case "vcpu" -> type.vcpus();
            case "memory-mib" -> type.memoryMib();
            default -> 1;
        };
    }
}
