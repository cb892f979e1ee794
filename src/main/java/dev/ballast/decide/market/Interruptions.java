package dev.ballast.decide.market;

import dev.ballast.decide.draft.Draft;
import dev.ballast.decide.facts.Facts;
import dev.ballast.decide.facts.Host;
import dev.ballast.decide.facts.Standing;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.Experience.History;
import dev.ballast.model.Experience.Setback;
import dev.ballast.model.PurchaseOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.TreeSet;

/**
 * Counts the cluster's own interruptions against the days that it has stood in each spot pool. A pool is one coin, its instances go
 * together: a notice for one of n counts 1/n, and a day counts once however many instances there are. What lies back counts half as much
 * with every {@link #HALF_LIFE}.
 *
 * <p>Without a notice what EC2 says that it took back counts; what is gone for another reason a person may have ended.
 */
public final class Interruptions {
    /** Droughts cluster in days and recorded markets differ from week to week; what was a month ago weighs a sixteenth. */
    static final Duration HALF_LIFE = Duration.ofDays(7);

    /** So often the days are added up where nothing happens: each time is a row in the journal. */
    static final Duration PERIOD = Duration.ofHours(1);

    /** Nobody looked for longer than between two looks: what went meanwhile is not known, so neither are the days. */
    static final Duration LONGEST_GAP = PERIOD.multipliedBy(2);

    /** A pool's loss rate is taken for as high as at this age where it is younger. */
    static final Duration YOUNGEST = Duration.ofMinutes(2);

    /** An older setback says no more than the usual loss rate. */
    private static final Duration REMEMBERED = Duration.ofDays(30);

    /** Pools that the cluster has left; those with most to tell stay. */
    static final int MOST_LEFT = 100;

    /** Less of a day and of a loss tells nothing. */
    private static final double NOTHING = 0.01;

    private static final double SECONDS_OF_A_DAY = Duration.ofDays(1).toSeconds();

    private Interruptions() {}

    /** To be told once for each instance with a notice, its host still among the facts. */
    public static void noticed(Draft draft, Facts facts, String id, CapacityPool pool) {
        lost(draft, facts, id, pool);
        CautionSums.noticed(draft);
    }

    private static void lost(Draft draft, Facts facts, String id, CapacityPool pool) {
        if (pool.option() != PurchaseOption.SPOT) return;
        var now = history(draft, pool);
        var seen = now.setback().map(Setback::seen).orElse(draft.asOf());
        var others = 0;
        var staying = 0;
        for (var host : facts.hosts()) {
            if (!host.owned() || !host.pool().equals(pool) || host.id().equals(id)) continue;
            if (host.standing().isAlive() || isLostNow(draft, host)) others++;
            if (host.standing().isAlive() && !draft.hasNotice(host.id())) staying++;
        }
        draft.learning()
                .pools()
                .put(
                        pool,
                        now.losing(1.0 / (1 + others))
                                .standing(true)
                                .with(new Setback(draft.asOf(), staying > 0, seen)));
    }

    /** It went with no notice since the last look. */
    private static boolean isLostNow(Draft draft, Host host) {
        return host.standing() == Standing.GONE
                && host.isReclaimed()
                && draft.watch().hosts().contains(host.id());
    }

    /**
     * What EC2 has taken back and no notice told of. To be told of every full look, before the watch has the hosts of this one.
     */
    public static void unnoticed(Draft draft, Facts facts) {
        for (var host : facts.hosts()) {
            if (!host.owned() || !isLostNow(draft, host) || draft.hasNotice(host.id())) continue;
            lost(draft, facts, host.id(), host.pool());
            CautionSums.unnoticed(draft);
        }
    }

    /** As it is now. */
    static History history(Draft draft, CapacityPool pool) {
        var before = draft.learning().pools().get(pool);
        return before == null ? History.none(draft.asOf()) : at(before, draft.asOf());
    }

    /** Where the cluster stands now. */
    public static void stand(Draft draft, Facts facts) {
        var standing = new TreeSet<CapacityPool>();
        for (var host : facts.hosts())
            if (host.owned() && host.standing().isAlive() && host.pool().option() == PurchaseOption.SPOT)
                standing.add(host.pool());
        var pools = draft.learning().pools();
        for (var pool : standing)
            pools.computeIfAbsent(pool, same -> History.none(draft.asOf()).standing(true));
        pools.replaceAll((pool, history) -> {
            var stands = standing.contains(pool);
            var isDue = !history.asOf().plus(PERIOD).isAfter(draft.asOf());
            if (stands == history.stands() && !isDue) return history;
            return at(history, draft.asOf()).standing(stands);
        });
        pools.values()
                .removeIf(one -> !one.stands()
                        && one.days() < NOTHING
                        && one.losses() < NOTHING
                        && !remembers(one, draft.asOf()));
        dropThoseWithLeastToTell(draft);
    }

    private static void dropThoseWithLeastToTell(Draft draft) {
        var pools = draft.learning().pools();
        var left = new ArrayList<CapacityPool>();
        pools.forEach((pool, history) -> {
            if (!history.stands()) left.add(pool);
        });
        if (left.size() <= MOST_LEFT) return;
        left.sort(Comparator.<CapacityPool>comparingDouble(
                        pool -> -(pools.get(pool).losses() + pools.get(pool).days()))
                .thenComparing(Comparator.naturalOrder()));
        left.subList(MOST_LEFT, left.size()).forEach(pools::remove);
    }

    /**
     * The same, later. With h for the half-life, both figures shrink by 2^(-t/h), and t days of standing, each shrinking since, add h / ln 2
     * x (1 - 2^(-t/h)).
     */
    static History at(History then, Instant now) {
        var passed = Duration.between(then.asOf(), now);
        if (passed.isNegative() || passed.isZero()) return then;
        var counted = passed.compareTo(LONGEST_GAP) < 0 ? passed : LONGEST_GAP;
        var added = then.stands() ? days(HALF_LIFE) / StrictMath.log(2) * (1 - halved(counted)) : 0;
        return new History(
                then.losses() * halved(passed),
                then.days() * halved(passed) + added,
                now,
                then.stands(),
                then.exposure() * halved(passed) + exposed(then, counted),
                then.setback().filter(setback -> !isForgotten(setback, now)));
    }

    static double halved(Duration time) {
        return StrictMath.pow(2, -days(time) / days(HALF_LIFE));
    }

    private static double days(Duration time) {
        return time.toSeconds() / SECONDS_OF_A_DAY;
    }

    /** 1 / (age + 2 min), integrated over so long. */
    private static double exposed(History then, Duration time) {
        var setback = then.setback().filter(Setback::isBack);
        if (!then.stands() || setback.isEmpty()) return 0;
        var age = Duration.between(setback.get().since(), then.asOf()).plus(YOUNGEST);
        return StrictMath.log(1 + (double) time.toMillis() / age.toMillis());
    }

    private static boolean remembers(History one, Instant now) {
        return one.setback().filter(setback -> !isForgotten(setback, now)).isPresent();
    }

    private static boolean isForgotten(Setback setback, Instant now) {
        return !setback.since().plus(REMEMBERED).isAfter(now);
    }
}
