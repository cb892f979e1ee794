package dev.ballast.backtest.report;

import dev.ballast.backtest.replay.Run;
import dev.ballast.backtest.replay.Run.Gap;
import dev.ballast.backtest.replay.SetUp;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * What came of one policy on one market, over all seeds. Shares are from 0 to 1; counts are means over the seeds; time counts from the
 * end of the first cold start on.
 *
 * @param availability share of the time with every replica ready
 * @param deficit share of replica time that was missing
 * @param allLost share of the time with no replica ready
 * @param worstDeficit replica-seconds missing in the worst single gap
 * @param deficitP99 replica-seconds missing in all but one of a hundred gaps
 * @param launches of instances, the first ones included; empty for the fluid bound, which has no instances
 * @param killed ready replicas that were taken while that left fewer than wanted
 */
public record Figures(
        String policy,
        String market,
        SetUp setUp,
        double availability,
        double deficit,
        double costOverOnDemand,
        double costOverLowerBound,
        double worstDeficit,
        double allLost,
        Optional<Double> launches,
        double interruptions,
        double killed,
        double largestLoss,
        double onDemandShare,
        double deficitP99,
        double gapP50Seconds,
        double gapP99Seconds,
        double instanceDays,
        double days,
        int seeds,
        Intervals intervals) {
    /** In which 95 of 100 draws of days, or of markets, lie; empty where there is only one to draw. */
    public record Intervals(
            Optional<Interval> availability,
            Optional<Interval> costOverOnDemand,
            Optional<Interval> costOverLowerBound) {}

    public record Interval(double from, double to) {}

    /** @param played one a seed, all on one market */
    static Figures of(String policy, String market, SetUp setUp, List<SeedRun> played) {
        return of(policy, market, played, new DaySums(setUp, played, true), setUp);
    }

    /** @param played one a seed, each on a market of its own */
    static Figures ofMarkets(String policy, String name, SetUp setUp, List<SeedRun> played) {
        return of(policy, name, played, new DaySums(setUp, played, false), setUp);
    }

    private static Figures of(String policy, String market, List<SeedRun> played, DaySums sums, SetUp setUp) {
        var runs = played.stream().map(SeedRun::run).toList();
        var gaps = runs.stream().flatMap(run -> run.gaps().stream()).toList();
        var instanceMillis =
                mean(runs, run -> run.counts().spotMillis() + run.counts().onDemandMillis());
        var onDemand = mean(runs, run -> run.counts().onDemandMillis());
        var launches = mean(runs, run -> run.counts().launches());
        return new Figures(
                policy,
                market,
                setUp,
                sums.availability(),
                sums.deficit(),
                sums.costOverOnDemand(),
                sums.costOverLowerBound(),
                gaps.stream().mapToLong(Gap::missing).max().orElse(0) / 1e3,
                sums.allLost(),
                launches == 0 ? Optional.empty() : Optional.of(launches),
                mean(runs, run -> run.counts().interruptions()),
                mean(runs, run -> run.counts().killed()),
                runs.stream()
                        .mapToDouble(run -> run.counts().largestLoss())
                        .max()
                        .orElse(0),
                instanceMillis == 0 ? 0 : onDemand / instanceMillis,
                percentile(gaps, Gap::missing, 0.99) / 1e3,
                percentile(gaps, Gap::millis, 0.5) / 1e3,
                percentile(gaps, Gap::millis, 0.99) / 1e3,
                instanceMillis / Duration.ofDays(1).toMillis(),
                sums.days(),
                runs.size(),
                sums.intervals());
    }

    private static double mean(List<Run> runs, ToDoubleFunction<Run> figure) {
        return runs.stream().mapToDouble(figure).average().orElseThrow();
    }

    /** By nearest rank; 0 without gaps. */
    private static double percentile(List<Gap> gaps, ToDoubleFunction<Gap> figure, double share) {
        var sorted = gaps.stream()
                .map(figure::applyAsDouble)
                .sorted(Comparator.naturalOrder())
                .toList();
        return sorted.isEmpty() ? 0 : sorted.get((int) Math.ceil(share * sorted.size()) - 1);
    }

    /** Name by name as programs read it, in the order of a file's columns; nothing stands for what does not exist. */
    public Map<String, Object> named() {
        var named = new LinkedHashMap<String, Object>();
        named.put("policy", policy);
        named.put("market", market);
        number(named, "availability", availability);
        number(named, "deficit", deficit);
        number(named, "costOverOnDemand", costOverOnDemand);
        number(named, "costOverLowerBound", costOverLowerBound);
        number(named, "worstDeficit", worstDeficit);
        number(named, "allLost", allLost);
        named.put("launches", launches.map(Figures::rounded).orElse(null));
        number(named, "interruptions", interruptions);
        number(named, "killed", killed);
        number(named, "largestLoss", largestLoss);
        number(named, "onDemandShare", onDemandShare);
        number(named, "deficitP99", deficitP99);
        number(named, "gapP50Seconds", gapP50Seconds);
        number(named, "gapP99Seconds", gapP99Seconds);
        named.put("launchesPerInstanceDay", launches.map(this::perInstanceDay).orElse(null));
        named.put("interruptionsPerInstanceDay", perInstanceDay(interruptions));
        interval(named, "availability", intervals.availability());
        interval(named, "costOverOnDemand", intervals.costOverOnDemand());
        interval(named, "costOverLowerBound", intervals.costOverLowerBound());
        named.put("replicas", setUp.replicas());
        named.put("coldStartSeconds", setUp.coldStart().toSeconds());
        named.put("noticeSeconds", setUp.notice().toSeconds());
        number(named, "noticesLost", setUp.noticesLost());
        named.put("onDemand", setUp.onDemand().name().toLowerCase(Locale.ROOT));
        number(named, "days", days);
        named.put("seeds", seeds);
        return named;
    }

    private BigDecimal perInstanceDay(double count) {
        return rounded(instanceDays == 0 ? 0 : count / instanceDays);
    }

    private static void interval(Map<String, Object> named, String of, Optional<Interval> interval) {
        named.put(of + "From", interval.map(it -> rounded(it.from())).orElse(null));
        named.put(of + "To", interval.map(it -> rounded(it.to())).orElse(null));
    }

    private static void number(Map<String, Object> named, String name, double number) {
        named.put(name, rounded(number));
    }

    /** To a millionth, never with an exponent. */
    private static BigDecimal rounded(double number) {
        var rounded =
                BigDecimal.valueOf(number).setScale(6, RoundingMode.HALF_UP).stripTrailingZeros();
        return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
    }
}
