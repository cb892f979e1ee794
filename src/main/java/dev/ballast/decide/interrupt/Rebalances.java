package dev.ballast.decide.interrupt;

import dev.ballast.decide.draft.Draft;
import dev.ballast.decide.draft.Subject;
import dev.ballast.decide.facts.Facts;
import dev.ballast.decide.facts.Host;
import dev.ballast.decide.facts.Standing;
import dev.ballast.decide.market.Quarantines;
import dev.ballast.decide.retire.Protection;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.Instance;
import dev.ballast.model.Memory.Retiring;
import dev.ballast.model.PurchaseOption;
import dev.ballast.model.Reason.Code;
import dev.ballast.model.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Rebalance recommendations: a guess of AWS's, often followed by nothing, sometimes given to an instance minutes old. The host is
 * replaced first and drained only when the replacement stands, a few at a time, and never a young one: its replacement
 * would get the next recommendation.
 */
public final class Rebalances {
    /** Younger hosts are left alone: replacing them is how a recommendation turns into a thrash. */
    private static final Duration YOUNG = Duration.ofMinutes(30);

    /** At most one host in so many is replaced at the same time. */
    private static final int ONE_IN = 10;

    private Rebalances() {}

    public static void retire(Draft draft, Facts facts) {
        var candidates = candidates(draft, facts);
        if (candidates.isEmpty()) return;
        var owned = 0;
        for (var host : facts.hosts()) if (host.owned() && host.standing().counts()) owned++;
        var slots = Math.max(1, owned / ONE_IN);
        for (var retiring : draft.retiring().values()) if (retiring.why() == Code.REBALANCE_DRAIN) slots--;
        var elsewhere = elsewhere(draft, facts);
        var ignored = new TreeMap<String, List<String>>();
        for (var host : candidates) {
            var why = refusal(draft, facts, host, slots, elsewhere);
            if (why.isPresent()) {
                ignored.computeIfAbsent(why.get(), same -> new ArrayList<>()).add(host.id());
                continue;
            }
            slots--;
            Quarantines.losing(draft, host.pool(), draft.asOf().plus(Notices.LOSING_POOL));
            draft.retiring()
                    .put(
                            host.id(),
                            new Retiring(draft.asOf(), Code.REBALANCE_DRAIN, Optional.empty(), Optional.empty()));
        }
        ignored.forEach((why, ids) -> draft.note(
                Code.REBALANCE_IGNORED,
                "rebalance recommendation for " + String.join(", ", ids) + " not followed: " + why));
    }

    /** The highest score first. */
    private static List<Host> candidates(Draft draft, Facts facts) {
        var candidates = new ArrayList<Host>();
        draft.doomed().forEach((id, doomed) -> {
            if (doomed.kind() != Signal.Kind.REBALANCE || draft.retiring().containsKey(id)) return;
            facts.host(id)
                    .filter(host -> host.owned() && host.standing() == Standing.STAYING)
                    .ifPresent(candidates::add);
        });
        var ofPool = new TreeMap<CapacityPool, Integer>();
        var told = new TreeMap<CapacityPool, Integer>();
        for (var host : facts.hosts()) {
            if (!host.owned() || !host.standing().isAlive()) continue;
            ofPool.merge(host.pool(), 1, Integer::sum);
            if (draft.doomed().containsKey(host.id())) told.merge(host.pool(), 1, Integer::sum);
        }
        candidates.sort(Comparator.<Host>comparingDouble(
                        host -> -score(facts.movable(host).size(), told.get(host.pool()), ofPool.get(host.pool())))
                .thenComparing(Host::id));
        return candidates;
    }

    /**
     * How much there is to lose, times how likely it is: (service tasks + 1) x (told of its pool's hosts / hosts of its pool). A
     * recommendation for one host of ten is a guess; for all of a pool it is a forecast.
     *
     * @param told hosts of its pool with a recommendation or a notice, itself among them
     */
    static double score(int serviceTasks, int told, int ofPool) {
        return (serviceTasks + 1.0) * told / ofPool;
    }

    private static Optional<String> refusal(Draft draft, Facts facts, Host host, int slots, boolean elsewhere) {
        var old =
                host.instance().map(Instance::launchedAt).orElse(Instant.EPOCH).plus(YOUNG);
        if (old.isAfter(draft.asOf())) return Optional.of("younger than " + YOUNG.toMinutes() + " minutes");
        var guard = Protection.of(facts, host);
        guard.flatMap(Protection::until).ifPresent(draft::wakeAt);
        if (guard.isPresent()) return Optional.of(guard.get().why());
        if (!facts.canBeEmptied(host))
            return Optional.of("its tasks cannot move: minimum and maximum healthy are 100 %");
        if (draft.isRefused(Subject.drain(host.arn()))) return Optional.of("its replacement did not come last time");
        if (!elsewhere) return Optional.of("no other pool may be asked");
        if (slots <= 0) return Optional.of("one host in " + ONE_IN + " is being replaced already");
        return Optional.empty();
    }

    private static boolean elsewhere(Draft draft, Facts facts) {
        for (var offer : facts.observation().offers().value()) {
            var free = Quarantines.why(draft, offer.pool()).isEmpty();
            if (free && offer.pool().option() == PurchaseOption.SPOT) return true;
        }
        return false;
    }
}
