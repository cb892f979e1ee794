package dev.ballast.app.view;

import dev.ballast.model.CapacityPool;
import dev.ballast.model.Instance;
import dev.ballast.model.Offer;
import dev.ballast.model.UsdPerHour;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What instances cost an hour, and what the same ones would cost on demand.
 *
 * @param unpriced instances of pools whose price is not known, for example of a type that the settings do not name; they are in
 *     neither sum
 */
public record HourlyCost(UsdPerHour now, UsdPerHour onDemand, int unpriced) {

    public static HourlyCost of(List<Instance> instances, List<Offer> offers) {
        return ofPools(instances.stream().map(Instance::pool).toList(), offers);
    }

    /** @param pools one entry an instance */
    public static HourlyCost ofPools(Collection<CapacityPool> pools, List<Offer> offers) {
        Map<CapacityPool, Offer> byPool = new LinkedHashMap<>();
        for (var offer : offers) byPool.put(offer.pool(), offer);
        var now = UsdPerHour.ZERO;
        var onDemand = UsdPerHour.ZERO;
        var unpriced = new ArrayList<CapacityPool>();
        for (var pool : pools) {
            var offer = byPool.get(pool);
            if (offer == null) {
                unpriced.add(pool);
                continue;
            }
            now = now.plus(offer.price());
            onDemand = onDemand.plus(offer.onDemandPrice());
        }
        return new HourlyCost(now, onDemand, unpriced.size());
    }

    /** {@code $0.62/h, $1.35/h on demand (54 % less)}. */
    @Override
    public String toString() {
        var text = String.format(Locale.ROOT, "$%.2f/h, $%.2f/h on demand", now.dollars(), onDemand.dollars());
        if (onDemand.micros() > 0)
            text += String.format(Locale.ROOT, " (%.0f %% less)", 100.0 * (1 - now.dollars() / onDemand.dollars()));
        return unpriced == 0 ? text : text + ", without " + unpriced + " instances of unknown price";
    }
}
