package dev.ballast.decide.lint;

import dev.ballast.decide.draft.Words;
import dev.ballast.decide.lint.Weakness.Change;
import dev.ballast.decide.lint.Weakness.Level;
import dev.ballast.model.Service;
import dev.ballast.model.Service.Ending;
import dev.ballast.model.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether a task is over within a notice: out of its load balancers, then SIGTERM, then time to finish. */
final class Endings {
    private final Duration margin;
    private final Remedies says;

    Endings(Duration margin, Remedies says) {
        this.margin = margin;
        this.says = says;
    }

    List<Weakness> of(Service service) {
        return tooLate(service).stream().toList();
    }

    private Optional<Weakness> tooLate(Service service) {
        var budget = Signal.NOTICE.minus(margin);
        if (service.endsIn().compareTo(budget) <= 0) return Optional.empty();
        var stop = fittingStop(service, budget);
        var delay = least(service.deregistrationDelay(), budget.minus(stop));
        var changes = new ArrayList<Change>();
        for (var balancer : service.ending().balancers())
            if (balancer.deregistrationDelay().compareTo(delay) > 0)
                changes.add(says.deregistrationDelay(balancer, delay));
        service.ending().stopTimeouts().forEach((container, timeout) -> {
            if (timeout.compareTo(stop) > 0) changes.add(says.stopTimeout(service, container, timeout, stop));
        });
        var because = (service.deregistrationDelay().isZero()
                        ? ""
                        : Words.seconds(service.deregistrationDelay()) + " deregistration delay, ")
                + Words.seconds(service.stopTimeout()) + " stop timeout and " + Words.seconds(margin) + " margin are "
                + Words.seconds(service.endsIn().plus(margin)) + "; a notice gives " + Words.seconds(Signal.NOTICE);
        return Optional.of(Lint.of(service, Rule.ENDS_TOO_LATE, Level.ERROR, because, changes));
    }

    /** What of the stop timeout can stay: as much as the delay leaves, or half of the time, or what the agent gives by default. */
    private static Duration fittingStop(Service service, Duration budget) {
        var stop = service.stopTimeout();
        if (service.deregistrationDelay().isZero()) return least(stop, budget);
        if (stop.compareTo(budget.dividedBy(2)) <= 0) return stop;
        var beside = budget.minus(service.deregistrationDelay());
        return beside.compareTo(Ending.AGENT_STOP_TIMEOUT) > 0 ? beside : Ending.AGENT_STOP_TIMEOUT;
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
