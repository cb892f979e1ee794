package dev.ballast.decide.plan;

import dev.ballast.decide.draft.Draft;
import dev.ballast.decide.draft.Subject;
import dev.ballast.decide.draft.Words;
import dev.ballast.decide.facts.Facts;
import dev.ballast.decide.facts.Standing;
import dev.ballast.model.Action;
import dev.ballast.model.LaunchTemplateSpec;
import dev.ballast.model.Memory.SpotFleet;
import dev.ballast.model.Reason;
import dev.ballast.model.Reason.Code;
import java.util.Optional;

/** The backend spot-fleet: the plan's number of instances becomes the fleet's target, and AWS keeps it. */
public final class FleetBuying {
    private final Facts facts;
    private final Draft draft;
    private final Stock stock;
    private final Optional<LaunchTemplateSpec> template;

    FleetBuying(Facts facts, Draft draft, Stock stock, Optional<LaunchTemplateSpec> template) {
        this.facts = facts;
        this.draft = draft;
        this.stock = stock;
        this.template = template;
    }

    /**
     * The fleet counts instances that are about to go as its own, so the target is what stays, what goes, and what is
     * missing; once the missing ones are there it comes down again by itself.
     */
    void raise(Purchase purchase, Market market) {
        var going = 0;
        for (var host : facts.hosts(Standing.LEAVING)) if (host.owned()) going++;
        for (var host : facts.hosts(Standing.DRAINING)) if (host.owned()) going++;
        var target = stock.hosts() + going + purchase.size();
        set(
                target,
                market,
                Code.BELOW_TARGET,
                stock.hosts() + " instances stay, " + going + " go and " + purchase.size()
                        + " more are needed: the Spot Fleet is to keep " + target);
    }

    private void set(int target, Market market, Code code, String sentence) {
        var current = draft.spotFleet().map(SpotFleet::target).orElse(0);
        if (target <= current || draft.isRefused(Subject.SPOT_FLEET)) return;
        for (var resend : draft.resends().values())
            if (resend.step().action() instanceof Action.SetSpotFleetTarget) return;
        var name = LaunchTemplates.ready(facts, draft, template);
        if (name.isEmpty()) return;
        var role = facts.settings().instance().spotFleetRole();
        if (role.isEmpty()) {
            draft.note(Code.NO_OFFER, "the backend spot-fleet needs instance.spotFleetRole, which is not set");
            return;
        }
        var offers = market.candidates().stream().map(Market.Candidate::offer).toList();
        draft.step(
                new Action.SetSpotFleetTarget(
                        draft.spotFleet().map(SpotFleet::id),
                        name.get(),
                        role.get(),
                        offers,
                        target,
                        facts.settings().capacity().maxPrice()),
                new Reason(code, sentence, Words.few(market.rejected())));
    }
}
