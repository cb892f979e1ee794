package dev.ballast.decide.upkeep;

import dev.ballast.decide.draft.Draft;
import dev.ballast.decide.draft.Subject;
import dev.ballast.decide.draft.Words;
import dev.ballast.decide.facts.Facts;
import dev.ballast.decide.facts.Host;
import dev.ballast.decide.facts.Standing;
import dev.ballast.model.Instance;
import dev.ballast.model.LaunchTemplateSpec;
import dev.ballast.model.Memory.Retiring;
import dev.ballast.model.OwnerTags;
import dev.ballast.model.Reason.Code;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;

/**
 * Instances that never join: ended, and replaced like any other loss. Where no instance of the present template has ever joined,
 * the template itself is at fault, and buying more of it waits longer each time.
 */
public final class Registrations {
    /** A slow boot with a bootstrap playbook takes minutes; one of ten is not coming. */
    private static final Duration IN_TIME = Duration.ofMinutes(10);

    private Registrations() {}

    public static void check(Draft draft, Facts facts, Optional<LaunchTemplateSpec> template) {
        var late = new ArrayList<Host>();
        for (var host : facts.hosts(Standing.BOOTING)) {
            if (!host.owned() || host.instance().isEmpty() || draft.retiring().containsKey(host.id())) continue;
            var due = host.instance().get().launchedAt().plus(IN_TIME);
            if (due.isAfter(draft.asOf())) draft.wakeAt(due);
            else late.add(host);
        }
        for (var host : late)
            draft.retiring()
                    .put(
                            host.id(),
                            new Retiring(draft.asOf(), Code.NEVER_REGISTERED, Optional.empty(), Optional.empty()));
        if (late.isEmpty() || template.isEmpty()) return;
        var hash = template.get().hash();
        var ofTemplate = late.stream().filter(host -> isOf(hash, host)).count();
        if (ofTemplate > 0 && nobodyJoined(facts, hash))
            draft.refuse(
                    Subject.launch(template.get().name()),
                    "NeverRegistered",
                    Words.count(ofTemplate, "instance") + " of it did not join the cluster within "
                            + IN_TIME.toMinutes() + " minutes, and none ever has");
    }

    private static boolean isOf(String hash, Host host) {
        return host.instance()
                .map(Instance::tags)
                .filter(tags -> hash.equals(tags.get(OwnerTags.TEMPLATE)))
                .isPresent();
    }

    private static boolean nobodyJoined(Facts facts, String hash) {
        for (var host : facts.hosts()) if (host.registration().isPresent() && isOf(hash, host)) return false;
        return true;
    }
}
