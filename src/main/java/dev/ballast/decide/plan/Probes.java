package dev.ballast.decide.plan;

import dev.ballast.decide.draft.Draft;
import dev.ballast.decide.draft.Subject;
import dev.ballast.decide.facts.Facts;
import dev.ballast.decide.market.Caution;
import dev.ballast.model.Action;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.LaunchTemplateSpec;
import dev.ballast.model.Offer;
import dev.ballast.model.PurchaseOption;
import dev.ballast.model.Reason;
import dev.ballast.model.Reason.Code;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * One instance is launched and ended at once to see whether a pool has any: its age cannot be known otherwise. Only while on demand stands
 * in for spot, and only in pools that are too young to be stood in.
 */
public final class Probes {
    private Probes() {}

    public static void send(Draft draft, Facts facts, Optional<LaunchTemplateSpec> template) {
        var caution = Caution.of(facts, draft);
        if (!caution.isCalledFor() || !standsOnDemand(facts)) return;
        var name = template.map(LaunchTemplateSpec::name).filter(draft.knownTemplates()::contains);
        if (name.isEmpty() || draft.isRefused(Subject.launch(name.get()))) return;
        var open = open(draft);
        for (var offer : Market.of(facts, draft, PurchaseOption.SPOT).young()) {
            if (open.contains(offer.pool()) || isHeld(facts, offer.pool())) continue;
            var at = caution.askAgain(offer);
            if (at.isAfter(draft.asOf())) draft.wakeAt(at);
            else send(draft, facts, name.get(), offer);
        }
    }

    private static boolean standsOnDemand(Facts facts) {
        var base = Base.of(facts);
        for (var host : facts.hosts()) if (host.standing().isAlive() && base.isFallback(host)) return true;
        return false;
    }

    /** Pools whose probe has no answer yet. */
    private static TreeSet<CapacityPool> open(Draft draft) {
        var open = new TreeSet<CapacityPool>();
        for (var resend : draft.resends().values())
            if (resend.step().reason().code() == Code.PROBE
                    && resend.step().action() instanceof Action.LaunchInstances launch)
                launch.offers().forEach(offer -> open.add(offer.pool()));
        return open;
    }

    private static boolean isHeld(Facts facts, CapacityPool pool) {
        for (var host : facts.hosts())
            if (host.owned() && host.standing().counts() && host.pool().equals(pool)) return true;
        return false;
    }

    private static void send(Draft draft, Facts facts, String template, Offer offer) {
        draft.step(
                new Action.LaunchInstances(
                        template, List.of(offer), 1, facts.settings().capacity().maxPrice()),
                Reason.of(
                        Code.PROBE,
                        "on demand stands in for spot: one instance is launched and ended to see whether "
                                + offer.pool() + " has any"));
    }
}
