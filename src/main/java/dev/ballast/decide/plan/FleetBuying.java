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
import dev.ballast.model.Settings.Backend;
import java.util.Optional;

/**
 * The backend spot-fleet: the plan's number of instances becomes the fleet's target, and AWS keeps it. The fleet counts
 * instances that are about to go as its own, so while something is missing the target is what stays, what goes, and what is
 * missing; once that is there, it is what stays, without termination. Because nothing that was ordered is counted as there, asking
 * again for the same total changes nothing.
 */
final class FleetBuying {
    private final Facts facts;
    private final Draft draft;
    private final Optional<LaunchTemplateSpec> template;

    FleetBuying(Facts facts, Draft draft, Optional<LaunchTemplateSpec> template) {
        this.facts = facts;
        this.draft = draft;
        this.template = template;
    }

    void raise(Purchase purchase, Market market, Reason why) {
        var staying = facts.fleetMembers(Standing::counts);
        var going = facts.fleetMembers(standing -> standing.isAlive() && !standing.counts());
        var target = staying + going + purchase.size();
        if (target > current())
            set(
                    target,
                    market,
                    new Reason(
                            why.code(),
                            why.sentence() + "; the Spot Fleet is to keep " + target + ": " + staying + " stay, "
                                    + going + " go, " + purchase.size() + " are missing",
                            why.alternatives()));
    }

    /**
     * Once nothing is missing.
     *
     * @return true where the fleet is to keep exactly what stays, or there is none
     */
    boolean lower(Market market) {
        if (draft.spotFleet().isEmpty()) return true;
        if (facts.settings().capacity().backend() != Backend.SPOT_FLEET) {
            cancel();
            return false;
        }
        var staying = facts.fleetMembers(Standing::counts);
        if (current() <= staying) return true;
        set(
                staying,
                market,
                Reason.of(
                        Code.SURPLUS,
                        "the Spot Fleet keeps " + current() + " and " + staying
                                + " are enough: lowered before the others go, or it would replace them"));
        return false;
    }

    private void cancel() {
        if (draft.isRefused(Subject.SPOT_FLEET) || isUnderWay()) return;
        var fleet = draft.spotFleet().orElseThrow();
        draft.step(
                new Action.CancelSpotFleet(fleet.id()),
                Reason.of(
                        Code.ASKED, "the backend is ec2-fleet now: fleet " + fleet.id() + " ends, its instances stay"));
    }

    private int current() {
        return draft.spotFleet().map(SpotFleet::target).orElse(0);
    }

    private boolean isUnderWay() {
        for (var resend : draft.resends().values()) {
            var action = resend.step().action();
            if (action instanceof Action.SetSpotFleetTarget || action instanceof Action.CancelSpotFleet) return true;
        }
        return false;
    }

    private void set(int target, Market market, Reason reason) {
        if (draft.isRefused(Subject.SPOT_FLEET) || isUnderWay()) return;
        var name = LaunchTemplates.ready(facts, draft, template);
        if (name.isEmpty()) return;
        var role = facts.settings().instance().spotFleetRole();
        if (role.isEmpty()) {
            draft.note(Code.NO_OFFER, "the backend spot-fleet needs instance.spot-fleet-role, which is not set");
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
                new Reason(reason.code(), reason.sentence(), Words.few(reason.alternatives())));
    }
}
