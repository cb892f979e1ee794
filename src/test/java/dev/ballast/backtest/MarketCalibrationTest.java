package dev.ballast.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ballast.backtest.CapacityTrack.Step;
import dev.ballast.backtest.MarketCalibration.Row;
import dev.ballast.config.TraceCapacity;
import dev.ballast.config.TraceCsv;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.MarketTrace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The model against what others measured. Every range is the published one, a third wider on either side. What is asserted
 * is the mean over pools and seeds; the table shows the recorded markets as the same code sees them.
 */
class MarketCalibrationTest {
    private static final Path DATA = Path.of("../shared/data");

    @Test
    void underStressAMarketLosesAProbeTwoToTwentyTimesADay() {
        var falls = MarketCalibration.falls();
        holds(falls);
        assertThat(falls.measured()).as("every market").allSatisfy(each -> holds(falls, each));
    }

    @Test
    void inTypicalTimesAnInstanceIsLostOnceInFiveMonthsToAYearAndAHalf() {
        var losses = MarketCalibration.losses();
        holds(losses);
        assertThat(losses.measured()).allSatisfy(each -> holds(losses, each));
    }

    @Test
    void zonesOfOneTypeAreCorrelatedAndOtherFamiliesLessThanOtherZones() {
        var correlations = MarketCalibration.correlations();
        var sameType = correlations.get(0);
        var sameFamily = correlations.get(1);
        var otherFamily = correlations.get(2);
        System.out.println(sameFamily);
        System.out.println(otherFamily);
        holds(sameType);
        assertThat(otherFamily.mean()).isLessThan(sameType.mean() / 2);
        assertThat(sameFamily.mean()).isBetween(otherFamily.mean(), sameType.mean());
    }

    @Test
    void aPoolsInstancesAreLostTogetherInARunningWorld() {
        var shares = MarketCalibration.joined();
        holds(shares);
        assertThat(shares.mean()).isLessThan(1);
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
            var row = new Row(name + ", falls a market-day", Optional.of(MarketCalibration.STRESS_FALLS), falls);
            if (!correlations.isEmpty())
                System.out.println(new Row(
                        name + ", correlation of a type's zones",
                        Optional.of(MarketCalibration.ZONE_CORRELATION),
                        correlations));
            if (name.equals("aws1-4node"))
                System.out.println(new Row(
                        name + ", losses joined within 5 minutes", Optional.of(MarketCalibration.CO_LOSS), joined));
            holds(row);
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

    private static String region(CapacityPool pool) {
        return pool.zone().substring(0, pool.zone().length() - 1);
    }

    private static void holds(Row row) {
        System.out.println(row);
        holds(row, row.mean());
    }

    private static void holds(Row row, double measured) {
        var asked = row.asked().orElseThrow();
        assertThat(measured).as(row.what() + ", asked " + asked).isBetween(asked.least() * 2 / 3, asked.most() * 4 / 3);
    }
}
