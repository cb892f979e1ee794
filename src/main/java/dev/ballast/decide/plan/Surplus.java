package dev.ballast.decide.plan;

import dev.ballast.decide.draft.Draft;
import dev.ballast.decide.draft.Subject;
import dev.ballast.decide.facts.Facts;
import dev.ballast.decide.facts.Host;
import dev.ballast.decide.facts.Standing;
import dev.ballast.decide.pack.Room;
import dev.ballast.decide.pack.Spread;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.LaunchTemplateSpec;
import dev.ballast.model.Memory.Retiring;
import dev.ballast.model.Offer;
import dev.ballast.model.OwnerTags;
import dev.ballast.model.Reason.Code;
import dev.ballast.model.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Chooses which hosts go when there are more than target, tasks and spare need. */
public final class Surplus {
    /** A surplus must last so long before anything goes: a deployment's end or a late listing is no reason. */
    private static final Duration DWELL = Duration.ofMinutes(1);

    /** Candidates looked at in one decision: each look packs the whole cluster once. */
    private static final int MOST_LOOKS = 8;

    private final Facts facts;
    private final Draft draft;
    private final Optional<String> templateHash;
    private final Map<CapacityPool, Long> prices = new LinkedHashMap<>();
    private final Map<CapacityPool, Integer> perPool = new LinkedHashMap<>();
    private final Map<String, Integer> perZone = new LinkedHashMap<>();

    public Surplus(Facts facts, Draft draft, Optional<LaunchTemplateSpec> template) {
        this.facts = facts;
        this.draft = draft;
        templateHash = template.map(LaunchTemplateSpec::hash);
    }

    /**
     * To be asked only while nothing is missing and nothing is on its way.
     *
     * @return true where there is more than is needed, whether or not something goes now
     */
    public boolean retire() {
        if (cameBackLastTime()) return false;
        var free = facts.settings().brakes().drainsAtOnce() - underWay();
        var victims = victims(Math.max(1, free));
        if (victims.isEmpty()) {
            draft.watch().hasSurplusNoMore();
            return false;
        }
        var actsAt = draft.watch().hasSurplus(draft.asOf()).plus(DWELL);
        // afterwards it waits for its turn, and those whose turn it is wake the loop
        if (actsAt.isAfter(draft.asOf())) draft.wakeAt(actsAt);
        else if (free > 0)
            for (var victim : victims)
                draft.retiring()
                        .put(victim.id(), new Retiring(draft.asOf(), Code.SURPLUS, Optional.empty(), Optional.empty()));
        return true;
    }

    /** Under the same target; another one is another question. */
    private boolean cameBackLastTime() {
        var refusal = draft.refusals().get(Subject.GIVING_BACK);
        if (refusal != null && !refusal.message().equals(target().toString())) draft.accept(Subject.GIVING_BACK);
        return draft.isRefused(Subject.GIVING_BACK);
    }

    private int underWay() {
        var count = 0;
        for (var id : draft.retiring().keySet()) if (isUnderWay(id)) count++;
        return count;
    }

    /** A drained host that only a standalone task keeps moves nothing any more: it may take days, and takes nobody's turn. */
    private boolean isUnderWay(String id) {
        var retiring = draft.retiring().get(id);
        if (retiring.terminatedAt().isPresent()) return false;
        return retiring.drainedAt().isEmpty()
                || facts.host(id).filter(facts::runsOnlyStandaloneTasks).isEmpty();
    }

    private List<Host> victims(int most) {
        var victims = new ArrayList<Host>();
        var leaving = new TreeSet<String>();
        for (var host : facts.hosts(Standing.LEAVING)) leaving.add(host.id());
        var spare = Stock.contribution(facts) - target().amount();
        var candidates = candidates();
        dropThoseAbove(spare, candidates);
        if (candidates.isEmpty()) return victims;
        compare();
        var baseline = Lack.of(facts);
        for (var looks = 0; looks < MOST_LOOKS && victims.size() < most && !candidates.isEmpty(); looks++) {
            var candidate = Collections.min(candidates, order());
            candidates.remove(candidate);
            leaving.add(candidate.id());
            if (isTight(candidate, leaving) || baseline.grows(facts.without(leaving))) {
                leaving.remove(candidate.id());
                continue;
            }
            victims.add(candidate);
            perPool.merge(candidate.pool(), -1, Integer::sum);
            perZone.merge(candidate.pool().zone(), -1, Integer::sum);
            spare -= Stock.contribution(target(), candidate);
            dropThoseAbove(spare, candidates);
        }
        return victims;
    }

    /** Its tasks may find no room after all, and the drain would have to be taken back. */
    private boolean isTight(Host candidate, Collection<String> leaving) {
        var rooms = new ArrayList<Room>();
        for (var host : facts.hosts(Standing.STAYING))
            if (!leaving.contains(host.id())) facts.room(host).ifPresent(rooms::add);
        return !Spread.left(Spread.andOneMore(facts.batches(candidate)), rooms).isEmpty();
    }

    private void compare() {
        for (Offer offer : facts.observation().offers().value())
            prices.put(offer.pool(), offer.price().micros());
        for (var host : facts.hosts())
            if (host.standing().counts()) {
                perPool.merge(host.pool(), 1, Integer::sum);
                perZone.merge(host.pool().zone(), 1, Integer::sum);
            }
    }

    /** Without them the target would be missed. */
    private void dropThoseAbove(int spare, List<Host> candidates) {
        candidates.removeIf(host -> Stock.contribution(target(), host) > spare);
    }

    private Target target() {
        return facts.settings().capacity().target();
    }

    private List<Host> candidates() {
        var candidates = new ArrayList<Host>();
        var base = Base.of(facts);
        for (var host : facts.hosts(Standing.STAYING))
            if (host.owned()
                    && !base.has(host)
                    && facts.canBeEmptied(host)
                    && !draft.isRefused(Subject.drain(host.arn()))) candidates.add(host);
        return candidates;
    }

    /** Old templates first, then where most stand together (what is left stays spread), then the dearest, then the emptiest. */
    private Comparator<Host> order() {
        return Comparator.<Host, Boolean>comparing(host -> !isOutdated(host))
                .thenComparing(this::isBound)
                .thenComparingInt(host -> -perPool.getOrDefault(host.pool(), 0))
                .thenComparingInt(host -> -perZone.getOrDefault(host.pool().zone(), 0))
                .thenComparingLong(host -> -prices.getOrDefault(host.pool(), 0L))
                .thenComparingInt(host -> host.tasks().size())
                .thenComparing(Host::id);
    }

    private boolean isOutdated(Host host) {
        var then = host.instance().map(instance -> instance.tags().get(OwnerTags.TEMPLATE));
        return templateHash.isPresent() && then.isPresent() && !templateHash.equals(then);
    }

    /** Runs something that a drain does not move: a standalone task, or a protected one. */
    private boolean isBound(Host host) {
        for (var task : host.tasks()) {
            if (task.service().isEmpty()) return true;
            if (task.protectedUntil()
                    .filter(until -> until.isAfter(draft.asOf()))
                    .isPresent()) return true;
        }
        return false;
    }
}
