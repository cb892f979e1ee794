package dev.ballast.bench.plan;

import dev.ballast.bench.Asked;
import dev.ballast.bench.Row;
import dev.ballast.model.LossBand;
import dev.ballast.model.Offer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Whether a pool's price tells how often it is lost: the mean loss rate by how much spot saves is learned in one region of the advisor's file
 * and tried in the others, and learned of half of the families and tried on the other half. What family, size and type tell is measured the
 * same way, so that little told is not taken for little to tell.
 */
final class LossesTold {
    private static final int SAVINGS_APART = 10;
    /** A mean of few is drawn to the mean of all, as if so many more had been seen. */
    private static final int SEEN_BEFORE = 5;

    private final List<Advised> all;

    /** @param savings of the on-demand price, in percent */
    private record Advised(String region, String type, int savings, double lossesPerDay) {
        String family() {
            return type.substring(0, type.indexOf('.'));
        }

        String size() {
            return type.substring(type.indexOf('.') + 1);
        }
    }

    private record Clue(String name, Function<Advised, Object> of) {}

    private record Halves(List<Advised> learned, List<Advised> tried) {}

    private LossesTold(List<Advised> all) {
        this.all = all;
    }

    /** @param data the folder with spot-advisor.csv */
    static LossesTold read(Path data) throws IOException {
        var all = new ArrayList<Advised>();
        for (var row : Csv.rows(data.resolve("spot-advisor.csv"))) {
            var savings = Integer.parseInt(row.get("savings_pct"));
            var isPriced = savings > 0;
            if (isPriced)
                all.add(new Advised(
                        row.get("region"),
                        row.get("instance_type"),
                        savings,
                        LossBand.values()[Integer.parseInt(row.get("band"))].lossesPerDay()));
        }
        return new LossesTold(all);
    }

    List<Row> rows(List<Long> seeds) {
        var savings = new Clue("what spot saves", one -> one.savings() / SAVINGS_APART);
        var size = new Clue("its size", one -> one.size());
        var regions = List.of(
                savings,
                size,
                new Clue("its family", one -> one.family()),
                new Clue("the same type", one -> one.type()));
        var rows = new ArrayList<Row>();
        for (var clue : regions) rows.add(row(clue, "another region", "each region tried in each other", byRegion()));
        for (var clue : List.of(savings, size))
            rows.add(row(clue, "other families", "half of the families, tried on the rest", byFamily(seeds)));
        return rows;
    }

    private static Row row(Clue clue, String where, String how, List<Halves> halves) {
        return new Row(
                "share of the loss rates' variance that " + clue.name() + " tells in " + where,
                Asked.nothing(),
                "of 1",
                halves.stream().map(half -> told(clue, half)).toList(),
                how + String.format("; error of the rate %.3f of the constant's", error(clue, halves)));
    }

    private List<Halves> byRegion() {
        var regions = all.stream().collect(Collectors.groupingBy(Advised::region, TreeMap::new, Collectors.toList()));
        var halves = new ArrayList<Halves>();
        for (var learned : regions.entrySet())
            for (var tried : regions.entrySet())
                if (!learned.getKey().equals(tried.getKey()))
                    halves.add(new Halves(learned.getValue(), tried.getValue()));
        return halves;
    }

    private List<Halves> byFamily(List<Long> seeds) {
        var halves = new ArrayList<Halves>();
        for (long seed : seeds) {
            var families =
                    new ArrayList<>(all.stream().map(Advised::family).collect(Collectors.toCollection(TreeSet::new)));
            Collections.shuffle(families, new Random(seed));
            var chosen = new HashSet<>(families.subList(0, families.size() / 2));
            var split = all.stream().collect(Collectors.partitioningBy(one -> chosen.contains(one.family())));
            halves.add(new Halves(split.get(true), split.get(false)));
        }
        return halves;
    }

    /** 1 where every rate is told, 0 where the mean of what was learned would have told as much. */
    private static double told(Clue clue, Halves halves) {
        var mean = mean(halves.learned());
        var rates = Rates.of(clue, halves.learned());
        double left = 0;
        double before = 0;
        for (var one : halves.tried()) {
            left += Math.pow(rates.of(one) - one.lossesPerDay(), 2);
            before += Math.pow(mean - one.lossesPerDay(), 2);
        }
        return 1 - left / before;
    }

    private static double error(Clue clue, List<Halves> all) {
        double left = 0;
        double constant = 0;
        for (var halves : all) {
            var rates = Rates.of(clue, halves.learned());
            for (var one : halves.tried()) {
                left += Math.abs(rates.of(one) - one.lossesPerDay());
                constant += Math.abs(Offer.USUAL_LOSSES_PER_DAY - one.lossesPerDay());
            }
        }
        return left / constant;
    }

    private static double mean(Collection<Advised> some) {
        return some.stream().mapToDouble(Advised::lossesPerDay).average().orElseThrow();
    }

    private record Rates(Clue clue, Map<Object, List<Advised>> seen, double mean) {
        static Rates of(Clue clue, List<Advised> learned) {
            return new Rates(
                    clue, learned.stream().collect(Collectors.groupingBy(clue.of())), LossesTold.mean(learned));
        }

        double of(Advised one) {
            var alike = seen.getOrDefault(clue.of().apply(one), List.of());
            var losses = alike.stream().mapToDouble(Advised::lossesPerDay).sum();
            return (losses + SEEN_BEFORE * mean) / (alike.size() + SEEN_BEFORE);
        }
    }
}
