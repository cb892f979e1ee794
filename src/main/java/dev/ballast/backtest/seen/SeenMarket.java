package dev.ballast.backtest.seen;

import dev.ballast.backtest.seen.Sight.Ended;
import dev.ballast.backtest.seen.Sight.Got;
import dev.ballast.backtest.seen.Sight.Refused;
import dev.ballast.backtest.seen.Sight.Taken;
import dev.ballast.journal.Journal.Event;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.Instance;
import dev.ballast.model.MarketTrace.DepthAt;
import dev.ballast.model.MarketTrace.Depths;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The capacity of the spot pools that a cluster bought of, or asked in vain.
 *
 * <p>Known is that a pool holds at least what the cluster has there, and that it held no more when AWS took some or refused to give
 * more. All else is inferred: a pool keeps what it last was seen to hold until AWS says otherwise, whatever the cluster gives back
 * itself; and before it was first seen to hold anything it counts as empty. So nothing falls but by AWS's doing.
 */
public final class SeenMarket {
    private final List<Sight> sights;

    private SeenMarket(List<Sight> sights) {
        this.sights = sights;
    }

    /**
     * @param journal oldest first
     * @param listed the cluster's own instances as EC2 lists them, ended ones among them
     */
    public static SeenMarket of(Stream<Event> journal, Collection<Instance> listed) {
        var sights = new Sights();
        journal.forEachOrdered(sights::add);
        listed.forEach(sights::add);
        return new SeenMarket(sights.byTime());
    }

    /** The first moment at which anything was seen; empty where nothing was. */
    public Optional<Instant> begin() {
        return sights.stream()
                .filter(sight -> sight instanceof Got || sight instanceof Refused)
                .findFirst()
                .map(Sight::at);
    }

    /**
     * What was seen in a time.
     *
     * @param interruptions notices that AWS gave to instances of these pools
     * @param refusals launches that AWS had no capacity for
     * @param untold notices to instances whose pool is not known: they are not in it
     * @param heldShare share of the pools' time in which the cluster had an instance there
     */
    public record Seen(List<Depths> depths, int interruptions, int refusals, int untold, double heldShare) {}

    /** @param from from which times count; nothing is forgotten of what came before it */
    public Seen between(Instant from, Instant to) {
        var reading = new Reading(from, to);
        for (var sight : sights) if (!sight.at().isAfter(to)) reading.add(sight);
        return reading.seen();
    }

    private static final class Reading {
        private final Instant from;
        private final Instant to;
        private final Map<String, CapacityPool> poolOf = new TreeMap<>();
        private final Map<CapacityPool, Track> tracks = new TreeMap<>();
        private int interruptions;
        private int refusals;
        private int untold;

        Reading(Instant from, Instant to) {
            this.from = from;
            this.to = to;
        }

        void add(Sight sight) {
            switch (sight) {
                case Got got -> {
                    poolOf.put(got.instanceId(), got.pool());
                    track(got.pool()).got(got);
                }
                case Refused refused -> {
                    track(refused.pool()).noMore(refused.at());
                    if (counts(refused)) refusals++;
                }
                case Taken taken -> {
                    var pool = poolOf.get(taken.instanceId());
                    if (pool != null) {
                        track(pool).lost(taken.instanceId(), taken.at());
                        track(pool).noMore(taken.at());
                    }
                    if (counts(taken) && pool != null) interruptions++;
                    if (counts(taken) && pool == null) untold++;
                }
                case Ended ended -> {
                    var pool = poolOf.get(ended.instanceId());
                    if (pool != null) track(pool).lost(ended.instanceId(), ended.at());
                }
            }
        }

        private boolean counts(Sight sight) {
            return !sight.at().isBefore(from);
        }

        private Track track(CapacityPool pool) {
            return tracks.computeIfAbsent(pool, missing -> new Track(from, to));
        }

        Seen seen() {
            var end = Duration.between(from, to);
            var depths = new ArrayList<Depths>();
            var held = Duration.ZERO;
            for (var track : tracks.entrySet()) {
                depths.add(new Depths(track.getKey(), track.getValue().changes(), end));
                held = held.plus(track.getValue().held());
            }
            var all = end.toMillis() * (double) tracks.size();
            return new Seen(depths, interruptions, refusals, untold, all == 0 ? 0 : held.toMillis() / all);
        }
    }

    /** One pool from moment to moment. */
    private static final class Track {
        private final Instant from;
        private final Instant to;
        private final TreeSet<String> here = new TreeSet<>();
        private final List<DepthAt> changes = new ArrayList<>(List.of(new DepthAt(Duration.ZERO, 0)));
        private Duration held = Duration.ZERO;
        private Instant heldSince;

        Track(Instant from, Instant to) {
            this.from = from;
            this.to = to;
        }

        void got(Got got) {
            if (here.isEmpty()) heldSince = got.at();
            here.add(got.instanceId());
            if (here.size() > changes.getLast().instances()) change(got.at());
        }

        void lost(String id, Instant at) {
            if (here.remove(id) && here.isEmpty()) held = held.plus(inside(heldSince, at));
        }

        /** It holds what the cluster has there, and no more. */
        void noMore(Instant at) {
            if (here.size() < changes.getLast().instances()) change(at);
        }

        private void change(Instant at) {
            var moment = at.isBefore(from) ? Duration.ZERO : Duration.between(from, at);
            if (changes.getLast().at().equals(moment)) changes.removeLast();
            if (changes.isEmpty() || changes.getLast().instances() != here.size())
                changes.add(new DepthAt(moment, here.size()));
        }

        private Duration inside(Instant begin, Instant end) {
            var first = begin.isBefore(from) ? from : begin;
            return end.isAfter(first) ? Duration.between(first, end) : Duration.ZERO;
        }

        Duration held() {
            return here.isEmpty() ? held : held.plus(inside(heldSince, to));
        }

        List<DepthAt> changes() {
            return List.copyOf(changes);
        }
    }
}
