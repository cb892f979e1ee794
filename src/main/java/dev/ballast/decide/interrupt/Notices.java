package dev.ballast.decide.interrupt;

import dev.ballast.decide.draft.Draft;
import dev.ballast.decide.facts.Facts;
import dev.ballast.decide.facts.Host;
import dev.ballast.decide.facts.Standing;
import dev.ballast.decide.market.Interruptions;
import dev.ballast.decide.market.Quarantines;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.Memory.Doomed;
import dev.ballast.model.Observation.Scope;
import dev.ballast.model.PurchaseOption;
import dev.ballast.model.Reason.Code;
import dev.ballast.model.Signal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Folds signals into the timelines, and closes those whose host is gone. */
public final class Notices {
    /**
     * How long a pool that loses an instance is not bought from: instances of one pool go within five minutes of each other
     * in 83 to 97 % of the losses recorded.
     */
    static final Duration LOSING_POOL = Duration.ofMinutes(10);

    private final Draft draft;
    private final Facts facts;

    private Notices(Draft draft, Facts facts) {
        this.draft = draft;
        this.facts = facts;
    }

    public static void fold(Draft draft, Facts facts) {
        var notices = new Notices(draft, facts);
        for (var signal : facts.observation().signals()) notices.fold(signal);
        notices.closeTimelines();
    }

    private void fold(Signal signal) {
        if (signal.kind() == Signal.Kind.GONE || !isOurs(signal.instanceId())) return;
        var known = draft.doomed().get(signal.instanceId());
        if (known != null && known.kind().compareTo(signal.kind()) >= 0) return;
        var gone = facts.host(signal.instanceId()).filter(host -> host.standing() == Standing.GONE);
        if (gone.isPresent()) return;
        var doomed = Doomed.of(signal);
        if (known != null)
            doomed = doomed.withReplacements(known.replacements()).seenDrained(known.drainedAt());
        draft.doomed().put(signal.instanceId(), doomed);
        if (signal.kind() == Signal.Kind.NOTICE) pool(signal.instanceId()).ifPresent(pool -> lost(signal, pool));
    }

    private boolean isOurs(String id) {
        return facts.host(id).isPresent() || pool(id).isPresent();
    }

    private Optional<CapacityPool> pool(String id) {
        var host = facts.host(id).map(Host::pool);
        if (host.isPresent()) return host;
        for (var launch : draft.launches().values())
            if (launch.launched().containsKey(id))
                return Optional.of(launch.launched().get(id));
        return Optional.empty();
    }

    private void lost(Signal signal, CapacityPool pool) {
        if (pool.option() != PurchaseOption.SPOT) return;
        Quarantines.losing(draft, pool, signal.at().plus(LOSING_POOL));
        if (facts.host(signal.instanceId()).map(Host::owned).orElse(true))
            Interruptions.noticed(draft, facts, signal.instanceId(), pool);
    }

    private void closeTimelines() {
        for (var id : List.copyOf(draft.doomed().keySet())) {
            var host = facts.host(id);
            var listed = facts.observation().scope() == Scope.FULL;
            var gone = host.isPresent() ? host.get().standing() == Standing.GONE : listed && pool(id).isEmpty();
            if (!gone) continue;
            var doomed = draft.doomed().remove(id);
            if (doomed.kind() == Signal.Kind.NOTICE) draft.note(Code.NOTICE_OUTCOME, Outcomes.of(id, doomed, facts));
        }
    }
}
