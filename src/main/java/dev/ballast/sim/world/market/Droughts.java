package dev.ballast.sim.world.market;

import dev.ballast.model.AdvisorBands;
import dev.ballast.model.CapacityPool;
import dev.ballast.sim.world.core.Draws;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every pool's droughts over all time: a function of seed, pool and time. Time is cut into cells; a cause has a drawn number of
 * droughts in each, and every pool that it reaches meets them a little later. Only cells that somebody looks at are drawn.
 *
 * <p>Lengths are log-normal, as those of 14 recorded markets are: their medians lie between 7 and 70 minutes, and the ninth
 * decile mostly 3 to 12 times above.
 */
final class Droughts {
    static final Duration SHORTEST = Duration.ofMinutes(1);
    static final Duration MEDIAN = Duration.ofMinutes(20);
    /** Of the length's logarithm: the mean is 3 times the median, the ninth decile 7 times. */
    static final double SIGMA = 1.5;

    static final Duration LONGEST = Duration.ofHours(72);
    /** A cause reaches its pools one after the other, within this. */
    static final Duration LAG = Duration.ofMinutes(10);
    /** How often a drought leaves nothing at all; else it leaves 1 to {@link #MOST_LEFT}, small numbers rather than large. */
    static final double EMPTIES = 0.75;

    static final int MOST_LEFT = 16;
    /** What a cause's rate is multiplied by, once for all: between 1/2.5 and 2.5, evenly in the logarithm, 1.15 on average. */
    static final double SPREAD = 2.5;
    /**
     * Of a pool a day, by the advisor's band: a share s of a month is a rate of -ln(1 - s) / 30.4, with s in the middle of its band,
     * and 25 % for the open one.
     */
    private static final double[] PER_DAY_BY_BAND = {0.00083, 0.00256, 0.00439, 0.00633, 0.00946};
    /** Longer than a drought, its lag and its lead together: what holds now began in this cell or the one before. */
    private static final Duration CELL = Duration.ofDays(4);

    private static final long CELL_MILLIS = CELL.toMillis();
    /** More draws than a cell can have. */
    private static final long STRIDE = 1_000;
    /** How far ahead {@link #next} looks: nearly a year. */
    private static final int MOST_CELLS_AHEAD = 90;

    private static final int MOST_REMEMBERED = 2_048;

    private final Draws draws;
    private final Regime regime;
    private final AdvisorBands bands;
    private final Forewarning forewarning;
    private final Map<Key, Cell> remembered = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Cell> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    private record Key(CapacityPool pool, long cell) {}

    /** What a pool meets in a cell, by begin. */
    private record Cell(List<Drought> droughts, List<Instant> falseAlarms) {}

    Droughts(Draws draws, Regime regime, AdvisorBands bands) {
        this.draws = draws;
        this.regime = regime;
        this.bands = bands;
        forewarning = new Forewarning(draws);
    }

    /** No more than so many are there at that moment; empty where the pool is as usual. */
    Optional<Integer> leftAt(CapacityPool pool, Instant moment) {
        if (regime == Regime.CALM) return Optional.empty();
        var cell = cellOf(moment);
        Integer least = null;
        for (var at = cell - 1; at <= cell; at++)
            for (var drought : cell(pool, at).droughts())
                if (drought.holdsAt(moment) && (least == null || drought.left() < least)) least = drought.left();
        return Optional.ofNullable(least);
    }

    /**
     * The next moment after this one at which something happens to the pool, or at which to look again where nothing does for
     * most of a year; empty where nothing ever does.
     */
    Optional<Turn> next(CapacityPool pool, Instant after) {
        if (regime == Regime.CALM) return Optional.empty();
        var first = cellOf(after);
        for (var at = first; at < first + MOST_CELLS_AHEAD; at++) {
            var around = new ArrayList<Turn>();
            // A lag reaches back into the cell before, a lead into the one behind.
            for (var near = at - 1; near <= at + 1; near++) around.addAll(turns(cell(pool, near)));
            var end = begin(at + 1);
            var found = Turn.firstAfter(after, around).filter(turn -> turn.at().isBefore(end));
            if (found.isPresent()) return found;
        }
        return Optional.of(Turn.of(begin(first + MOST_CELLS_AHEAD), Turn.Kind.FALL));
    }

    private static List<Turn> turns(Cell cell) {
        var turns = new ArrayList<Turn>();
        for (var drought : cell.droughts()) {
            drought.foreseenAt().ifPresent(at -> turns.add(Turn.of(at, Turn.Kind.RECOMMENDATION)));
            turns.add(Turn.of(drought.from(), Turn.Kind.FALL));
        }
        for (var alarm : cell.falseAlarms()) turns.add(Turn.of(alarm, Turn.Kind.RECOMMENDATION));
        return turns;
    }

    /** The droughts that hold at some moment of {@code [from, to]}, by begin. */
    List<Drought> between(CapacityPool pool, Instant from, Instant to) {
        if (regime == Regime.CALM) return List.of();
        var droughts = new ArrayList<Drought>();
        for (var at = cellOf(from) - 1; at <= cellOf(to); at++)
            for (var drought : cell(pool, at).droughts())
                if (drought.until().isAfter(from) && !drought.from().isAfter(to)) droughts.add(drought);
        droughts.sort(Comparator.comparing(Drought::from));
        return droughts;
    }

    /** Which share of {@code [from, to)} the pool was short. */
    double shareShort(CapacityPool pool, Instant from, Instant to) {
        var covered = from;
        var millis = 0L;
        for (var drought : between(pool, from, to)) {
            var begin = drought.from().isAfter(covered) ? drought.from() : covered;
            var end = drought.until().isBefore(to) ? drought.until() : to;
            if (!begin.isBefore(end)) continue;
            millis += Duration.between(begin, end).toMillis();
            covered = end;
        }
        return millis / (double) Duration.between(from, to).toMillis();
    }

    /** How many droughts begin in this pool in a day, in the long run. */
    double perDay(CapacityPool pool) {
        var sum = 0.0;
        for (var cause : Cause.values()) sum += perDay(cause, cause.among(pool));
        return sum * reached(pool);
    }

    /**
     * The share of its causes' droughts that reach the pool. Causes strike as often as the highest band has it, and a type of a lower
     * one is spared by some: so a pool's fate does not depend on which other types there are.
     */
    private double reached(CapacityPool pool) {
        if (bands.isEmpty()) return 1;
        var band = bands.of(pool.instanceType());
        var perDay = band.isPresent() ? PER_DAY_BY_BAND[band.getAsInt()] : regime.droughtsPerDay();
        return Math.min(1, perDay / mostPerDay());
    }

    private double mostPerDay() {
        return bands.isEmpty() ? regime.droughtsPerDay() : PER_DAY_BY_BAND[AdvisorBands.MOST];
    }

    private double perDay(Cause cause, String among) {
        return mostPerDay() * cause.share() * between(1 / SPREAD, SPREAD, draws.at(name(cause, among) + "/rate", 0));
    }

    private Cell cell(CapacityPool pool, long cell) {
        var key = new Key(pool, cell);
        var known = remembered.get(key);
        if (known != null) return known;
        var droughts = new ArrayList<Drought>();
        var reached = reached(pool);
        for (var cause : Cause.values()) {
            var name = name(cause, cause.among(pool));
            var count = poisson(perDay(cause, cause.among(pool)) * CELL.toDays(), draws.at(name + "/count", cell));
            if (count == 0) continue;
            var drawn = new Drawn(pool, cause, name);
            for (var at = cell * STRIDE; at < cell * STRIDE + count; at++)
                if (reached == 1 || drawn.reach.at(at) < reached) droughts.add(drawn.drought(cell, at));
        }
        droughts.sort(Comparator.comparing(Drought::from));
        var fresh = new Cell(List.copyOf(droughts), falseAlarms(pool, cell));
        remembered.put(key, fresh);
        return fresh;
    }

    /** What a cause's droughts draw in one pool. */
    private final class Drawn {
        private final Draws.Sequence at;
        private final Draws.Sequence length;
        private final Draws.Sequence angle;
        private final Draws.Sequence reach;
        private final Draws.Sequence lag;
        private final Draws.Sequence empties;
        private final Draws.Sequence left;
        private final Forewarning.Told foreseen;

        Drawn(CapacityPool pool, Cause cause, String name) {
            at = draws.sequence(name + "/at");
            length = draws.sequence(name + "/length");
            angle = draws.sequence(name + "/angle");
            reach = draws.sequence(name + "/reach");
            var here = "market/reached/" + pool + "/" + cause;
            lag = draws.sequence(here + "/lag");
            empties = draws.sequence(here + "/empties");
            left = draws.sequence(here + "/left");
            foreseen = forewarning.named(here);
        }

        Drought drought(long cell, long index) {
            var from = moment(cell, at.at(index)).plusMillis((long) (LAG.toMillis() * lag.at(index)));
            var remains = empties.at(index) < EMPTIES ? 0 : (int) between(1, MOST_LEFT + 1, left.at(index));
            return new Drought(from, from.plus(length(index)), remains, foreseen.of(from, index));
        }

        private Duration length(long index) {
            // Box and Muller's normal number of two even ones; StrictMath gives the same in every JVM.
            var radius = StrictMath.sqrt(-2 * StrictMath.log(1 - length.at(index)));
            var normal = radius * StrictMath.cos(2 * Math.PI * angle.at(index));
            var millis = (long) (MEDIAN.toMillis() * StrictMath.exp(SIGMA * normal));
            return Duration.ofMillis(Math.clamp(millis, SHORTEST.toMillis(), LONGEST.toMillis()));
        }
    }

    private List<Instant> falseAlarms(CapacityPool pool, long cell) {
        var name = "market/false-alarm/" + pool;
        var count = poisson(
                perDay(pool) * Forewarning.FALSE_ALARMS_PER_DROUGHT * CELL.toDays(), draws.at(name + "/count", cell));
        var moments = draws.sequence(name + "/at");
        var alarms = new ArrayList<Instant>(count);
        for (var index = 0; index < count; index++) alarms.add(moment(cell, moments.at(cell * STRIDE + index)));
        return List.copyOf(alarms);
    }

    private static String name(Cause cause, String among) {
        return "market/drought/" + cause + "/" + among;
    }

    private static long cellOf(Instant moment) {
        return Math.floorDiv(moment.toEpochMilli(), CELL_MILLIS);
    }

    private static Instant begin(long cell) {
        return Instant.ofEpochMilli(cell * CELL_MILLIS);
    }

    private static Instant moment(long cell, double share) {
        return Instant.ofEpochMilli(cell * CELL_MILLIS + (long) (share * CELL_MILLIS));
    }

    /** Evenly in the logarithm. */
    private static double between(double least, double most, double drawn) {
        return least * StrictMath.pow(most / least, drawn);
    }

    /** Poisson's distribution of that mean, read backwards. */
    private static int poisson(double mean, double drawn) {
        var share = StrictMath.exp(-mean);
        var below = share;
        var count = 0;
        while (drawn > below && count < STRIDE - 1) {
            count++;
            share *= mean / count;
            below += share;
        }
        return count;
    }
}
