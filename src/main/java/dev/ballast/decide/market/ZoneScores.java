package dev.ballast.decide.market;

import dev.ballast.decide.draft.Draft;
import dev.ballast.decide.facts.Facts;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.PlacementScores;
import dev.ballast.model.PurchaseOption;
import dev.ballast.model.Reason.Code;
import java.time.Duration;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/** Zones of which EC2 itself says that spot is hard to get there. A hint: it says nothing of any one pool, and EC2 guarantees nothing. */
public final class ZoneScores {
    /** AWS draws no line; here a zone is low where it is nearer to 1, "not likely to succeed", than to the middle. */
    public static final int LOW = 3;

    /** Two readings may fail. Half of the droughts recorded last less than 20 minutes: what is older is no hint any more. */
    static final Duration KEPT = Duration.ofHours(3);

    private ZoneScores() {}

    /** The scores that are low, by zone. */
    public static SortedMap<String, Integer> low(Facts facts) {
        var low = new TreeMap<String, Integer>();
        var told = facts.observation().placementScores();
        if (isFresh(told, facts.asOf()))
            told.byZone().forEach((zone, score) -> {
                if (score <= LOW) low.put(zone, score);
            });
        return low;
    }

    private static boolean isFresh(PlacementScores told, Instant asOf) {
        return told.readAt().filter(at -> at.plus(KEPT).isAfter(asOf)).isPresent();
    }

    /** On demand is another market. */
    public static boolean isLow(Facts facts, CapacityPool pool) {
        var told = facts.observation().placementScores();
        if (pool.option() != PurchaseOption.SPOT || !told.byZone().containsKey(pool.zone())) return false;
        return told.byZone().get(pool.zone()) <= LOW && isFresh(told, facts.asOf());
    }

    /** In words. */
    public static String of(String zone, int score) {
        return zone + " scores " + score + " of " + PlacementScores.HIGHEST;
    }

    /** Without them everything goes on; what is missing is said. */
    public static void tell(Draft draft, Facts facts) {
        var told = facts.observation().placementScores();
        if (told.trouble().isEmpty()) return;
        var meanwhile = told.readAt()
                .map(at -> isFresh(told, facts.asOf())
                        ? "those of " + at + " hold until " + at.plus(KEPT)
                        : "those of " + at + " are too old to count")
                .orElse("no zone is scored");
        draft.note(Code.PLACEMENT_SCORES, told.trouble().get() + "; " + meanwhile);
    }
}
