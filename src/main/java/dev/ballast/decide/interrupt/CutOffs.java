package dev.ballast.decide.interrupt;

import dev.ballast.decide.draft.Draft;
import dev.ballast.decide.facts.Facts;
import dev.ballast.decide.facts.Wants;
import dev.ballast.model.Memory.Doomed;
import dev.ballast.model.Service;
import dev.ballast.model.Signal;
import java.time.Duration;
import java.time.Instant;

/**
 * The last moments at which a task on a doomed host can begin to end in order: deregistered, then SIGTERM, then time to finish. Where
 * capacity is on its way, a task that ECS can move is not ended for order's sake before the last call: it serves until its replacement
 * does. A drain or a stop without room would also begin the scheduler's back-off: after three failed attempts in 50 s it rests for
 * minutes, even where a host registers just after the deadline.
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

    /** What is left after SIGTERM, beside the margin, for a task that has waited for its replacement in vain. */
    static final Duration SIGTERM = Duration.ofSeconds(5);

    /** From a drain until its tasks serve elsewhere: the scheduler's round, the pull of an image, two health checks. */
    private static final Duration START = Duration.ofSeconds(30);

    private final Duration margin;
    private final boolean somethingComes;

    CutOffs(Draft draft, Facts facts) {
        margin = facts.settings().interruption().margin();
        somethingComes = facts.isAnythingComing(draft.launches().values());
    }

    Instant of(Service service, Doomed doomed) {
        var deadline = doomed.deadline();
        if (somethingComes && Wants.canMove(service)) return last(doomed);
        var inOrder = service.endsIn().plus(margin);
        return deadline.minus(inOrder.compareTo(Signal.NOTICE) > 0 ? HOPELESS : inOrder);
    }

    /** The last moment for a drain whose tasks can still serve elsewhere before the host ends. */
    Instant latestDrain(Doomed doomed) {
        return doomed.deadline().minus(margin).minus(START);
    }

    /**
     * After it no replacement is waited for: what still runs there gets its SIGTERM. Its targets have been out of their groups since the
     * {@link #lastCall last call} then. It comes late, because it begins the scheduler's attempts at a place, which count.
     */
    Instant last(Doomed doomed) {
        return doomed.deadline().minus(margin).minus(SIGTERM);
    }

    /** The same where the replacement runs and only its health is not known yet: it is seconds away, and so is the end. */
    Instant lastWhileItStarts(Doomed doomed) {
        return doomed.deadline().minus(SIGTERM);
    }

    /** After it nobody new is let in: what is asked there later would fail with the host. */
    Instant lastCall(Doomed doomed) {
        return doomed.deadline().minus(margin).minus(LAST_CALL);
    }

    /** A standalone task's own stop timeout is not told by ECS. */
    Instant ofStandalone(Doomed doomed) {
        return doomed.deadline().minus(Service.Ending.AGENT_STOP_TIMEOUT).minus(margin);
    }
}
