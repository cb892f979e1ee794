package dev.ballast.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ballast.backtest.CapacityTrack.Step;
import dev.ballast.config.TraceCapacity;
import dev.ballast.config.TraceCsv;
import dev.ballast.model.Architecture;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.InstanceState;
import dev.ballast.model.MarketTrace;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/**
 * The model against what others measured. Every range is the published one, a third wider on either side. What is asserted
 * is the mean over pools and seeds; the table shows the recorded markets as the same code sees them.
 */
class MarketCalibrationTest {
    private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
    private static final List<Long> SEEDS = List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
    private static final List<String> ZONES = List.of("us-east-1a", "us-east-1b", "us-east-1c");
    private static final List<String> TYPES =
            List.of("m5.large", "m5.2xlarge", "c6g.xlarge", "r5.xlarge", "g4dn.xlarge");
    private static final Path DATA = Path.of("../shared/data");

    /** A published range. */
    private record Range(double least, double most) {
        void holds(String what, double measured) {
            assertThat(measured).as(what + ", asked " + this).isBetween(least * 2 / 3, most * 4 / 3);
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.4g to %.4g", least, most);
        }
    }

    private static final Range STRESS_FALLS = new Range(2, 20);
    private static final Range TYPICAL_LOSSES = new Range(0.002, 0.007);
    private static final Range ZONE_CORRELATION = new Range(0.25, 0.59);
    private static final Range CO_LOSS = new Range(0.83, 0.97);

    @Test
    void underStressAMarketLosesAProbeTwoToTwentyTimesADay() {
        var falls = new ArrayList<Double>();
        for (var seed : SEEDS)
            for (var track : tracks(seed, Regime.STRESS, 30, 1).values()) falls.add(track.fallsPerDay());
        STRESS_FALLS.holds("mean falls a day", mean(falls));
        assertThat(falls).as("every market").allSatisfy(each -> STRESS_FALLS.holds("falls a day", each));
        print("stress, falls a market-day, probe of 1", STRESS_FALLS, falls);
    }

    @Test
    void inTypicalTimesAnInstanceIsLostOnceInFiveMonthsToAYearAndAHalf() {
        var losses = new ArrayList<Double>();
        for (var seed : SEEDS) {
            var tracks = tracks(seed, Regime.TYPICAL, 10 * 365, 4).values();
            losses.add(tracks.stream()
                            .mapToInt(track -> track.lossMillis().size())
                            .sum()
                    / tracks.stream().mapToDouble(CapacityTrack::instanceDays).sum());
        }
        assertThat(losses).allSatisfy(each -> TYPICAL_LOSSES.holds("losses an instance-day", each));
        print("typical, losses an instance-day, probe of 4", TYPICAL_LOSSES, losses);
    }

    @Test
    void zonesOfOneTypeAreCorrelatedAndOtherFamiliesLessThanOtherZones() {
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
        ZONE_CORRELATION.holds("mean correlation of a type's zones", mean(sameType));
        assertThat(mean(otherFamily)).isLessThan(mean(sameType) / 2);
        assertThat(mean(sameFamily)).isBetween(mean(otherFamily), mean(sameType));
        print("stress, correlation of a type's zones", ZONE_CORRELATION, sameType);
        print("stress, of a family's types in a zone", null, sameFamily);
        print("stress, of other families in a zone", null, otherFamily);
    }

    @Test
    void aPoolsInstancesAreLostTogetherInARunningWorld() {
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
            assertThat(all).as("losses to judge by, seed " + seed).isGreaterThan(100);
            shares.add(joined / all);
        }
        CO_LOSS.holds("mean share of joined losses", mean(shares));
        assertThat(mean(shares)).isLessThan(1);
        print("stress, losses joined within 5 minutes", CO_LOSS, shares);
    }

    @Test
    void theRecordedMarketsAreMeasuredByTheSameCode() {
        assumeTrue(Files.isDirectory(DATA), "the recorded traces are not at hand in " + DATA);
        for (var name : List.of("aws1-4node", "r5-use1", "p-usw2-2022")) {
            var tracks = new TreeMap<CapacityPool, CapacityTrack>();
            for (var recorded : trace("availability-" + name + ".csv").depths())
                tracks.put(recorded.pool(), track(recorded));
            var correlations = new ArrayList<Double>();
            for (var one : tracks.keySet())
                for (var other : tracks.keySet())
                    if (one.compareTo(other) < 0
                            && one.instanceType().equals(other.instanceType())
                            && region(one).equals(region(other)))
                        MarketStatistics.correlation(tracks.get(one), tracks.get(other))
                                .ifPresent(correlations::add);
            var falls = tracks.values().stream().map(CapacityTrack::fallsPerDay).toList();
            var joined = tracks.values().stream()
                    .flatMap(track ->
                            MarketStatistics.coLossShare(track.lossMillis(), MarketStatistics.TOGETHER).stream()
                                    .boxed())
                    .toList();
            print(name + ", falls a market-day", STRESS_FALLS, falls);
            if (!correlations.isEmpty())
                print(name + ", correlation of a type's zones", ZONE_CORRELATION, correlations);
            if (name.equals("aws1-4node")) print(name + ", losses joined within 5 minutes", CO_LOSS, joined);
            STRESS_FALLS.holds(name, mean(falls));
        }
    }

    private static MarketTrace trace(String file) {
        return TraceCsv.read(List.of(DATA.resolve(file)), TraceCapacity.RECORDED);
    }

    private static CapacityTrack track(MarketTrace.Depths recorded) {
        return new CapacityTrack(
                recorded.changes().stream()
                        .map(change -> new Step(change.at().toMillis(), change.instances()))
                        .toList(),
                recorded.end().toMillis());
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
            assertThat(refused.code()).isEqualTo("InsufficientInstanceCapacity");
        }
    }

    private static String family(CapacityPool pool) {
        return pool.instanceType().substring(0, pool.instanceType().indexOf('.'));
    }

    private static String region(CapacityPool pool) {
        return pool.zone().substring(0, pool.zone().length() - 1);
    }

    private static double mean(Collection<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    private static void print(String what, Range asked, Collection<Double> measured) {
        var sorted = measured.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        System.out.printf(
                Locale.ROOT,
                "%-48s asked %-16s measured %.4g (%.4g to %.4g, %d)%n",
                what,
                Optional.ofNullable(asked).map(Range::toString).orElse("-"),
                DoubleStream.of(sorted).average().orElse(0),
                sorted[0],
                sorted[sorted.length - 1],
                sorted.length);
    }
}
