package dev.ballast.decide.lint;

import dev.ballast.decide.facts.Facts;
import dev.ballast.decide.facts.Join;
import dev.ballast.decide.lint.Weakness.Level;
import dev.ballast.model.Observation;
import dev.ballast.model.Service;
import dev.ballast.model.Service.Scheduling;
import dev.ballast.model.Settings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * Looks at every service and every standalone task as if its host had got a notice. It believes only what ECS and the load balancers
 * tell: whether a program ends at SIGTERM, or keeps what it must not lose in memory, they do not. Where tasks would find room is
 * reckoned as for the plan; of placement constraints that knows distinctInstance only.
 */
public final class Lint {
    private static final Comparator<Weakness> WORST_FIRST = Comparator.comparing(
                    Weakness::level, Comparator.reverseOrder())
            .thenComparing(weakness -> weakness.subject().name())
            .thenComparing(Weakness::rule);

    private Lint() {}

    /** The worst first, then by name. */
    public static List<Weakness> of(Observation observation, Settings settings) {
        var facts = new Join().facts(observation, settings, Collections.emptySortedMap());
        var found = new ArrayList<Weakness>();
        var says = new Remedies(settings);
        for (var service : facts.wants().services()) {
            if (service.desiredCount() == 0 && service.runningCount() == 0) continue;
            found.addAll(new Endings(settings.interruption().margin(), says).of(service));
            // a daemon's task goes with its host and belongs nowhere else
            if (service.scheduling() == Scheduling.REPLICA) found.addAll(ofReplicas(service, facts, says));
        }
        found.addAll(new Losses(facts, says).weaknesses());
        found.addAll(new Standalone(facts, says).weaknesses());
        found.sort(WORST_FIRST);
        return found;
    }

    private static List<Weakness> ofReplicas(Service service, Facts facts, Remedies says) {
        var copies = new Copies(service, facts, says);
        var found = new ArrayList<Weakness>();
        copies.thatMayNotMove().ifPresent(found::add);
        copies.alone().ifPresent(found::add);
        copies.onFixedPorts().ifPresent(found::add);
        found.addAll(copies.withData());
        return found;
    }

    static Weakness of(Service service, Rule rule, Level level, String because, List<Weakness.Change> changes) {
        var subject = new Weakness.Subject(Weakness.Subject.Kind.SERVICE, service.name(), service.arn());
        return new Weakness(rule, level, subject, because, changes);
    }
}
