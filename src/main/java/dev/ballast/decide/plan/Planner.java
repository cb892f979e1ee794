package dev.ballast.decide.plan;

import dev.ballast.decide.draft.Backoff;
import dev.ballast.decide.draft.Draft;
import dev.ballast.decide.draft.Subject;
import dev.ballast.decide.draft.Words;
import dev.ballast.decide.facts.Demand;
import dev.ballast.decide.facts.Facts;
import dev.ballast.decide.facts.Standing;
import dev.ballast.decide.plan.Purchase.Cause;
import dev.ballast.decide.retire.SecondThoughts;
import dev.ballast.model.LaunchTemplateSpec;
import dev.ballast.model.PoolChoice;
import dev.ballast.model.PurchaseOption;
import dev.ballast.model.Reason;
import dev.ballast.model.Reason.Code;
import dev.ballast.model.Settings.Backend;
import dev.ballast.model.Settings.Survive;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds what is missing, and buys it. */
public final class Planner {
    /** Of the pools that are not bought of, the nearest are named with each purchase. */
    private static final int MOST_PASSED_OVER = 2;

    private final Facts facts;
    private final Draft draft;
    private final Stock stock;
    private final Optional<LaunchTemplateSpec> template;
    private final List<String> alternatives = new ArrayList<>();
    private final Set<String> unsafe = new TreeSet<>();
    private final boolean isNobodyWaiting;
    private Market spot;
    private final TakenLast last;
    private Purchase bought = new Purchase();
    private Optional<String> headroom = Optional.empty();
    private Optional<Lack> lack = Optional.empty();

    /** @param template what instances are started from, empty where the image is not there */
    public Planner(Facts facts, Demand demand, Draft draft, Optional<LaunchTemplateSpec> template) {
        this.facts = facts;
        this.draft = draft;
        this.template = template;
        isNobodyWaiting = demand.load().isEmpty();
        stock = Stock.of(facts, demand).in(draft.isAnybodyNoticed() ? Stock.Weather.STORM : Stock.Weather.CALM);
        spot = Market.of(facts, draft, PurchaseOption.SPOT);
        last = TakenLast.of(facts);
    }

    /** Every pool that the settings name, and what was made of it; known after buying. */
    public List<PoolChoice> choices() {
        return poolChoices(bought).all(Market.of(facts, draft, PurchaseOption.ON_DEMAND));
    }

    private PoolChoices poolChoices(Purchase purchase) {
        return new PoolChoices(facts.settings().capacity(), spot, last, stock, purchase);
    }

    /** Groups whose loss would leave tasks without a place, because nobody offers the spare; known after buying. */
    public Set<String> unsafe() {
        return unsafe;
    }

    /** The room that is kept for tasks still to come, in words; empty where none is, or not all of it. Known after buying. */
    public Optional<String> headroom() {
        return headroom;
    }

    /** What is missing and cannot be bought, where no task waits; known after buying. */
    public Optional<Lack> lack() {
        return lack;
    }

    /** @return true where nothing had to be bought and everything runs; spare or headroom that cannot be had is only said */
    public boolean buyWhatIsMissing() {
        Bound.tell(facts, draft);
        Unplaceable.setAside(facts, draft, stock.homeless(), stock.rooms());
        if (boughtBase()) return false;
        var purchase = cheapest();
        var shortNow = isShort(purchase);
        if (shortNow) draft.watch().isShort(draft.asOf());
        else draft.watch().isShortNoMore();
        // who waits for spot that nobody has stays, and keeps no one else from on demand
        if (shortNow
                && spot.candidates().isEmpty()
                && draft.launches().isEmpty()
                && SecondThoughts.stay(draft, Code.BACK_TO_SPOT, "no spot pool may be asked")) return false;
        if (shortNow && !SecondThoughts.isPending(draft)) {
            var fallback = new Fallback(facts, draft, stock);
            var onDemand = spot.hasYoung() ? fallback.buyAtOnce() : fallback.buy();
            if (onDemand.isPresent()) {
                Recall.missed(draft, facts);
                bought = onDemand.get();
                buying(bought, whyRefused()).launch(spot.hasYoung() ? Code.YOUNG_POOL : Code.ON_DEMAND_FALLBACK);
                return false;
            }
            if (spot.hasYoung()) {
                if (SecondThoughts.stay(draft, Code.YOUNG_POOL, "nothing can be had on demand")) {
                    draft.refuse(Subject.LEAVING_YOUNG_POOLS, "NotReplaced", "nothing on demand", Backoff.REPLACEMENT);
                    return false;
                }
                spot = spot.withLastResort();
                purchase = cheapest();
            }
        }
        if (purchase.isShort()) sayWhatIsMissing(purchase);
        unsafe.addAll(purchase.unsafe());
        if (!stock.headroom().isEmpty() && purchase.withoutHeadroom().isEmpty())
            headroom = Optional.of(Headrooms.words(facts.settings().capacity().headroom()));
        var fleet = new FleetBuying(facts, draft, template);
        if (purchase.isEmpty() && isNobodyWaiting) lack = Optional.of(Lack.after(purchase));
        if (purchase.isEmpty()) return !shortNow && fleet.lower(spot);
        Recall.missed(draft, facts);
        bought = purchase;
        alternatives.addAll(poolChoices(purchase).passedOver(MOST_PASSED_OVER));
        alternatives.addAll(whyRefused());
        var buying = buying(purchase, alternatives);
        if (facts.settings().capacity().backend() == Backend.SPOT_FLEET)
            fleet.raise(purchase, spot, buying.reason(code(purchase)));
        else buying.launch(code(purchase));
        return false;
    }

    /** Where somebody leaves, his replacement comes first. */
    private boolean boughtBase() {
        if (!facts.hosts(Standing.LEAVING).isEmpty()) return false;
        var missing = Base.of(facts).buy(draft, stock);
        if (missing.isEmpty()) return false;
        bought = missing.get();
        buying(bought, List.of()).launch(Code.ON_DEMAND_BASE);
        return true;
    }

    private Buying buying(Purchase purchase, List<String> alternatives) {
        return new Buying(facts, draft, stock, template, purchase, alternatives);
    }

    /** Spare or headroom that cannot be had is no shortage: everything runs. */
    private static boolean isShort(Purchase purchase) {
        return purchase.size(Cause.TARGET) + purchase.size(Cause.TASKS) > 0
                || purchase.shortOfTarget() > 0
                || !purchase.withoutRoom().isEmpty();
    }

    private List<String> whyRefused() {
        return spot.refused().stream().map(Market.Refused::toString).toList();
    }

    private Purchase cheapest() {
        var best = cheapest(last.isNobody() ? spot : spot.only(candidate -> !last.has(candidate.pool())));
        if (last.isNobody()) return best;
        if (best.isShort()) return withTheLast(best);
        if (!best.isEmpty()) alternatives.addAll(last.words());
        return best;
    }

    private Purchase cheapest(Market market) {
        var capacity = facts.settings().capacity();
        var tried = new Tries(stock, market, capacity.target(), capacity.survive());
        var best = chosen(tried);
        alternatives.addAll(tried.others());
        return best;
    }

    /** What the zones with better scores cannot give: a low score is no reason to do without. */
    private Purchase withTheLast(Purchase best) {
        var capacity = facts.settings().capacity();
        var more = Shopping.beginningWith(
                spot.of(best.offers()), Strategy.all().getFirst(), stock, spot, capacity.target(), capacity.survive());
        return Lack.after(best).isWorseThan(Lack.after(more)) ? more : best;
    }

    private Purchase chosen(Tries tried) {
        // before there is a template nothing is launched, and prices are others by then
        if (template.isEmpty()
                || !draft.knownTemplates().contains(template.get().name())) return tried.first();
        return facts.settings().capacity().backend() == Backend.SPOT_FLEET ? tried.bestByRule() : tried.best();
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
        if (purchase.size(Cause.TASKS) > 0) return Code.TASKS_WAITING;
        return purchase.size(Cause.HEADROOM) > 0 ? Code.HEADROOM : Code.SPARE_FOR_LOSS;
    }

    private void sayWhatIsMissing(Purchase purchase) {
        var missing = new ArrayList<String>();
        if (purchase.shortOfTarget() > 0) missing.add(purchase.shortOfTarget() + " of " + facts.target() + " missing");
        if (!purchase.withoutRoom().isEmpty())
            missing.add(Words.count(purchase.withoutRoom().size(), "task") + " without room");
        if (!purchase.unsafe().isEmpty())
            missing.add(Words.count(purchase.withoutSpare(), "task", "has", "have") + " no place after the loss of "
                    + Words.list(purchase.unsafe()));
        if (!purchase.withoutHeadroom().isEmpty())
            missing.add(Headrooms.words(purchase.withoutHeadroom()) + " is missing");
        var zone = facts.settings().capacity().survive() == Survive.ZONE ? "zone" : "pool";
        draft.note(new Reason(
                Code.NO_OFFER,
                String.join("; ", missing) + ", and no " + zone + " that may be asked can fill it ("
                        + spot.candidates().size() + " may be asked, "
                        + spot.refused().size() + " may not)",
                Words.few(whyRefused())));
    }
}
