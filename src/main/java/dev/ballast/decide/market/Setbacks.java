package dev.ballast.decide.market;

import dev.ballast.decide.draft.Draft;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.Experience.Setback;
import dev.ballast.model.PurchaseOption;

/** What launches tell of a pool's age: a pool that had nothing is as young as the first instance that it gives again. Losses are told by {@link Interruptions}. */
public final class Setbacks {
    private Setbacks() {}

    /** It had nothing, or not all that was asked. */
    public static void hadNothing(Draft draft, CapacityPool pool) {
        if (pool.option() != PurchaseOption.SPOT) return;
        var now = Interruptions.history(draft, pool);
        var seen = now.setback().map(Setback::seen).orElse(draft.asOf());
        draft.learning().pools().put(pool, now.with(new Setback(draft.asOf(), now.stands(), seen)));
    }

    /** It gave an instance. */
    public static void gave(Draft draft, CapacityPool pool) {
        var now = Interruptions.history(draft, pool);
        now.setback()
                .map(before -> new Setback(before.isBack() ? before.since() : draft.asOf(), true, draft.asOf()))
                .ifPresent(setback -> draft.learning().pools().put(pool, now.with(setback)));
    }
}
