package dev.ballast.decide.plan;

import dev.ballast.decide.draft.Draft;
import dev.ballast.decide.draft.Words;
import dev.ballast.decide.facts.Facts;
import dev.ballast.decide.market.LossRates;
import dev.ballast.decide.market.Quarantines;
import dev.ballast.decide.market.ZoneScores;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.ColdStart;
import dev.ballast.model.Experience.Auto;
import dev.ballast.model.Experience.Cause;
import dev.ballast.model.PurchaseOption;
import dev.ballast.model.Reason.Code;
import dev.ballast.model.Settings.Survive;
import dev.ballast.model.Signal;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What {@code survive: auto} comes to: a spare is held for any one pool as long as without one lost pools would leave tasks without a place
 * for more than {@code capacity.risk} of the time. That share is
 *
 * <p>(losses a day, summed over the spot pools that carry tasks) x (cold start + margin - notice, in days)
 *
 * <p>It is known only once cold starts are measured, and holds only where a replacement can be had; until then the spare is held. See
 * docs/decisions/053-survive-auto.md.
 */
public final class Survival {
    /** Of fewer launches the slowest is no 95th of a hundred. */
    private static final int LEAST_LAUNCHES = 5;

    /** So long no spare must have been needed before it is given up: buying it again costs more than holding it for so long. */
    private static final Duration HELD_ON = Duration.ofHours(1);

    /** What had nothing so recently counts as having nothing. It is not remembered for much longer either. */
    private static final Duration LATELY = Duration.ofHours(1);

    private static final double SECONDS_OF_A_DAY = Duration.ofDays(1).toSeconds();

    private final Draft draft;
    private final Facts facts;

    private Survival(Draft draft, Facts facts) {
        this.draft = draft;
        this.facts = facts;
    }

    /** @return the same facts, the loss to survive being one that the plan knows */
    public static Facts choose(Draft draft, Facts facts) {
        if (facts.settings().capacity().survive() != Survive.AUTO) {
            draft.learning().auto(Optional.empty());
            return facts;
        }
        var before = draft.learning().auto();
        var now = new Survival(draft, facts).auto(before);
        if (before.filter(now::equals).isEmpty()) draft.note(Code.SURVIVE_AUTO, "auto " + now.why());
        draft.learning().auto(Optional.of(now));
        return facts.surviving(now.holds());
    }

    private Auto auto(Optional<Auto> before) {
        var verdict = verdict();
        var since = verdict.cause() == Cause.QUICK
                ? before.flatMap(Auto::quickSince).or(() -> Optional.of(draft.asOf()))
                : Optional.<Instant>empty();
        var isGivenUp = before.filter(one -> one.holds() == Survive.NONE).isPresent();
        if (since.isPresent() && !isGivenUp && since.get().plus(HELD_ON).isAfter(draft.asOf()))
            verdict = new Verdict(
                    Cause.TOO_NEW, "no spare is needed since " + since.get() + ", which is to hold for an hour first");
        // while the cause is the same its numbers stay as they were: a decision that says nothing new leaves no trace
        var cause = verdict.cause();
        var isSame = before.filter(one -> one.cause() == cause).isPresent();
        if (isSame) return before.get();
        return cause == Cause.QUICK
                ? new Auto(Survive.NONE, cause, since, "holds no spare, because " + verdict.because())
                : new Auto(Survive.POOL, cause, since, "holds a spare for any one pool, because " + verdict.because());
    }

    private record Verdict(Cause cause, String because) {}

    /** The first that speaks for a spare. */
    private Verdict verdict() {
        var coldStart = ColdStart.of(draft.learning().coldStarts());
        if (coldStart.isEmpty()) return new Verdict(Cause.UNMEASURED, "no launch has been measured yet");
        var launches = coldStart.get().launches();
        if (launches < LEAST_LAUNCHES)
            return new Verdict(
                    Cause.UNMEASURED,
                    Words.count(launches, "launch", "launches") + " of " + LEAST_LAUNCHES
                            + " that it takes have been measured");
        return shortage().orElseGet(() -> risk(coldStart.get()));
    }

    /** A loss is replaced on spot: the fallback's patience is longer than a notice. */
    private Optional<Verdict> shortage() {
        var all = 0;
        var without = 0;
        var low = new TreeSet<String>();
        for (var offer : facts.observation().offers().value()) {
            if (offer.pool().option() != PurchaseOption.SPOT || !Market.affordable(facts, offer)) continue;
            all++;
            if (ZoneScores.isLow(facts, offer.pool())) low.add(offer.pool().zone());
            if (ZoneScores.isLow(facts, offer.pool()) || !Quarantines.isSteady(draft, offer.pool(), LATELY)) without++;
        }
        if (2 * without <= all && all > 0) return Optional.empty();
        return Optional.of(new Verdict(
                Cause.SHORTAGE,
                without + " of " + Words.count(all, "spot pool")
                        + " had nothing or lost instances within the last hour or two" + orScoreLow(low)));
    }

    private String orScoreLow(Set<String> zones) {
        if (zones.isEmpty()) return "";
        var scores = ZoneScores.low(facts);
        return ", or are in a zone of which EC2 says that spot is hard to get: "
                + zones.stream()
                        .map(zone -> ZoneScores.of(zone, scores.get(zone)))
                        .collect(Collectors.joining(", "));
    }

    private Verdict risk(ColdStart coldStart) {
        var margin = facts.settings().interruption().margin();
        var hurts = coldStart.p95().plus(margin).minus(Signal.NOTICE);
        var takes = "a new host takes " + Words.seconds(coldStart.p95()) + " (95 of 100, of "
                + Words.count(coldStart.launches(), "launch", "launches") + ")";
        if (!hurts.isPositive())
            return new Verdict(
                    Cause.QUICK, takes + " and is there " + Words.seconds(margin) + " or more before a notice ends");
        var pools = poolsWithTasks();
        var rates = LossRates.of(facts, draft);
        var lossesPerDay = pools.stream().mapToDouble(rates::perDay).sum();
        var share = lossesPerDay * (hurts.toSeconds() / SECONDS_OF_A_DAY);
        var most = facts.settings().capacity().risk().shortShare();
        var needed = share > most;
        return new Verdict(
                needed ? Cause.RISK : Cause.QUICK,
                String.format(
                        Locale.ROOT,
                        "%s, %d s longer than a notice leaves, and of %s with tasks %.2g are lost a day: without a spare tasks have"
                                + " no place for %.2g of the time, and capacity.risk is %s",
                        takes,
                        hurts.toSeconds(),
                        Words.count(pools.size(), "pool"),
                        lossesPerDay,
                        share,
                        BigDecimal.valueOf(most).stripTrailingZeros().toPlainString()));
    }

    private TreeSet<CapacityPool> poolsWithTasks() {
        var pools = new TreeSet<CapacityPool>();
        for (var host : facts.hosts())
            if (host.standing().counts()
                    && host.pool().option() == PurchaseOption.SPOT
                    && !facts.movable(host).isEmpty()) pools.add(host.pool());
        return pools;
    }
}
