package dev.ballast.decide.interrupt;

import dev.ballast.decide.draft.Words;
import dev.ballast.decide.facts.Facts;
import dev.ballast.decide.facts.Wants;
import dev.ballast.model.Memory.Doomed;
import dev.ballast.model.Memory.Left;
import dev.ballast.model.Service;
import dev.ballast.model.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What became of a doomed host's tasks, in one sentence: when what was done, which of them left in time, which did not and why. */
final class Outcomes {
    private static final Left NOTHING = new Left(0, 0, 0);

    private final Doomed doomed;
    private final Facts facts;

    private Outcomes(Doomed doomed, Facts facts) {
        this.doomed = doomed;
        this.facts = facts;
    }

    static String of(String id, Doomed doomed, Facts facts) {
        return new Outcomes(doomed, facts).sentence(id);
    }

    private String sentence(String id) {
        var parts = new ArrayList<String>();
        parts.add(id + " is gone: " + String.join(", ", moments()));
        var inTime = new ArrayList<String>();
        doomed.found().forEach((service, count) -> {
            var left = doomed.left().getOrDefault(service, NOTHING);
            inTime.add(Math.max(0, count - left.wanted() - left.ending()) + " of " + count + " of " + service);
        });
        if (!inTime.isEmpty()) parts.add("left in time: " + String.join(", ", inTime));
        var lost = new ArrayList<String>();
        var cut = new ArrayList<String>();
        doomed.left().forEach((name, left) -> {
            var service = facts.wants().service(name);
            if (left.wanted() > 0) lost.add(left.wanted() + " of " + name + " (" + whyLost(service) + ")");
            if (left.ending() > 0) cut.add(left.ending() + " of " + name + " (" + whyCut(service) + ")");
        });
        if (!lost.isEmpty()) parts.add("lost: " + String.join(", ", lost));
        if (!cut.isEmpty()) parts.add("replaced but cut short: " + String.join(", ", cut));
        if (!doomed.stopped().isEmpty())
            parts.add(Words.count(doomed.stopped().size(), "task") + " stopped at the cut-off");
        if (!doomed.deregistered().isEmpty())
            parts.add(Words.count(doomed.deregistered().size(), "target") + " deregistered at the last call");
        return String.join("; ", parts);
    }

    private List<String> moments() {
        var moments = new ArrayList<String>();
        moments.add(doomed.actedAt()
                .map(at -> "first call " + since(doomed.noticedAt(), at) + " after its notice")
                .orElse("no call was made for it"));
        moments.add(doomed.drainedAt()
                .map(at -> "drained " + since(doomed.noticedAt(), at) + " after it")
                .orElse("never drained"));
        moments.add(doomed.emptyAt()
                .map(at -> "empty " + since(at, doomed.deadline()) + " before the deadline")
                .orElse("not seen empty of service tasks before it went"));
        return moments;
    }

    private static String since(Instant from, Instant to) {
        return Words.seconds(Duration.between(from, to));
    }

    private String whyLost(Optional<Service> service) {
        if (doomed.drainedAt().isEmpty()) return "the host was never drained";
        if (service.filter(one -> !Wants.canMove(one)).isPresent())
            return "minimum and maximum healthy percent leave no way";
        return "no replacement was healthy in time";
    }

    private String whyCut(Optional<Service> service) {
        var needed = service.map(one -> one.endsIn()).orElse(Duration.ZERO);
        return needed.compareTo(Signal.NOTICE) > 0
                ? "its " + Words.seconds(service.get().deregistrationDelay()) + " deregistration delay and "
                        + Words.seconds(service.get().stopTimeout()) + " stop timeout do not fit into the notice"
                : "it began to end too late";
    }
}
