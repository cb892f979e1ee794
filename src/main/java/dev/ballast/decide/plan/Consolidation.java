package dev.ballast.decide.plan;

import dev.ballast.decide.draft.Backoff;
import dev.ballast.decide.draft.Draft;
import dev.ballast.decide.draft.Subject;
import dev.ballast.decide.draft.Words;
import dev.ballast.decide.facts.Facts;
import dev.ballast.decide.facts.Host;
import dev.ballast.decide.facts.Standing;
import dev.ballast.decide.plan.ExchangeSearch.Found;
import dev.ballast.decide.retire.Budgets;
import dev.ballast.decide.retire.Protection;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.LaunchTemplateSpec;
import dev.ballast.model.Memory.Retiring;
import dev.ballast.model.PurchaseOption;
import dev.ballast.model.Reason;
import dev.ballast.model.Reason.Code;
import dev.ballast.model.Settings.Backend;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Replaces spot hosts that cost more than what would be bought in their place now: one host, or a few that are little used, by one cheaper
 * instance. That is launched first, by the very purchase that was compared; the hosts are drained when it stands, and stay where it does
 * not come. One exchange is under way at a time, and after it nothing is compared during the cool-down.
 *
 * <p>What runs on demand is {@link BackToSpot}'s, what is too much {@link Surplus}'s. Hosts with a standalone task stay: they would be paid
 * beside their replacement until it ends. What a Spot Fleet launches is AWS's choice, so nothing can be compared with it.
 */
public final class Consolidation {
    /** Prices are read every five minutes, and each comparison packs the cluster. */
    private static final Duration EVERY = Duration.ofMinutes(5);

    /** How often the cluster is packed in one decision. */
    private static final int MOST_LOOKS = 16;

    /** Of these so many of hosts alone, each of another pool: hosts of one pool mostly fail for one reason. */
    private static final int SINGLE_LOOKS = 5;

    /** Hosts that one instance may replace. */
    private static final int LARGEST_GROUP = 4;

    private final Facts facts;
    private final Draft draft;
    private final Optional<LaunchTemplateSpec> template;
    private final ExchangeSearch search;

    public Consolidation(Facts facts, Draft draft, Optional<LaunchTemplateSpec> template) {
        this.facts = facts;
        this.draft = draft;
        this.template = template;
        search = new ExchangeSearch(facts, draft);
    }

    /**
     * A host whose replacement does not stand yet stays where it is needed now: the replacement was refused, is lost already, or tasks have
     * come. To be asked before anything is bought, which may be dearer than the host.
     *
     * @param seen nobody leaving
     * @param leaving everybody who is
     */
    public static void reconsider(Draft draft, Facts seen, Collection<String> leaving) {
        var waiting = new TreeSet<String>();
        draft.retiring().forEach((id, retiring) -> {
            if (retiring.why() == Code.CONSOLIDATE && retiring.drainedAt().isEmpty() && !draft.hasNotice(id))
                waiting.add(id);
        });
        if (waiting.isEmpty()) return;
        var others = new TreeSet<>(leaving);
        others.removeAll(waiting);
        var weather = draft.isAnybodyNoticed() ? Stock.Weather.STORM : Stock.Weather.CALM;
        if (!Lack.of(seen.without(leaving), weather).isWorseThan(Lack.of(seen.without(others), weather))) return;
        for (var id : waiting) {
            draft.retiring().remove(id);
            seen.host(id)
                    .map(Host::arn)
                    .ifPresent(arn -> draft.refuse(
                            Subject.drain(arn), "NeededAgain", "it was needed again", Backoff.REPLACEMENT));
        }
        draft.watch().isDisrupted(draft.asOf());
        draft.note(Code.CONSOLIDATE, Words.list(waiting) + " stays: something would be missing without it now");
    }

    /** To be asked only while nothing is missing, too much, or on its way, and nobody is noticed. */
    public void retire() {
        var budgets = Budgets.of(draft, facts);
        if (isOff() || budgets.isAnybodyGoing() || draft.isRefused(Subject.GIVING_BACK) || isResting()) return;
        var eligible = new ArrayList<Host>();
        var guarded = new ArrayList<Host>();
        for (var host : candidates()) (guard(host).isEmpty() ? eligible : guarded).add(host);
        var best = best(groups(eligible, budgets.free()));
        if (best.isEmpty()) sayWhatGuards(guarded);
        else if (budgets.isClosed()) budgets.hold(Code.CONSOLIDATE, ids(best.get()));
        else exchange(best.get());
        if (search.looks() > 0) draft.watch().isCompared(draft.asOf());
    }

    private boolean isOff() {
        return facts.settings().disruption().leastSaving() >= 1
                || facts.settings().capacity().backend() == Backend.SPOT_FLEET
                || template.isEmpty();
    }

    /** Whatever woke this decision may have made something possible, so it is asked when the rest is over. */
    private boolean isResting() {
        var coolDown = facts.settings().disruption().coolDown();
        var disrupted = draft.watch().disruptedAt().map(at -> at.plus(coolDown)).orElse(Instant.MIN);
        var compared = draft.watch().comparedAt().map(at -> at.plus(EVERY)).orElse(Instant.MIN);
        var until = disrupted.isAfter(compared) ? disrupted : compared;
        if (!until.isAfter(draft.asOf())) return false;
        draft.wakeAt(until);
        return true;
    }

    private List<Host> candidates() {
        var candidates = new ArrayList<Host>();
        for (var host : facts.hosts(Standing.STAYING))
            if (host.owned()
                    && host.pool().option() == PurchaseOption.SPOT
                    && search.hasPrice(host)
                    && !draft.doomed().containsKey(host.id())
                    && !hasStandaloneTask(host)
                    && facts.canBeEmptied(host)
                    && !draft.isRefused(Subject.drain(host.arn()))) candidates.add(host);
        return candidates;
    }

    private static boolean hasStandaloneTask(Host host) {
        for (var task : host.tasks()) if (task.service().isEmpty()) return true;
        return false;
    }

    private Optional<Protection> guard(Host host) {
        return Protection.of(facts, host).or(() -> Protection.byAge(facts, host));
    }

    /** In the order in which they are looked at. */
    private List<List<Host>> groups(List<Host> hosts, int free) {
        var groups = singles(hosts);
        var emptiest = search.emptiestFirst(hosts);
        for (var size = 2; size <= Math.min(Math.min(free, LARGEST_GROUP), emptiest.size()); size++)
            groups.add(emptiest.subList(0, size));
        return groups;
    }

    private List<List<Host>> singles(List<Host> hosts) {
        var singles = new ArrayList<List<Host>>();
        var pools = new LinkedHashSet<CapacityPool>();
        for (var host : search.dearestFirst(hosts)) {
            if (!pools.add(host.pool())) continue;
            singles.add(List.of(host));
            if (singles.size() >= SINGLE_LOOKS) break;
        }
        return singles;
    }

    private Optional<Found> best(List<List<Host>> groups) {
        Found best = null;
        for (var group : groups) {
            if (search.looks() >= MOST_LOOKS) break;
            var found = search.inPlaceOf(group);
            if (found.isEmpty()) continue;
            var worth = found.get().exchange().worth();
            if (best != null && worth <= best.exchange().worth()) {
                search.lose(found.get().exchange());
                continue;
            }
            if (best != null) search.lose(best.exchange());
            best = found.get();
        }
        return Optional.ofNullable(best);
    }

    private void exchange(Found found) {
        var leaving = found.exchange().leaving();
        var reason = new Reason(Code.CONSOLIDATE, found.exchange().sentence(), Words.few(search.lost()));
        var buying = new Buying(found.without(), draft, found.stock(), template, found.purchase(), List.of());
        if (!buying.launch(reason)) return;
        for (var host : leaving)
            draft.retiring()
                    .put(host.id(), new Retiring(draft.asOf(), Code.CONSOLIDATE, Optional.empty(), Optional.empty()));
    }

    private void sayWhatGuards(List<Host> guarded) {
        best(singles(guarded)).ifPresent(found -> {
            var host = found.exchange().leaving().getFirst();
            var guard = guard(host).orElseThrow();
            guard.until().ifPresent(draft::wakeAt);
            draft.note(
                    Code.CONSOLIDATE,
                    host + " would be replaced by one of "
                            + found.exchange().replacement().pool() + ", but " + guard.why());
        });
    }

    private static List<String> ids(Found found) {
        return found.exchange().leaving().stream().map(Host::id).toList();
    }
}
