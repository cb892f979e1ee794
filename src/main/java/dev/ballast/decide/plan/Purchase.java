package dev.ballast.decide.plan;

import dev.ballast.decide.pack.Load;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.Offer;
import dev.ballast.model.UsdPerHour;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** What would be bought, for what, and what no offer could fill. */
final class Purchase {
    /** For what an instance is bought. */
    enum Cause {
        TARGET,
        TASKS,
        SPARE,
        /** Of the target, what is on demand always. */
        BASE
    }

    private final List<Offer> offers = new ArrayList<>();
    private final int[] byCause = new int[Cause.values().length];
    private final Load withoutRoom = new Load();
    private final Load withoutSpare = new Load();
    private final TreeSet<String> unsafe = new TreeSet<>();
    private int shortOfTarget;

    void add(Offer offer, Cause cause) {
        offers.add(offer);
        byCause[cause.ordinal()]++;
    }

    void isShortOfTarget(int missing) {
        shortOfTarget = missing;
    }

    boolean isEmpty() {
        return offers.isEmpty();
    }

    int size() {
        return offers.size();
    }

    int size(Cause cause) {
        return byCause[cause.ordinal()];
    }

    List<Offer> offers() {
        return offers;
    }

    SortedMap<CapacityPool, Integer> counts() {
        var counts = new TreeMap<CapacityPool, Integer>();
        for (var offer : offers) counts.merge(offer.pool(), 1, Integer::sum);
        return counts;
    }

    UsdPerHour price() {
        var sum = UsdPerHour.ZERO;
        for (var offer : offers) sum = sum.plus(offer.price());
        return sum;
    }

    UsdPerHour onDemandPrice() {
        var sum = UsdPerHour.ZERO;
        for (var offer : offers) sum = sum.plus(offer.onDemandPrice());
        return sum;
    }

    /** Tasks that wait and for which nothing could be found. */
    Load withoutRoom() {
        return withoutRoom;
    }

    /** Tasks that would have no place after the loss of {@link #unsafe()}. */
    Load withoutSpare() {
        return withoutSpare;
    }

    /** Groups whose loss would leave tasks without a place. */
    TreeSet<String> unsafe() {
        return unsafe;
    }

    /** In the target's unit. */
    int shortOfTarget() {
        return shortOfTarget;
    }

    boolean isShort() {
        return shortOfTarget > 0 || !withoutRoom.isEmpty() || !withoutSpare.isEmpty();
    }
}
