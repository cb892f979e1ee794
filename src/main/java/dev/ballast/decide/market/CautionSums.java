package dev.ballast.decide.market;

import dev.ballast.decide.draft.Draft;
import dev.ballast.model.Experience.Caution;
import dev.ballast.model.UsdPerHour;
import java.time.Duration;
import java.time.Instant;

/** How losses came, and what caution has cost: what lies back counts half as much with every {@link Interruptions#HALF_LIFE}. */
public final class CautionSums {
    /** So often what is paid is added up where its rate stays the same: each time is a row in the journal. */
    private static final Duration PERIOD = Duration.ofHours(1);

    private static final double MILLIS_OF_AN_HOUR = Duration.ofHours(1).toMillis();

    private CautionSums() {}

    static void noticed(Draft draft) {
        draft.learning().caution(now(draft).losing(1, 0));
    }

    static void unnoticed(Draft draft) {
        draft.learning().caution(now(draft).losing(0, 1));
    }

    /** Once, for so long. */
    public static void paid(Draft draft, UsdPerHour price, Duration time) {
        draft.learning().caution(now(draft).paying(price.dollars() * time.toMillis() / MILLIS_OF_AN_HOUR));
    }

    /** What is paid from now on, in dollars an hour. */
    public static void pays(Draft draft, double premiumPerHour, double basePerHour) {
        var before = draft.learning().caution();
        var isSame = before.premiumPerHour() == premiumPerHour && before.basePerHour() == basePerHour;
        if (isSame && before.asOf().plus(PERIOD).isAfter(draft.asOf())) return;
        draft.learning().caution(at(before, draft.asOf()).payingFromNow(premiumPerHour, basePerHour));
    }

    static Caution now(Draft draft) {
        return at(draft.learning().caution(), draft.asOf());
    }

    /** As {@link Interruptions#at}: nobody looked for longer than its longest gap. */
    private static Caution at(Caution then, Instant asOf) {
        var passed = Duration.between(then.asOf(), asOf);
        if (passed.isNegative() || passed.isZero()) return then;
        var kept = Interruptions.halved(passed);
        var counted = passed.compareTo(Interruptions.LONGEST_GAP) < 0 ? passed : Interruptions.LONGEST_GAP;
        var hours = counted.toMillis() / MILLIS_OF_AN_HOUR;
        return new Caution(
                then.noticed() * kept,
                then.unnoticed() * kept,
                then.premium() * kept + hours * then.premiumPerHour(),
                then.base() * kept + hours * then.basePerHour(),
                then.premiumPerHour(),
                then.basePerHour(),
                asOf);
    }
}
