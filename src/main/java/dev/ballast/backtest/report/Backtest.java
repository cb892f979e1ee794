package dev.ballast.backtest.report;

import dev.ballast.backtest.bounds.Bound;
import dev.ballast.backtest.replay.Run;
import dev.ballast.backtest.replay.SetUp;
import dev.ballast.backtest.replay.SpotMarket;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Every policy on every market and set-up, with every seed. All processors work; the order of what comes out does not depend on them.
 *
 * @param firstSeed the others follow it by one
 * @param drawn markets of which each seed has another
 */
public record Backtest(
        List<SpotMarket> markets,
        List<SetUp> setUps,
        List<Policy> policies,
        long firstSeed,
        int seeds,
        List<Drawing> drawn) {
    /** A market by its seed. */
    public interface Drawing {
        String name();

        SpotMarket of(long seed);
    }

    public Backtest {
        markets = List.copyOf(markets);
        setUps = List.copyOf(setUps);
        policies = List.copyOf(policies);
        drawn = List.copyOf(drawn);
    }

    public Backtest(List<SpotMarket> markets, List<SetUp> setUps, List<Policy> policies, long firstSeed, int seeds) {
        this(markets, setUps, policies, firstSeed, seeds, List.of());
    }

    /** @param fluid what the market would have cost at least: one for all policies */
    private record Replayed(SpotMarket market, SetUp setUp, Run fluid, Policy policy) {
        Played played(long seed) {
            return new Played(policy.player().play(market, setUp, seed), fluid, market.onDemand());
        }
    }

    /** By market, set-up and policy, each as it was given; drawn markets behind the others. */
    public List<Figures> run() {
        var all = new ArrayList<Replayed>();
        for (var market : markets) all.addAll(replayed(market));
        var figures = new ArrayList<>(all.parallelStream().map(this::figures).toList());
        for (var drawing : drawn) figures.addAll(figures(drawing));
        return figures;
    }

    private List<Replayed> replayed(SpotMarket market) {
        var all = new ArrayList<Replayed>();
        for (var setUp : setUps) {
            var fluid = Bound.FLUID.of(market, setUp);
            for (var policy : policies) all.add(new Replayed(market, setUp, fluid, policy));
        }
        return all;
    }

    private Figures figures(Replayed one) {
        var played = one.policy().isBound()
                ? List.of(one.played(firstSeed))
                : everySeed().mapToObj(one::played).toList();
        return Figures.of(one.policy().word(), one.market().name(), one.setUp(), played);
    }

    /** A seed's market is drawn once for all that is played on it, and forgotten then: a thousand would not fit. */
    private List<Figures> figures(Drawing drawing) {
        var bySeed = everySeed()
                .mapToObj(seed -> replayed(drawing.of(seed)).stream()
                        .map(one -> one.played(seed))
                        .toList())
                .toList();
        var figures = new ArrayList<Figures>();
        for (var setUp : setUps)
            for (var policy : policies) {
                var index = figures.size();
                figures.add(Figures.ofMarkets(
                        policy.word(),
                        drawing.name(),
                        setUp,
                        bySeed.stream().map(played -> played.get(index)).toList()));
            }
        return figures;
    }

    private LongStream everySeed() {
        return LongStream.range(firstSeed, firstSeed + seeds).parallel();
    }
}
