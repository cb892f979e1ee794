package dev.ballast.decide.answers;

import dev.ballast.decide.draft.Backoff;
import dev.ballast.decide.draft.Draft;
import dev.ballast.decide.facts.Facts;
import dev.ballast.decide.facts.Host;
import dev.ballast.model.Action;
import dev.ballast.model.Answered;
import dev.ballast.model.Memory.Resend;
import dev.ballast.model.Outcome;
import dev.ballast.model.Reason.Code;
import dev.ballast.model.Settings.Mode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Steps whose answer is open go out again as they were, with their old token. An unknown answer is asked for at once, because
 * it may hide instances that cost money; a throttled one after the wait that AWS named.
 */
public final class Resends {
    /** Longer than any AWS outage that a step is worth waiting through; the facts decide anew afterwards. */
    private static final Duration LONGEST = Duration.ofMinutes(15);

    private Resends() {}

    static void remember(Draft draft, Answered answered) {
        var token = answered.step().token();
        var before = draft.resends().get(token);
        var attempts = before == null ? 1 : before.attempts() + 1;
        var since = before == null ? answered.at() : before.since();
        draft.resends()
                .put(token, new Resend(answered.step(), since, notBefore(draft.asOf(), answered, attempts), attempts));
    }

    private static Instant notBefore(Instant asOf, Answered answered, int attempts) {
        return switch (answered.outcome()) {
            case Outcome.Throttled throttled -> {
                var asked = answered.at().plus(throttled.retryAfter());
                var polite = answered.at().plus(Backoff.RESEND.after(attempts));
                yield asked.isAfter(polite) ? asked : polite;
            }
            default -> attempts == 1 ? asOf : answered.at().plus(Backoff.RESEND.after(attempts - 1));
        };
    }

    /** Which of the open steps may go out in this decision. */
    public enum Which {
        ALL,
        /** While a brake holds: what was bought must still be accounted for, but nothing more is taken away. */
        WITHOUT_VOLUNTARY
    }

    public static void send(Draft draft, Facts facts, Mode mode, Which which) {
        for (var entry : List.copyOf(draft.resends().entrySet())) {
            var resend = entry.getValue();
            var action = resend.step().action();
            if (mode == Mode.TAKE_DOWN && buys(action)) {
                // What it may have launched carries the owner's tag and is found by it.
                draft.resends().remove(entry.getKey());
                continue;
            }
            if (resend.since().plus(LONGEST).isBefore(draft.asOf())) {
                draft.resends().remove(entry.getKey());
                draft.note(
                        Code.UNANSWERED,
                        "no answer to a step of " + resend.since() + " in " + resend.attempts() + " tries ("
                                + resend.step().reason().sentence() + "): it is decided anew");
                continue;
            }
            if (which == Which.WITHOUT_VOLUNTARY && isVoluntary(resend)) continue;
            if (mode != Mode.TAKE_DOWN && action instanceof Action.TerminateInstances end && takesTasks(facts, end)) {
                // somebody activated it meanwhile: what was empty when its end was decided is not any more
                draft.resends().remove(entry.getKey());
                continue;
            }
            if (resend.notBefore().isAfter(draft.asOf())) draft.wakeAt(resend.notBefore());
            else draft.again(resend.step());
        }
    }

    private static boolean takesTasks(Facts facts, Action.TerminateInstances end) {
        for (var id : end.instanceIds())
            if (facts.host(id).filter(Host::isDrainable).isPresent()) return true;
        return false;
    }

    /** A new Spot Fleet is no such step: only its answer tells the id by which a fleet that may exist can be cancelled. */
    private static boolean buys(Action action) {
        return switch (action) {
            case Action.LaunchInstances launch -> true;
            case Action.RerunTask rerun -> true;
            case Action.SetSpotFleetTarget set -> set.fleetId().isPresent();
            default -> false;
        };
    }

    private static boolean isVoluntary(Resend resend) {
        return switch (resend.step().action()) {
            case Action.TerminateInstances terminate -> true;
            case Action.DeregisterContainerInstance deregister -> true;
            case Action.CancelSpotFleet cancel -> true;
            case Action.DrainInstances drain ->
                switch (resend.step().reason().code()) {
                    case NOTICE_DRAIN_ROOM, NOTICE_DRAIN_REPLACED, NOTICE_DRAIN_CUTOFF -> false;
                    default -> true;
                };
            default -> false;
        };
    }
}
