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
import java.util.stream.IntStream;
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

    private interface Watching {
        Optional<Course> of(Replayed one);
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
        SeedRun run(long seed, Witness witness) {
            return new SeedRun(policy.player().play(market, setUp, seed, witness), fluid, market.onDemand());
        }
    }

    /** By market, set-up and policy, each as it was given; drawn markets behind the others. */
    public List<Figures> run() {
        return played(one -> Optional.empty()).stream().map(Played::figures).toList();
    }

    /** The same, with courses of the first set-up: in a sweep those of all would fill the memory. */
    public List<Played> runWithCourses() {
        return played(one -> one.policy().isBound() || !one.setUp().equals(setUps.getFirst())
                ? Optional.empty()
                : Optional.of(new Course(one.market(), one.setUp())));
    }

    /** The markets of the first seed, in the order of what comes out. */
    public List<SpotMarket> marketsOfFirstSeed() {
        var all = new ArrayList<>(markets);
        for (var drawing : drawn) all.add(drawing.of(firstSeed));
        return all;
    }

    private List<Played> played(Watching watching) {
        var fixed = new ArrayList<Replayed>();
        for (var market : markets) fixed.addAll(replayed(market));
        var all = new ArrayList<>(
                fixed.parallelStream().map(one -> played(one, watching.of(one))).toList());
        for (var drawing : drawn) all.addAll(played(drawing, watching));
        return all;
    }

    private List<Replayed> replayed(SpotMarket market) {
        var all = new ArrayList<Replayed>();
        for (var setUp : setUps) {
            var fluid = Bound.FLUID.of(market, setUp);
            for (var policy : policies) all.add(new Replayed(market, setUp, fluid, policy));
        }
        return all;
    }

    private Played played(Replayed one, Optional<Course> course) {
        var runs = one.policy().isBound()
                ? List.of(one.run(firstSeed, Witness.NOBODY))
                : everySeed()
                        .mapToObj(seed -> one.run(seed, witness(course, seed)))
                        .toList();
        var figures = Figures.of(one.policy().word(), one.market().name(), one.setUp(), runs);
        return new Played(figures, one.policy().isBound(), course);
    }

    private Witness witness(Optional<Course> course, long seed) {
        return seed == firstSeed && course.isPresent() ? course.get() : Witness.NOBODY;
    }

    /** A seed's market is drawn once for all that is played on it, and forgotten then: a thousand would not fit. */
    private List<Played> played(Drawing drawing, Watching watching) {
        var courses = replayed(drawing.of(firstSeed)).stream().map(watching::of).toList();
        var bySeed = everySeed()
                .mapToObj(seed -> runs(replayed(drawing.of(seed)), courses, seed))
                .toList();
        var all = new ArrayList<Played>();
        for (var setUp : setUps)
            for (var policy : policies) {
                var index = all.size();
                var runs = bySeed.stream().map(seed -> seed.get(index)).toList();
                all.add(new Played(
                        Figures.ofMarkets(policy.word(), drawing.name(), setUp, runs),
                        policy.isBound(),
                        courses.get(index)));
            }
        return all;
    }

    private List<SeedRun> runs(List<Replayed> all, List<Optional<Course>> courses, long seed) {
        return IntStream.range(0, all.size())
                .mapToObj(index -> all.get(index).run(seed, witness(courses.get(index), seed)))
                .toList();
    }

    private LongStream everySeed() {
        return LongStream.range(firstSeed, firstSeed + seeds).parallel();
    }
}
