package dev.ballast.decide.plan;

import dev.ballast.decide.draft.Draft;
import dev.ballast.decide.draft.Subject;
import dev.ballast.decide.facts.Facts;
import dev.ballast.model.Action;
import dev.ballast.model.LaunchTemplateSpec;
import dev.ballast.model.Reason;
import dev.ballast.model.Reason.Code;
import java.util.Optional;

/** A launch waits until its template is known to exist: one decision later, at once. */
final class LaunchTemplates {
    private LaunchTemplates() {}

    /** @return the template's name, empty where there is nothing to launch from yet */
    static Optional<String> ready(Facts facts, Draft draft, Optional<LaunchTemplateSpec> template) {
        if (template.isEmpty()) {
            if (facts.observation().image().value().isEmpty())
                draft.note(
                        Code.NO_OFFER,
                        "nothing can be launched: there is no image "
                                + facts.settings().instance().image());
            return Optional.empty();
        }
        var spec = template.get();
        if (draft.knownTemplates().contains(spec.name())) return Optional.of(spec.name());
        var underWay = draft.resends().values().stream()
                .anyMatch(resend -> resend.step().action() instanceof Action.EnsureLaunchTemplate ensure
                        && ensure.template().name().equals(spec.name()));
        if (!underWay && !draft.isRefused(Subject.template(spec.name()))) {
            draft.step(
                    new Action.EnsureLaunchTemplate(spec),
                    Reason.of(
                            Code.TEMPLATE_NEEDED,
                            "instances start from launch template " + spec.name() + " (image " + spec.imageId()
                                    + "), which is not known to exist"));
            draft.wakeNow();
        }
        return Optional.empty();
    }
}
