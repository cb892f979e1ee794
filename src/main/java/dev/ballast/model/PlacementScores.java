package dev.ballast.model;

import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * EC2's spot placement scores: how likely spot is to be had in each zone, from 1 to {@link #HIGHEST}. EC2 guarantees nothing by them.
 *
 * @param byZone by the zone's name; a zone without a score is one that EC2 told nothing of
 * @param readAt empty where none were ever read
 * @param trouble why the last reading failed, in a sentence; what is known is older then
 */
public record PlacementScores(SortedMap<String, Integer> byZone, Optional<Instant> readAt, Optional<String> trouble) {
    public static final int HIGHEST = 10;
    public static final PlacementScores NONE = new PlacementScores(new TreeMap<>(), Optional.empty(), Optional.empty());

    public PlacementScores {
        byZone = Ordered.map(byZone);
    }

    public static PlacementScores read(SortedMap<String, Integer> byZone, Instant at) {
        return new PlacementScores(byZone, Optional.of(at), Optional.empty());
    }

    /** The same scores, which could not be read again. */
    public PlacementScores failing(String why) {
        return new PlacementScores(byZone, readAt, Optional.of(why));
    }

    /** Whenever that was read. */
    public boolean tellsTheSameAs(PlacementScores other) {
        return byZone.equals(other.byZone) && trouble.equals(other.trouble);
    }
}
