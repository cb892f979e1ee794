package dev.ballast.backtest.report;

import dev.ballast.backtest.bounds.Bound;
import dev.ballast.backtest.replay.Course;
import dev.ballast.backtest.replay.Run;
import dev.ballast.backtest.replay.SetUp;
import dev.ballast.backtest.replay.SpotMarket;
import dev.ballast.backtest.replay.Witness;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Every policy on every market and set-up, with every seed. All processors work; the order of what comes out does not depend on them.
 *
 * @param firstSeed the others follow it by one
 */
public record Backtest(List<SpotMarket> markets, List<SetUp> setUps, List<Policy> policies, long firstSeed, int seeds) {
    public Backtest {
        markets = List.copyOf(markets);
        setUps = List.copyOf(setUps);
        policies = List.copyOf(policies);
    }

    /** @param fluid what the market would have cost at least: one for all policies */
    private record Replayed(SpotMarket market, SetUp setUp, Run fluid, Policy policy) {}

    /** By market, set-up and policy, each as it was given. */
    public List<Figures> run() {
        return replayed().parallelStream()
                .map(one -> figures(one, Witness.NOBODY))
                .toList();
    }

    /** The same, with courses of the first set-up: in a sweep those of all would fill the memory. */
    public List<Played> runWithCourses() {
        return replayed().parallelStream().map(this::played).toList();
    }

    private List<Replayed> replayed() {
        var all = new ArrayList<Replayed>();
        for (var market : markets)
            for (var setUp : setUps) {
                var fluid = Bound.FLUID.of(market, setUp);
                for (var policy : policies) all.add(new Replayed(market, setUp, fluid, policy));
            }
        return all;
    }

    private Played played(Replayed one) {
        if (one.policy().isBound() || !one.setUp().equals(setUps.getFirst()))
            return new Played(figures(one, Witness.NOBODY), one.policy().isBound(), Optional.empty());
        var course = new Course(one.market(), one.setUp());
        return new Played(figures(one, course), false, Optional.of(course));
    }

    /** @param witness of the first seed */
    private Figures figures(Replayed one, Witness witness) {
        var runs = one.policy().isBound() ? List.of(run(one, firstSeed, witness)) : runs(one, witness);
        return Figures.of(one.policy().word(), one.market(), one.setUp(), runs, one.fluid());
    }

    private List<Run> runs(Replayed one, Witness witness) {
        return LongStream.range(firstSeed, firstSeed + seeds)
                .parallel()
                .mapToObj(seed -> run(one, seed, seed == firstSeed ? witness : Witness.NOBODY))
                .toList();
    }

    private static Run run(Replayed one, long seed, Witness witness) {
        return one.policy().player().play(one.market(), one.setUp(), seed, witness);
    }
}
