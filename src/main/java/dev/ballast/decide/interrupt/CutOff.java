package dev.ballast.decide.interrupt;

import dev.ballast.model.Service;
import dev.ballast.model.Signal;
import java.time.Duration;
import java.time.Instant;

/** The last moment at which a task can begin to end in order: deregistered, then SIGTERM, then time to finish. */
final class CutOff {
    /**
     * A service that needs longer than the whole notice cannot end in order at all. It goes on serving for the first half, while
     * its replacement boots; the second half is for requests under way. Without the bound, the AWS default (300 s delay)
     * would be drained at the notice itself, where a drain without room makes the scheduler back off.
     */
    static final Duration HOPELESS = Signal.NOTICE.dividedBy(2);

    /** The agent's default stop timeout; a standalone task's own is not told by ECS. */
    static final Duration AGENT_STOP_TIMEOUT = Duration.ofSeconds(30);

    private CutOff() {}

    static Instant of(Service service, Instant deadline, Duration margin) {
        var inOrder = service.deregistrationDelay().plus(service.stopTimeout()).plus(margin);
        return deadline.minus(inOrder.compareTo(Signal.NOTICE) > 0 ? HOPELESS : inOrder);
    }

    static Instant ofStandalone(Instant deadline, Duration margin) {
        return deadline.minus(AGENT_STOP_TIMEOUT).minus(margin);
    }
}
