package dev.ballast.backtest.bounds;

import dev.ballast.backtest.replay.SetUp;
import dev.ballast.backtest.replay.SpotMarket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The least that keeping every replica ready costs, by trying everything tick by tick: in each tick any instances end and any are
 * launched, none beyond its pool's capacity. Says nothing about why.
 */
final class BruteForce {
    private final SpotMarket market;
    private final int wanted;
    private final int coldTicks;
    private final long costOfALaunch;
    private final int places;

    private BruteForce(SpotMarket market, SetUp setUp, int coldTicks, long costOfALaunch) {
        this.market = market;
        this.wanted = setUp.replicas();
        this.coldTicks = coldTicks;
        this.costOfALaunch = costOfALaunch;
        places = market.pools().size() + 1;
    }

    /** Money in millionths of a dollar an hour times ticks. */
    static long cheapest(SpotMarket market, SetUp setUp) {
        var ticks = (int) (setUp.coldStart().toMillis() / market.tickMillis());
        return new BruteForce(market, setUp, ticks, 0).run(ticks);
    }

    /** Least money first: what it costs with each launch a millionth of a millionth dearer. */
    static long fewestLaunches(SpotMarket market, SetUp setUp) {
        var from = (int) (setUp.coldStart().toMillis() / market.tickMillis());
        return new BruteForce(market, setUp, 0, 1).run(from);
    }

    /** Counts of instances by place and age in ticks, the last age meaning ready: a state. */
    private record State(List<Integer> counts) {}

    private long run(int from) {
        Map<State, Long> states = new HashMap<>();
        states.put(
                new State(
                        Arrays.stream(new int[places * (coldTicks + 1)]).boxed().toList()),
                0L);
        var first = from - coldTicks;
        var ticks = (int) (market.endMillis() / market.tickMillis());
        for (var tick = first; tick < ticks; tick++) {
            Map<State, Long> next = new HashMap<>();
            for (var state : states.entrySet()) change(state.getKey(), state.getValue(), tick, from, next);
            states = next;
        }
        return states.values().stream().mapToLong(Long::longValue).min().orElseThrow();
    }

    private void change(State state, long spent, int tick, int from, Map<State, Long> next) {
        for (var kept : keeping(state.counts(), 0)) launch(kept, 0, spent, tick, from, next);
    }

    /** Every way of ending some. */
    private List<List<Integer>> keeping(List<Integer> counts, int index) {
        if (index == counts.size()) return List.of(List.of());
        var all = new ArrayList<List<Integer>>();
        for (var rest : keeping(counts, index + 1))
            for (var kept = 0; kept <= counts.get(index); kept++) {
                var one = new ArrayList<Integer>();
                one.add(kept);
                one.addAll(rest);
                all.add(one);
            }
        return all;
    }

    private void launch(List<Integer> counts, int place, long spent, int tick, int from, Map<State, Long> next) {
        if (place == places) {
            settle(counts, spent, tick, from, next);
            return;
        }
        for (var launched = 0; launched <= wanted; launched++) {
            var more = new ArrayList<>(counts);
            var index = place * (coldTicks + 1);
            more.set(index, more.get(index) + launched);
            launch(more, place + 1, spent + launched * costOfALaunch, tick, from, next);
        }
    }

    private void settle(List<Integer> counts, long spent, int tick, int from, Map<State, Long> next) {
        var millis = tick * market.tickMillis();
        var cost = spent;
        var ready = 0;
        var after = new Integer[counts.size()];
        for (var place = 0; place < places; place++) {
            var standing = 0;
            for (var age = 0; age <= coldTicks; age++) standing += counts.get(place * (coldTicks + 1) + age);
            if (isSpot(place) && standing > market.pools().get(place).capacity().at(millis) || standing > wanted + 1)
                return;
            ready += counts.get(place * (coldTicks + 1) + coldTicks);
            if (tick >= from) cost += standing * price(place, millis) * scale();
            age(counts, place, after);
        }
        if (tick >= from && ready < wanted) return;
        next.merge(new State(List.of(after)), cost, Math::min);
    }

    private void age(List<Integer> counts, int place, Integer[] after) {
        var first = place * (coldTicks + 1);
        if (coldTicks == 0) {
            after[first] = counts.get(first);
            return;
        }
        after[first] = 0;
        for (var age = 1; age <= coldTicks; age++) after[first + age] = counts.get(first + age - 1);
        after[first + coldTicks] += counts.get(first + coldTicks);
    }

    private boolean isSpot(int place) {
        return place < places - 1;
    }

    private long scale() {
        return costOfALaunch == 0 ? 1 : 1000;
    }

    private long price(int place, long millis) {
        return isSpot(place)
                ? market.pools().get(place).price().at(millis)
                : market.onDemand().micros();
    }
}
