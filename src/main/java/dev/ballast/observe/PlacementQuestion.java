package dev.ballast.observe;

import dev.ballast.model.Settings.Capacity;
import dev.ballast.model.Target;
import java.util.Collection;
import java.util.List;

/**
 * What EC2 is asked for placement scores of: so much of these types in one zone. The amount is a zone's share of the target, since nobody
 * buys all of it in one, rounded up to a power of two: EC2 may limit how many different questions it answers in 24 hours, and a target
 * that is scaled up and down asks few.
 *
 * @param amount in the unit of the target, memory in GiB
 */
public record PlacementQuestion(List<String> types, int amount, Target.Unit unit) {
    /** EC2 takes no more. */
    private static final int MOST_TYPES = 1_000;

    public PlacementQuestion {
        types = List.copyOf(types);
    }

    /**
     * @param types of the settings, those that the region has
     * @param zones how many there are, at least one
     */
    public static PlacementQuestion of(Capacity capacity, Collection<String> types, int zones) {
        var share = Math.max(1, Math.ceilDiv(capacity.target().amount(), zones));
        return new PlacementQuestion(
                types.stream().sorted().limit(MOST_TYPES).toList(),
                powerOfTwo(share),
                capacity.target().unit());
    }

    private static int powerOfTwo(int atLeast) {
        var highest = Integer.highestOneBit(atLeast);
        return highest == atLeast ? highest : highest * 2;
    }
}
