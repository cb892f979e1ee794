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
        count(draft, 1, 0);
    }

    static void unnoticed(Draft draft) {
        count(draft, 0, 1);
    }

    private static void count(Draft draft, int noticed, int unnoticed) {
        var now = now(draft);
        draft.learning()
                .caution(new Caution(
                        now.noticed() + noticed,
                        now.unnoticed() + unnoticed,
                        now.premium(),
                        now.base(),
                        now.premiumPerHour(),
                        now.basePerHour(),
                        now.asOf()));
    }

    /** Once, for so long. */
    public static void paid(Draft draft, UsdPerHour price, Duration time) {
        var now = now(draft);
        draft.learning()
                .caution(new Caution(
                        now.noticed(),
                        now.unnoticed(),
                        now.premium() + price.dollars() * time.toMillis() / MILLIS_OF_AN_HOUR,
                        now.base(),
                        now.premiumPerHour(),
                        now.basePerHour(),
                        now.asOf()));
    }

    /** What is paid from now on, in dollars an hour. */
    public static void pays(Draft draft, double premiumPerHour, double basePerHour) {
        var before = draft.learning().caution();
        var isSame = before.premiumPerHour() == premiumPerHour && before.basePerHour() == basePerHour;
        if (isSame && before.asOf().plus(PERIOD).isAfter(draft.asOf())) return;
        var now = at(before, draft.asOf());
        draft.learning()
                .caution(new Caution(
                        now.noticed(),
                        now.unnoticed(),
                        now.premium(),
                        now.base(),
                        premiumPerHour,
                        basePerHour,
                        now.asOf()));
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
