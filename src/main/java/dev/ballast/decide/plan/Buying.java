package dev.ballast.decide.plan;

import dev.ballast.decide.draft.Draft;
import dev.ballast.decide.draft.Subject;
import dev.ballast.decide.draft.Words;
import dev.ballast.decide.facts.Facts;
import dev.ballast.decide.facts.Standing;
import dev.ballast.decide.plan.Purchase.Cause;
import dev.ballast.model.Action;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.LaunchTemplateSpec;
import dev.ballast.model.Memory.Launch;
import dev.ballast.model.Offer;
import dev.ballast.model.Reason;
import dev.ballast.model.Reason.Code;
import dev.ballast.model.Settings.Survive;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Turns a purchase into launch steps: pools with equal counts go into one call. */
final class Buying {
    /** A launch's answer is looked at soon, because what it could not give is bought elsewhere at once. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final Facts facts;
    private final Draft draft;
    private final Stock stock;
    private final Optional<LaunchTemplateSpec> template;
    private final Purchase purchase;
    private final List<String> alternatives;

    Buying(
            Facts facts,
            Draft draft,
            Stock stock,
            Optional<LaunchTemplateSpec> template,
            Purchase purchase,
            List<String> alternatives) {
        this.facts = facts;
        this.draft = draft;
        this.stock = stock;
        this.template = template;
        this.purchase = purchase;
        this.alternatives = alternatives;
    }

    void launch(Code code) {
        launch(reason(code));
    }

    /** @return true where it was asked for */
    boolean launch(Reason reason) {
        var name = LaunchTemplates.ready(facts, draft, template);
        if (name.isEmpty() || draft.isRefused(Subject.launch(name.get()))) return false;
        draft.watch().isDisrupted(draft.asOf());
        var replaced = leaving();
        var tokens = new ArrayList<String>();
        byShare().forEach((each, offers) -> {
            var action = new Action.LaunchInstances(
                    name.get(), offers, each, facts.settings().capacity().maxPrice());
            var token = draft.step(action, reason).token();
            var wanted = new TreeMap<CapacityPool, Integer>();
            for (var offer : offers) wanted.put(offer.pool(), each);
            draft.launches().put(token, new Launch(draft.asOf(), wanted, null, false, String.join(", ", replaced)));
            tokens.add(token);
        });
        for (var id : replaced)
            draft.doomed().computeIfPresent(id, (same, doomed) -> doomed.replacedBy(tokens, draft.asOf()));
        draft.wakeAt(draft.asOf().plus(LOOK_AGAIN));
        return true;
    }

    Reason reason(Code code) {
        return new Reason(code, sentence(), Words.few(alternatives));
    }

    private SortedMap<Integer, List<Offer>> byShare() {
        var offers = new TreeMap<CapacityPool, Offer>();
        for (var offer : purchase.offers()) offers.put(offer.pool(), offer);
        var byShare = new TreeMap<Integer, List<Offer>>(Comparator.reverseOrder());
        purchase.counts()
                .forEach((pool, each) ->
                        byShare.computeIfAbsent(each, same -> new ArrayList<>()).add(offers.get(pool)));
        return byShare;
    }

    private List<String> leaving() {
        var ids = new ArrayList<String>();
        for (var host : facts.hosts(Standing.LEAVING)) {
            var doomed = draft.doomed().get(host.id());
            if (doomed != null && doomed.replacements().isEmpty()) ids.add(host.id());
        }
        return ids;
    }

    private String sentence() {
        var parts = new ArrayList<String>();
        var leaving = facts.hosts(Standing.LEAVING).size();
        if (leaving > 0) parts.add(Words.count(leaving, "host", "is", "are") + " about to go");
        parts.add(stock.contribution() + " of " + facts.target() + " are there or on their way");
        if (purchase.size(Cause.BASE) > 0)
            parts.add(purchase.size(Cause.BASE) + " of the base of "
                    + facts.settings().capacity().onDemand().base() + " on demand are missing");
        if (purchase.size(Cause.TASKS) > 0)
            parts.add(Words.count(stock.homeless().size(), "task", "needs", "need") + " a place, for which "
                    + Words.count(purchase.size(Cause.TASKS), "instance", "is", "are") + " missing");
        if (purchase.size(Cause.HEADROOM) > 0)
            parts.add(Headrooms.words(facts.settings().capacity().headroom()) + " is kept, for which "
                    + Words.count(purchase.size(Cause.HEADROOM), "instance", "is", "are") + " missing");
        if (purchase.size(Cause.SPARE) > 0)
            parts.add(Words.count(purchase.size(Cause.SPARE), "instance", "is", "are")
                    + " missing for every task to fit after the loss of any one "
                    + (facts.settings().capacity().survive() == Survive.ZONE ? "zone" : "pool"));
        var zones = new TreeSet<String>();
        purchase.counts().keySet().forEach(pool -> zones.add(pool.zone()));
        return String.join("; ", parts) + ": " + Words.count(purchase.size(), "instance") + " more over "
                + Words.count(purchase.counts().size(), "pool") + " in " + Words.count(zones.size(), "zone") + " for "
                + purchase.price() + " (" + purchase.onDemandPrice() + " on demand)";
    }
}
