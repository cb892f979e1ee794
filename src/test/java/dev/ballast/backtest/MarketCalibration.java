package dev.ballast.backtest;

import dev.ballast.backtest.CapacityTrack.Step;
import dev.ballast.model.Architecture;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.InstanceState;
import dev.ballast.sim.world.World;
import dev.ballast.sim.world.core.Draws;
import dev.ballast.sim.world.core.Refused;
import dev.ballast.sim.world.core.WorldTime;
import dev.ballast.sim.world.ec2.Ec2Instance;
import dev.ballast.sim.world.ec2.InstanceListener;
import dev.ballast.sim.world.ec2.InterruptionNotice;
import dev.ballast.sim.world.ec2.LaunchParameters;
import dev.ballast.sim.world.market.Market;
import dev.ballast.sim.world.market.MarketRules;
import dev.ballast.sim.world.market.Regime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The market model, measured as others measured markets: what {@link MarketCalibrationTest} judges and {@code ./bench simulator} shows. */
public final class MarketCalibration {
    static final Range STRESS_FALLS = new Range(2, 20);
    static final Range TYPICAL_LOSSES = new Range(0.002, 0.007);
    static final Range ZONE_CORRELATION = new Range(0.25, 0.59);
    static final Range CO_LOSS = new Range(0.83, 0.97);

    private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
    private static final List<Long> SEEDS = List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
    private static final List<String> ZONES = List.of("us-east-1a", "us-east-1b", "us-east-1c");
    private static final List<String> TYPES =
            List.of("m5.large", "m5.2xlarge", "c6g.xlarge", "r5.xlarge", "g4dn.xlarge");

    /** Fewer are nothing to judge by. */
    private static final int LEAST_LOSSES = 100;

    private MarketCalibration() {}

    /** A published range. */
    public record Range(double least, double most) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.4g to %.4g", least, most);
        }
    }

    /**
     * @param asked empty where nothing is published
     * @param measured one number a market or seed
     */
    public record Row(String what, Optional<Range> asked, List<Double> measured) {
        public double mean() {
            return measured.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        }

        @Override
        public String toString() {
            var all = measured.stream().mapToDouble(Double::doubleValue).summaryStatistics();
            return String.format(
                    Locale.ROOT,
                    "%-48s asked %-16s measured %.4g (%.4g to %.4g, %d)",
                    what,
                    asked.map(Range::toString).orElse("-"),
                    mean(),
                    all.getMin(),
                    all.getMax(),
                    measured.size());
        }
    }

    /** Of every market and seed. */
    public static Row falls() {
        var falls = new ArrayList<Double>();
        for (var seed : SEEDS)
            for (var track : tracks(seed, Regime.STRESS, 30, 1).values()) falls.add(track.fallsPerDay());
        return new Row("stress, falls a market-day, probe of 1", Optional.of(STRESS_FALLS), falls);
    }

    /** Of every seed. */
    public static Row losses() {
        var losses = new ArrayList<Double>();
        for (var seed : SEEDS) {
            var tracks = tracks(seed, Regime.TYPICAL, 10 * 365, 4).values();
            losses.add(tracks.stream()
                            .mapToInt(track -> track.lossMillis().size())
                            .sum()
                    / tracks.stream().mapToDouble(CapacityTrack::instanceDays).sum());
        }
        return new Row("typical, losses an instance-day, probe of 4", Optional.of(TYPICAL_LOSSES), losses);
    }

    /** Of pairs: zones of a type, types of a family in a zone, other families in a zone. */
    public static List<Row> correlations() {
        var sameType = new ArrayList<Double>();
        var sameFamily = new ArrayList<Double>();
        var otherFamily = new ArrayList<Double>();
        for (var seed : SEEDS) {
            var tracks = tracks(seed, Regime.STRESS, 60, 1);
            for (var one : tracks.keySet())
                for (var other : tracks.keySet()) {
                    if (one.compareTo(other) >= 0) continue;
                    var correlation = MarketStatistics.correlation(tracks.get(one), tracks.get(other))
                            .orElseThrow();
                    if (one.instanceType().equals(other.instanceType())) sameType.add(correlation);
                    else if (one.zone().equals(other.zone()) && family(one).equals(family(other)))
                        sameFamily.add(correlation);
                    else if (one.zone().equals(other.zone())) otherFamily.add(correlation);
                }
        }
        return List.of(
                new Row("stress, correlation of a type's zones", Optional.of(ZONE_CORRELATION), sameType),
                new Row("stress, of a family's types in a zone", Optional.empty(), sameFamily),
                new Row("stress, of other families in a zone", Optional.empty(), otherFamily));
    }

    /** The share that is joined by another loss of the same pool, of every seed. */
    public static Row joined() {
        var shares = new ArrayList<Double>();
        for (var seed : SEEDS) {
            var losses = losses(seed, Regime.STRESS, Duration.ofDays(6));
            var joined = 0.0;
            var all = 0;
            for (var ofPool : losses.values()) {
                joined += ofPool.size()
                        * MarketStatistics.coLossShare(ofPool, MarketStatistics.TOGETHER)
                                .orElse(0);
                all += ofPool.size();
            }
            if (all <= LEAST_LOSSES) throw new IllegalStateException("seed " + seed + " has only " + all + " losses");
            shares.add(joined / all);
        }
        return new Row("stress, losses joined within 5 minutes", Optional.of(CO_LOSS), shares);
    }

    /** Every pool as a probe of that size would have recorded it. */
    private static Map<CapacityPool, CapacityTrack> tracks(long seed, Regime regime, int days, int probe) {
        var market = new Market(new Draws(seed), new WorldTime(START), MarketRules.of(regime));
        var end = START.plus(Duration.ofDays(days));
        var tracks = new TreeMap<CapacityPool, CapacityTrack>();
        for (var type : TYPES)
            for (var zone : ZONES) {
                var pool = CapacityPool.spot(type, zone);
                var steps = market.depths(pool, START, end).stream()
                        .map(change -> new Step(change.at().toEpochMilli(), Math.min(probe, change.instances())))
                        .toList();
                tracks.put(pool, new CapacityTrack(steps, end.toEpochMilli()));
            }
        return tracks;
    }

    /** A team keeps eight instances in each of three pools and asks again every five minutes; when it got its notices. */
    private static Map<CapacityPool, List<Long>> losses(long seed, Regime regime, Duration length) {
        var world = new World(seed, START, World.Rules.DEFAULT.with(MarketRules.of(regime)));
        var losses = new TreeMap<CapacityPool, List<Long>>();
        world.ec2().listen(new InstanceListener() {
            @Override
            public void interruptionNotice(Ec2Instance instance, InterruptionNotice notice) {
                losses.computeIfAbsent(instance.pool(), pool -> new ArrayList<>())
                        .add(notice.saidAt().toEpochMilli());
            }
        });
        var region = world.ec2().region("us-east-1");
        for (var now = START; now.isBefore(START.plus(length)); now = now.plus(Duration.ofMinutes(5))) {
            world.time().advanceTo(now);
            for (var zone : ZONES) {
                var missing = 8
                        - (int) region.instances().stream()
                                .filter(it -> it.zone().equals(zone) && isKept(it))
                                .count();
                if (missing > 0) launch(world, zone, missing);
            }
        }
        return losses;
    }

    private static boolean isKept(Ec2Instance instance) {
        return instance.notice().isEmpty()
                && (instance.state() == InstanceState.PENDING || instance.state() == InstanceState.RUNNING);
    }

    private static void launch(World world, String zone, int count) {
        var region = world.ec2().region("us-east-1");
        var image = region.images().recommended(Architecture.X86_64).id();
        var asked = LaunchParameters.EMPTY
                .with(new LaunchParameters.Machine(Optional.of(image), Optional.of("m5.large"), Optional.empty()))
                .with(LaunchParameters.Placing.in(zone))
                .with(LaunchParameters.SpotOptions.DEFAULT);
        try {
            world.ec2().run(region, asked, 1, count, "");
        } catch (Refused refused) {
            if (!refused.code().equals("InsufficientInstanceCapacity")) throw refused;
        }
    }

    private static String family(CapacityPool pool) {
        return pool.instanceType().substring(0, pool.instanceType().indexOf('.'));
    }
}
