package dev.ballast.decide.plan;

import dev.ballast.decide.draft.Draft;
import dev.ballast.decide.draft.Subject;
import dev.ballast.decide.facts.Facts;
import dev.ballast.decide.facts.Host;
import dev.ballast.decide.facts.Standing;
import dev.ballast.decide.pack.Room;
import dev.ballast.decide.pack.Spread;
import dev.ballast.decide.pack.Spread.Batch;
import dev.ballast.decide.retire.Budgets;
import dev.ballast.decide.retire.Protection;
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
import java.util.Set;
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
    private final Optional<Lack> lack;
    private final Map<CapacityPool, Long> prices = new LinkedHashMap<>();
    private final Map<CapacityPool, Integer> perPool = new LinkedHashMap<>();
    private final Map<String, Integer> perZone = new LinkedHashMap<>();
    private final Set<String> bound = new TreeSet<>();

    /** @param lack what is missing as it is, where the plan has found that out */
    public Surplus(Facts facts, Draft draft, Optional<LaunchTemplateSpec> template, Optional<Lack> lack) {
        this.facts = facts;
        this.draft = draft;
        this.lack = lack;
        templateHash = template.map(LaunchTemplateSpec::hash);
    }

    /**
     * To be asked only while nothing is missing and nothing is on its way.
     *
     * @return true where there is more than is needed, whether it goes now or waits for its turn; false where it is held back for longer
     */
    public boolean retire() {
        if (cameBackLastTime()) return false;
        var budgets = Budgets.of(draft, facts);
        var free = budgets.free();
        var victims = victims(Math.max(1, free));
        if (victims.isEmpty()) {
            draft.watch().hasSurplusNoMore();
            return false;
        }
        var actsAt = draft.watch().hasSurplus(draft.asOf()).plus(DWELL);
        if (budgets.isClosed()) {
            budgets.hold(Code.SURPLUS, victims.stream().map(Host::id).toList());
            return false;
        }
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

    private List<Host> victims(int most) {
        var victims = new ArrayList<Host>();
        var leaving = new TreeSet<String>();
        for (var host : facts.hosts(Standing.LEAVING)) leaving.add(host.id());
        var spare = Stock.contribution(facts) - target().amount();
        var candidates = candidates();
        var guarded = guarded(candidates);
        dropThoseAbove(spare, candidates);
        if (candidates.isEmpty() && guarded.isEmpty()) return victims;
        compare();
        var baseline = lack.orElseGet(() -> Lack.of(facts));
        for (var looks = 0; looks < MOST_LOOKS && victims.size() < most && !candidates.isEmpty(); looks++) {
            var candidate = Collections.min(candidates, order());
            candidates.remove(candidate);
            leaving.add(candidate.id());
            if (!canGo(candidate, leaving, baseline)) {
                leaving.remove(candidate.id());
                // the emptiest of a pool was asked about: the others mostly stay for the same reason
                candidates.removeIf(host -> host.pool().equals(candidate.pool()));
                continue;
            }
            victims.add(candidate);
            perPool.merge(candidate.pool(), -1, Integer::sum);
            perZone.merge(candidate.pool().zone(), -1, Integer::sum);
            spare -= Stock.contribution(target(), candidate);
            dropThoseAbove(spare, candidates);
        }
        if (victims.isEmpty()) sayWhatGuards(spare, guarded, leaving, baseline);
        return victims;
    }

    private boolean canGo(Host candidate, Collection<String> leaving, Lack baseline) {
        return !isTight(candidate, leaving)
                && !isTightAfter(baseline.tightest(), leaving)
                && !baseline.grows(facts.without(leaving));
    }

    /** Takes those that may not be emptied by choice out of the candidates. */
    private List<Host> guarded(List<Host> candidates) {
        var guarded = new ArrayList<Host>();
        for (var host : candidates) if (Protection.of(facts, host).isPresent()) guarded.add(host);
        candidates.removeAll(guarded);
        return guarded;
    }

    private void sayWhatGuards(int spare, List<Host> guarded, TreeSet<String> leaving, Lack baseline) {
        dropThoseAbove(spare, guarded);
        guarded.sort(order());
        for (var host : guarded.subList(0, Math.min(MOST_LOOKS, guarded.size()))) {
            leaving.add(host.id());
            if (canGo(host, leaving, baseline)) {
                var guard = Protection.of(facts, host).orElseThrow();
                guard.until().ifPresent(draft::wakeAt);
                draft.note(Code.SURPLUS, host + " would go, but " + guard.why());
                return;
            }
            leaving.remove(host.id());
        }
    }

    /** Its tasks may find no room after all, and the drain would have to be taken back. */
    private boolean isTight(Host candidate, Collection<String> leaving) {
        var rooms = new ArrayList<Room>();
        for (var host : facts.hosts(Standing.STAYING))
            if (!leaving.contains(host.id())) facts.room(host).ifPresent(rooms::add);
        return !Spread.fits(Spread.andOneMore(facts.batches(candidate)), rooms);
    }

    /** The loss that kept the last one mostly keeps the next one too, and is sooner looked at alone. */
    private boolean isTightAfter(String lost, Collection<String> leaving) {
        if (lost.isEmpty()) return false;
        var survive = facts.settings().capacity().survive();
        var rooms = new ArrayList<Room>();
        var batches = new ArrayList<Batch>();
        for (var host : facts.hosts())
            if (host.standing().counts()) {
                var stays = !leaving.contains(host.id())
                        && !Stock.group(survive, host.pool()).equals(lost);
                if (stays) facts.room(host).ifPresent(rooms::add);
                else batches.addAll(facts.batches(host));
            }
        return !Spread.fits(Spread.andOneMore(Spread.together(batches)), rooms);
    }

    private void compare() {
        for (Offer offer : facts.observation().offers().value())
            prices.put(offer.pool(), offer.price().micros());
        for (var host : facts.hosts())
            if (host.standing().counts()) {
                if (isBound(host)) bound.add(host.id());
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

    /**
     * Old templates first; those with a standalone task late, and the young last, which were just bought for something; then where most
     * stand together (what is left stays spread), then the dearest, then the emptiest.
     */
    private Comparator<Host> order() {
        return Comparator.<Host, Boolean>comparing(host -> !isOutdated(host))
                .thenComparing(host -> bound.contains(host.id()))
                .thenComparing(host -> Protection.byAge(facts, host).isPresent())
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

    /** Runs something that a drain does not move and that no service keeps: it is drained all the same, and goes when that has ended. */
    private static boolean isBound(Host host) {
        for (var task : host.tasks()) if (task.service().isEmpty()) return true;
        return false;
    }
}
