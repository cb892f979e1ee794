package dev.ballast.decide.plan;

import dev.ballast.decide.draft.Draft;
import dev.ballast.decide.draft.Words;
import dev.ballast.decide.facts.Demand;
import dev.ballast.decide.facts.Facts;
import dev.ballast.decide.facts.Standing;
import dev.ballast.decide.plan.Purchase.Cause;
import dev.ballast.decide.retire.SecondThoughts;
import dev.ballast.model.LaunchTemplateSpec;
import dev.ballast.model.PurchaseOption;
import dev.ballast.model.Reason;
import dev.ballast.model.Reason.Code;
import dev.ballast.model.Settings.Backend;
import dev.ballast.model.Settings.Survive;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds what is missing, and buys it. */
public final class Planner {
    /** For more each way of buying takes a good part of the time that a decision may take. */
    private static final int FEW_TASKS = 2_000;

    private static final int MOST_BASKETS = 6;

    private final Facts facts;
    private final Draft draft;
    private final Stock stock;
    private final Optional<LaunchTemplateSpec> template;
    private final List<String> alternatives = new ArrayList<>();
    private final Set<String> unsafe = new TreeSet<>();

    /** @param template what instances are started from, empty where the image is not there */
    public Planner(Facts facts, Demand demand, Draft draft, Optional<LaunchTemplateSpec> template) {
        this.facts = facts;
        this.draft = draft;
        this.template = template;
        stock = Stock.of(facts, demand).in(draft.isAnybodyNoticed() ? Stock.Weather.STORM : Stock.Weather.CALM);
    }

    /** Groups whose loss would leave tasks without a place, because nobody offers the spare; known after buying. */
    public Set<String> unsafe() {
        return unsafe;
    }

    /** @return true where nothing had to be bought and everything runs; a spare that cannot be had is only said */
    public boolean buyWhatIsMissing() {
        Unplaceable.setAside(facts, draft, stock.homeless(), stock.rooms());
        var market = Market.of(facts, draft, PurchaseOption.SPOT);
        var purchase = cheapest(market);
        var shortNow = isShort(purchase);
        if (shortNow) draft.watch().isShort(draft.asOf());
        else draft.watch().isShortNoMore();
        if (shortNow && !SecondThoughts.isPending(draft)) {
            var fallback = new Fallback(facts, draft, stock).buy();
            if (fallback.isPresent()) {
                Recall.missed(draft, facts);
                buying(fallback.get(), List.of()).launch(Code.ON_DEMAND_FALLBACK);
                return false;
            }
        }
        if (purchase.isShort()) sayWhatIsMissing(purchase, market);
        unsafe.addAll(purchase.unsafe());
        var fleet = new FleetBuying(facts, draft, template);
        if (purchase.isEmpty()) return !shortNow && fleet.lower(market);
        Recall.missed(draft, facts);
        alternatives.addAll(market.rejected());
        var buying = buying(purchase, alternatives);
        if (facts.settings().capacity().backend() == Backend.SPOT_FLEET)
            fleet.raise(purchase, market, buying.reason(code(purchase)));
        else buying.launch(code(purchase));
        return false;
    }

    /** @param how in a word */
    private record Tried(String how, Purchase purchase) {
        private static final Comparator<Tried> BEST = Comparator.<Tried>comparingInt(
                        one -> one.purchase().shortOfTarget())
                .thenComparingInt(one -> one.purchase().withoutRoom().size())
                .thenComparingInt(one -> one.purchase().withoutSpare())
                .thenComparing(one -> one.purchase().price())
                .thenComparingInt(one -> -one.purchase().counts().size());
    }

    private Buying buying(Purchase purchase, List<String> alternatives) {
        return new Buying(facts, draft, stock, template, purchase, alternatives);
    }

    /** A spare that cannot be had is no shortage: everything runs. */
    private static boolean isShort(Purchase purchase) {
        return purchase.size(Cause.TARGET) + purchase.size(Cause.TASKS) > 0
                || purchase.shortOfTarget() > 0
                || !purchase.withoutRoom().isEmpty();
    }

    private Purchase cheapest(Market market) {
        var target = facts.settings().capacity().target();
        var survive = facts.settings().capacity().survive();
        var rules = Strategy.all();
        var first = Shopping.by(rules.getFirst(), stock, market, target, survive);
        if (first.isEmpty()) return first;
        var tried = new ArrayList<Tried>();
        tried.add(new Tried(rules.getFirst().toString(), first));
        if (stock.homeless().size() <= FEW_TASKS)
            for (var rule : rules.subList(1, rules.size()))
                tried.add(new Tried(rule.toString(), Shopping.by(rule, stock, market, target, survive)));
        if (!stock.isUrgent()) tryBaskets(market, tried);
        var best = tried.stream().min(Tried.BEST).orElseThrow();
        tried.sort(Tried.BEST);
        for (var other : tried) {
            if (other.purchase().counts().equals(best.purchase().counts())) continue;
            var text = other.how() + ": " + Words.count(other.purchase().size(), "instance") + ", "
                    + other.purchase().price() + " instead of "
                    + best.purchase().price();
            if (alternatives.size() < 3 && !alternatives.contains(text)) alternatives.add(text);
        }
        return best.purchase();
    }

    /** The cheapest first: one that costs more than what is found before anything is missing to it cannot be better. */
    private void tryBaskets(Market market, List<Tried> tried) {
        var capacity = facts.settings().capacity();
        var rule = Strategy.all().getFirst();
        var tries = stock.homeless().size() <= FEW_TASKS ? Integer.MAX_VALUE : MOST_BASKETS;
        for (var basket : Basket.several(stock, market, capacity.survive())) {
            var best = tried.stream().min(Tried.BEST).orElseThrow().purchase();
            if (tries-- == 0
                    || !best.isShort() && basket.micros() >= best.price().micros()) return;
            tried.add(new Tried(
                    basket.words(),
                    Shopping.beginningWith(
                            basket.hosts(), rule, stock, market, capacity.target(), capacity.survive())));
        }
    }

    private Code code(Purchase purchase) {
        for (var host : facts.hosts(Standing.LEAVING)) {
            var doomed = draft.doomed().get(host.id());
            if (doomed != null && !draft.retiring().containsKey(host.id())) return Code.NOTICE_REPLACE;
        }
        for (var retiring : draft.retiring().values())
            switch (retiring.why()) {
                case REBALANCE_DRAIN -> {
                    return Code.REBALANCE_REPLACE;
                }
                case BACK_TO_SPOT, AGENT_LOST, NEVER_REGISTERED -> {
                    return retiring.why();
                }
                default -> {}
            }
        if (purchase.size(Cause.TARGET) > 0) return Code.BELOW_TARGET;
        return purchase.size(Cause.TASKS) > 0 ? Code.TASKS_WAITING : Code.SPARE_FOR_LOSS;
    }

    private void sayWhatIsMissing(Purchase purchase, Market market) {
        var missing = new ArrayList<String>();
        if (purchase.shortOfTarget() > 0)
            missing.add(purchase.shortOfTarget() + " of "
                    + facts.settings().capacity().target() + " missing");
        if (!purchase.withoutRoom().isEmpty())
            missing.add(Words.count(purchase.withoutRoom().size(), "task") + " without room");
        if (!purchase.unsafe().isEmpty())
            missing.add(Words.count(purchase.withoutSpare(), "task", "has", "have") + " no place after the loss of "
                    + Words.list(purchase.unsafe()));
        var zone = facts.settings().capacity().survive() == Survive.ZONE ? "zone" : "pool";
        draft.note(new Reason(
                Code.NO_OFFER,
                String.join("; ", missing) + ", and no " + zone + " that may be asked can fill it ("
                        + market.candidates().size() + " may be asked, "
                        + market.rejected().size() + " may not)",
                Words.few(market.rejected())));
    }
}
