package dev.ballast.decide.market;

import dev.ballast.decide.draft.Draft;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.Experience.History;
import dev.ballast.model.Experience.Setback;
import dev.ballast.model.PurchaseOption;
import java.util.Optional;

/** What launches tell of a pool's age: a pool that had nothing is as young as the first instance that it gives again. Losses are told by {@link Interruptions}. */
public final class Setbacks {
    private Setbacks() {}

    /** It had nothing, or not all that was asked. */
    public static void hadNothing(Draft draft, CapacityPool pool) {
        if (pool.option() != PurchaseOption.SPOT) return;
        var history = Optional.ofNullable(draft.learning().pools().get(pool));
        var stands = history.filter(History::stands).isPresent();
        var seen = history.flatMap(History::setback).map(Setback::seen).orElse(draft.asOf());
        put(draft, pool, new Setback(draft.asOf(), stands, seen));
    }

    /** It gave an instance. */
    public static void gave(Draft draft, CapacityPool pool) {
        Optional.ofNullable(draft.learning().pools().get(pool))
                .flatMap(History::setback)
                .ifPresent(before -> put(
                        draft, pool, new Setback(before.isBack() ? before.since() : draft.asOf(), true, draft.asOf())));
    }

    private static void put(Draft draft, CapacityPool pool, Setback setback) {
        var isNew = !draft.learning().pools().containsKey(pool);
        var now = Interruptions.history(draft, pool);
        var stands = !isNew && now.stands();
        draft.learning()
                .pools()
                .put(
                        pool,
                        new History(
                                now.losses(), now.days(), now.asOf(), stands, now.exposure(), Optional.of(setback)));
    }
}
