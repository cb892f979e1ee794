package dev.ballast.app.gameday;

import dev.ballast.app.view.Table;
import dev.ballast.app.view.Wording;
import dev.ballast.backtest.loss.ColdStart;
import dev.ballast.backtest.loss.Keeper;
import dev.ballast.backtest.loss.Loss;
import dev.ballast.backtest.loss.Twin;
import dev.ballast.backtest.loss.Workload;
import dev.ballast.model.Architecture;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.Image;
import dev.ballast.model.Instance;
import dev.ballast.model.Observation;
import dev.ballast.model.Settings;
import dev.ballast.model.Settings.Backend;
import dev.ballast.model.Settings.ImageChoice;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The same loss, three times, in a twin of the cluster: with Ballast, with what AWS offers alone, with both. A twin has as many hosts of
 * each pool and the same services, placed anew; it lives in the local cloud's world, with that world's timings.
 *
 * @param coldStart that was assumed of every host
 */
public record Comparison(long seed, ColdStart coldStart, List<Row> rows) {
    /**
     * How one keeper fared.
     *
     * @param belowMinimum services that fell below their minimum
     * @param missing task-time that was missing
     * @param failing requests that would have failed at one a second for each service behind a load balancer
     * @param fullStrength empty where the twin did not become whole again in 45 minutes
     */
    public record Row(
            Keeper keeper,
            int instances,
            int tasks,
            int lost,
            long belowMinimum,
            Duration missing,
            Duration failing,
            Optional<Duration> fullStrength) {
        private static Row of(Keeper keeper, Loss loss) {
            return new Row(
                    keeper,
                    loss.instances(),
                    loss.tasks(),
                    loss.lost(),
                    loss.belowMinimum(),
                    loss.missing(),
                    loss.failing(),
                    loss.whole());
        }
    }

    public Comparison {
        rows = List.copyOf(rows);
    }

    /**
     * @param lost how many hosts of each pool are taken
     * @throws IllegalStateException where the services cannot all run on what the settings allow
     */
    public static Comparison of(
            Observation seen,
            Settings settings,
            SortedMap<CapacityPool, Integer> lost,
            long seed,
            ColdStart coldStart) {
        var rows = Arrays.stream(Keeper.values())
                .parallel()
                .map(keeper -> Row.of(keeper, loss(keeper, seen, settings, lost, seed, coldStart)))
                .toList();
        return new Comparison(seed, coldStart, rows);
    }

    private static Loss loss(
            Keeper keeper,
            Observation seen,
            Settings settings,
            SortedMap<CapacityPool, Integer> lost,
            long seed,
            ColdStart coldStart) {
        var owned = seen.owned(settings.cluster());
        var zones = owned.stream().map(host -> host.pool().zone()).collect(Collectors.toSet());
        seen.offers().value().forEach(offer -> zones.add(offer.pool().zone()));
        var services = seen.services().value().stream()
                .map(Workload::of)
                .filter(service -> service.desired() > 0 || service.placing() == Workload.Placing.EVERY_HOST)
                .toList();
        var twin = new Twin(seed, ofTwin(settings, seen, keeper), services, coldStart, zones);
        var hosts = new TreeMap<CapacityPool, Integer>();
        for (Instance host : owned) hosts.merge(host.pool(), 1, Integer::sum);
        twin.furnish(hosts);
        twin.build();
        return twin.take(twin.busiest(lost), keeper);
    }

    /** Images, disks, networks and secrets of the real cluster are not there; what is decided by them is not compared. */
    private static Settings ofTwin(Settings settings, Observation seen, Keeper keeper) {
        var architecture = settings.instance().image() instanceof ImageChoice.EcsOptimized(var chosen)
                ? chosen
                : seen.image().value().map(Image::architecture).orElse(Architecture.X86_64);
        var interruption = settings.interruption();
        return settings.with(settings.capacity().with(Backend.EC2_FLEET))
                .with(new Settings.Interruption(
                        interruption.margin(),
                        interruption.rerunStandaloneTasks(),
                        keeper.agentDrains(),
                        interruption.hostWatch()))
                .with(new Settings.InstanceTemplate(
                        new ImageChoice.EcsOptimized(architecture),
                        new Settings.Network(List.of(), List.of(), true),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        Collections.emptyMap(),
                        Collections.emptySortedMap(),
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty()));
    }

    /** For people. */
    public String text() {
        var table = new Table(
                "KEPT BY",
                "TASKS LOST",
                "SERVICES BELOW MINIMUM",
                "TASK-SECONDS MISSING",
                "REQUESTS FAILED AT 1/S",
                "FULL STRENGTH AFTER");
        for (var row : rows)
            table.row(
                    switch (row.keeper()) {
                        case BALLAST -> "Ballast";
                        case AGENT -> "agent draining only (AWS)";
                        case BALLAST_AND_AGENT -> "both";
                    },
                    row.lost(),
                    row.belowMinimum(),
                    row.missing().toSeconds(),
                    row.failing().toSeconds(),
                    row.fullStrength().map(Wording::of).orElse("not in 45 m"));
        var first = rows.getFirst();
        return "The same loss in a twin of the cluster: " + Wording.count(first.instances(), "instance") + " with "
                + Wording.count(first.tasks(), "task") + ", seed " + seed + ", cold start of "
                + coldStart.shortest().toSeconds() + " to "
                + coldStart.longest().toSeconds() + " s assumed\n\n" + table;
    }
}
