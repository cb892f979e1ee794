package dev.ballast.decide.plan;

import dev.ballast.decide.facts.Facts;
import dev.ballast.decide.market.ZoneScores;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.PurchaseOption;
import dev.ballast.model.Settings.Backend;
import dev.ballast.model.Settings.Survive;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Zones that are bought of only for what the others cannot give, because EC2 scores them low. None is where all are low: then nothing is
 * better. Nor where a zone's loss is to be survived, for then it is the number of zones that carries the loss; nor with a Spot Fleet, whose
 * zones AWS chooses.
 */
final class TakenLast {
    private final SortedMap<String, Integer> low;

    private TakenLast(SortedMap<String, Integer> low) {
        this.low = low;
    }

    static TakenLast of(Facts facts) {
        var low = ZoneScores.low(facts);
        var capacity = facts.settings().capacity();
        var isNone = low.isEmpty()
                || capacity.survive() == Survive.ZONE
                || capacity.backend() == Backend.SPOT_FLEET
                || facts.observation().offers().value().stream()
                        .allMatch(offer -> offer.pool().option() != PurchaseOption.SPOT
                                || low.containsKey(offer.pool().zone()));
        return new TakenLast(isNone ? new TreeMap<>() : low);
    }

    boolean isNobody() {
        return low.isEmpty();
    }

    boolean has(CapacityPool pool) {
        return pool.option() == PurchaseOption.SPOT && low.containsKey(pool.zone());
    }

    /** For each zone, why. */
    List<String> words() {
        var words = new ArrayList<String>();
        low.forEach((zone, score) -> words.add(why(zone)));
        return words;
    }

    String why(String zone) {
        return ZoneScores.of(zone, low.get(zone)) + ", and what scores " + ZoneScores.LOW + " or less is taken last";
    }
}
