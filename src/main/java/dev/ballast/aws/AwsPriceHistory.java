package dev.ballast.aws;

import dev.ballast.model.CapacityPool;
import dev.ballast.model.MarketTrace;
import dev.ballast.model.MarketTrace.PriceAt;
import dev.ballast.model.UsdPerHour;
import dev.ballast.observe.PriceHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import software.amazon.awssdk.core.exception.SdkException;

/** Spot prices of Linux through DescribeSpotPriceHistory, which reaches 90 days back. */
public final class AwsPriceHistory implements PriceHistory {
    private static final String PRODUCT = "Linux/UNIX";

    private final AwsClients clients;

    public AwsPriceHistory(AwsClients clients) {
        this.clients = clients;
    }

    @Override
    public List<MarketTrace.Prices> since(Instant since, Collection<String> instanceTypes) {
        try {
            var told = new TreeMap<CapacityPool, TreeMap<Instant, UsdPerHour>>();
            // one type that the region does not have would have the whole call refused
            var known =
                    new InstanceTypes(clients).named(List.copyOf(instanceTypes)).keySet();
            for (var chunk : Together.chunks(known, InstanceTypes.FILTER_VALUES_MAX)) read(since, chunk, told);
            var prices = new ArrayList<MarketTrace.Prices>();
            told.forEach((pool, changes) -> prices.add(new MarketTrace.Prices(pool, from(since, changes))));
            return prices;
        } catch (SdkException error) {
            throw AwsErrors.unreachable("read spot prices", clients.place(), error);
        }
    }

    private void read(
            Instant since, Collection<String> types, TreeMap<CapacityPool, TreeMap<Instant, UsdPerHour>> told) {
        var pages = clients.reads()
                .ec2()
                .describeSpotPriceHistoryPaginator(request ->
                        request.startTime(since).instanceTypesWithStrings(types).productDescriptions(PRODUCT));
        for (var page : pages)
            for (var price : page.spotPriceHistory())
                told.computeIfAbsent(
                                CapacityPool.spot(price.instanceTypeAsString(), price.availabilityZone()),
                                pool -> new TreeMap<>())
                        .put(price.timestamp(), UsdPerHour.of(price.spotPrice()));
    }

    /** With a start time EC2 tells the last change before it, too: the price that held then. */
    private static List<PriceAt> from(Instant since, TreeMap<Instant, UsdPerHour> changes) {
        var held = changes.floorKey(since);
        var prices = new ArrayList<PriceAt>();
        for (var change : (held == null ? changes : changes.tailMap(held, true)).entrySet())
            if (prices.isEmpty() || !prices.getLast().price().equals(change.getValue()))
                prices.add(new PriceAt(after(since, change.getKey()), change.getValue()));
        return List.copyOf(prices);
    }

    private static Duration after(Instant since, Instant moment) {
        return moment.isBefore(since) ? Duration.ZERO : Duration.between(since, moment);
    }
}
