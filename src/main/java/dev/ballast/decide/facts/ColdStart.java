package dev.ballast.decide.facts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * How long this cluster's own hosts took from their launch to their registration, and its tasks from their creation to RUNNING: the
 * middle of each, as the facts at hand show them.
 */
final class ColdStart {
    /** A host that registered so long after its launch did it a second time: its agent was restarted or its cluster changed. */
    private static final Duration REGISTERS_WITHIN = Duration.ofMinutes(30);

    private ColdStart() {}

    /** From a launch to a task that runs on it; empty where nothing here tells. */
    static Optional<Duration> of(Facts facts) {
        var boots = new ArrayList<Duration>();
        var starts = new ArrayList<Duration>();
        for (var host : facts.hosts()) {
            if (host.instance().isPresent() && host.registration().isPresent()) {
                var boot = Duration.between(
                        host.instance().get().launchedAt(),
                        host.registration().get().registeredAt());
                if (boot.isPositive() && boot.compareTo(REGISTERS_WITHIN) < 0) boots.add(boot);
            }
            for (var task : host.tasks())
                task.startedAt().ifPresent(at -> starts.add(Duration.between(task.createdAt(), at)));
        }
        if (boots.isEmpty()) return Optional.empty();
        return Optional.of(middle(boots).plus(starts.isEmpty() ? Duration.ZERO : middle(starts)));
    }

    private static Duration middle(List<Duration> some) {
        Collections.sort(some);
        return some.get(some.size() / 2);
    }
}
