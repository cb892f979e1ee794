package dev.ballast.decide.plan;

import dev.ballast.decide.pack.Load;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.Offer;
import dev.ballast.model.UsdPerHour;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What would be bought, for what, and what no offer could fill. */
final class Purchase {
    /** For what an instance is bought. */
    enum Cause {
        TARGET,
        TASKS,
        /** Room for tasks that are still to come. */
        HEADROOM,
        SPARE,
        /** Of the target, what is on demand always. */
        BASE
    }

    private final List<Offer> offers = new ArrayList<>();
    private final int[] byCause = new int[Cause.values().length];
    private final Load withoutRoom = new Load();
    private final SortedMap<String, Load> unsafe = new TreeMap<>();
    private final Load withoutHeadroom = new Load();
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

    void isUnsafe(String group, Load left) {
        unsafe.put(group, left);
    }

    void isSafe(String group) {
        unsafe.remove(group);
    }

    /** How many tasks would have no place after the loss of one of {@link #unsafe()}, summed over all of them. */
    int withoutSpare() {
        return unsafe.values().stream().mapToInt(Load::size).sum();
    }

    /** Tasks that are still to come, and for which no room could be found. */
    Load withoutHeadroom() {
        return withoutHeadroom;
    }

    /** Groups whose loss would leave tasks without a place. */
    SortedSet<String> unsafe() {
        return new TreeSet<>(unsafe.keySet());
    }

    /** In the target's unit. */
    int shortOfTarget() {
        return shortOfTarget;
    }

    boolean isShort() {
        return shortOfTarget > 0 || !withoutRoom.isEmpty() || !unsafe.isEmpty() || !withoutHeadroom.isEmpty();
    }
}
