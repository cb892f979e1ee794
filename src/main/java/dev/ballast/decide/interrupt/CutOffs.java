package dev.ballast.decide.interrupt;

import dev.ballast.decide.draft.Draft;
import dev.ballast.decide.facts.Facts;
import dev.ballast.decide.facts.Wants;
import dev.ballast.model.Memory.Doomed;
import dev.ballast.model.Service;
import dev.ballast.model.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The last moments at which a task on a doomed host can begin to end in order: deregistered, then SIGTERM, then time to finish. Where
 * capacity is on its way that will be there before the deadline, a task that ECS can move is not ended for order's sake before the last
 * call: it serves until its replacement does.
 */
final class CutOffs {
    /**
     * A service that needs longer than the whole notice cannot end in order at all. It goes on serving for the first half, while
     * its replacement boots; the second half is for requests under way. Without the bound, the AWS default (300 s delay)
     * would be drained at the notice itself, where a drain without room makes the scheduler back off.
     */
    static final Duration HOPELESS = Signal.NOTICE.dividedBy(2);

    /** What is left for requests under way, beside the margin, when a task has waited for its replacement in vain. */
    static final Duration LAST_CALL = Duration.ofSeconds(10);

    /** The agent's default stop timeout; a standalone task's own is not told by ECS. */
    static final Duration AGENT_STOP_TIMEOUT = Duration.ofSeconds(30);

    private final Duration margin;
    private final Optional<Instant> relief;

    CutOffs(Draft draft, Facts facts) {
        margin = facts.settings().interruption().margin();
        relief = relief(draft, facts);
    }

    /** When the first of what is on its way is expected to run tasks; a cluster that has no experience yet hopes. */
    private static Optional<Instant> relief(Draft draft, Facts facts) {
        var coldStart = facts.coldStart().orElse(Duration.ZERO);
        return facts.comingSince(draft.launches().values()).map(at -> at.plus(coldStart));
    }

    Instant of(Service service, Doomed doomed) {
        var deadline = doomed.deadline();
        if (Wants.canMove(service) && relief.filter(deadline::isAfter).isPresent()) return lastCall(service, doomed);
        var inOrder = service.deregistrationDelay().plus(service.stopTimeout()).plus(margin);
        return deadline.minus(inOrder.compareTo(Signal.NOTICE) > 0 ? HOPELESS : inOrder);
    }

    /** After it nothing is waited for: what still serves there would fail with the host. */
    Instant lastCall(Service service, Doomed doomed) {
        var inOrder = service.deregistrationDelay().plus(service.stopTimeout());
        return doomed.deadline().minus(margin).minus(inOrder.compareTo(LAST_CALL) < 0 ? inOrder : LAST_CALL);
    }

    Instant lastCall(Doomed doomed) {
        return doomed.deadline().minus(margin).minus(LAST_CALL);
    }

    Instant ofStandalone(Doomed doomed) {
        return doomed.deadline().minus(AGENT_STOP_TIMEOUT).minus(margin);
    }
}
