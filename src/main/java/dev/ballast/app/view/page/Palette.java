package dev.ballast.app.view.page;

import dev.ballast.backtest.replay.Course;
import dev.ballast.backtest.replay.SpotMarket;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Which pools of a market have a colour of their own: those that were held most. The rest share one. */
final class Palette {
    private static final int COLOURS = 9;

    /** One colour: a pool's, or that of all that have none. */
    record Colour(String kind, String name, List<Integer> pools) {}

    private final SpotMarket market;
    private final List<Colour> colours = new ArrayList<>();

    Palette(SpotMarket market, List<Course> courses) {
        this.market = market;
        var count = market.pools().size();
        var own = IntStream.range(0, count)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer pool) -> -held(courses, pool))
                        .thenComparingInt(pool -> pool))
                .limit(COLOURS)
                .sorted()
                .toList();
        for (var pool : own) colours.add(new Colour("pool" + colours.size(), name(pool), List.of(pool)));
        var rest = IntStream.range(0, count)
                .boxed()
                .filter(pool -> !own.contains(pool))
                .toList();
        if (!rest.isEmpty()) colours.add(new Colour("rest", rest.size() + " other pools", rest));
    }

    private static double held(List<Course> courses, int pool) {
        var sum = 0.0;
        for (var course : courses) {
            var held = course.held().get(pool);
            for (var column = 0; column < held.count(); column++) sum += held.mean(column);
        }
        return sum;
    }

    List<Colour> colours() {
        return colours;
    }

    private String name(int pool) {
        var own = market.pools().get(pool).pool();
        return hasOneType() ? own.zone() : own.instanceType() + " " + own.zone();
    }

    boolean hasOneType() {
        return market.pools().stream()
                        .map(pool -> pool.pool().instanceType())
                        .distinct()
                        .count()
                == 1;
    }
}
