package dev.ballast.decide.plan;

import dev.ballast.decide.draft.Draft;
import dev.ballast.decide.facts.Facts;
import dev.ballast.decide.market.Caution;
import dev.ballast.decide.market.Quarantines;
import dev.ballast.decide.pack.Room;
import dev.ballast.model.Architecture;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.Image;
import dev.ballast.model.Offer;
import dev.ballast.model.PoolChoice.Verdict;
import dev.ballast.model.PurchaseOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The pools that may be asked now, each with an empty host of it, and why the others may not. */
final class Market {
    private final List<Candidate> candidates = new ArrayList<>();
    private final List<Refused> refused = new ArrayList<>();
    /** Better than no host at all, and not better than on demand. */
    private final List<Candidate> lastResort = new ArrayList<>();
    /** Null once it has been looked at. */
    private Runnable looking;

    /** @param empty a host of this pool with nothing but its daemons on it */
    record Candidate(Offer offer, Room empty) {
        CapacityPool pool() {
            return offer.pool();
        }
    }

    /** A pool that is not asked now. */
    record Refused(Candidate candidate, Verdict verdict, String why) {
        @Override
        public String toString() {
            return candidate.pool() + ": " + why;
        }
    }

    private Market() {}

    /** Where nothing may be bought: what is missing shows as missing. */
    static Market closed() {
        return new Market();
    }

    /** Looked at when it is first asked: most decisions find nothing missing. */
    static Market of(Facts facts, Draft draft, PurchaseOption option) {
        var market = new Market();
        market.looking = () -> market.look(facts, draft, option);
        return market;
    }

    private void look(Facts facts, Draft draft, PurchaseOption option) {
        var caution = Caution.of(facts, draft);
        var architecture = facts.observation().image().value().map(Image::architecture);
        for (var offer : byPool(facts.observation().offers().value()).values()) {
            if (offer.pool().option() != option) continue;
            var room = facts.freshRoom("", offer.pool());
            if (room.isEmpty()) continue;
            var candidate = new Candidate(offer, room.get());
            var refusal = refusal(facts, draft, candidate, architecture, caution);
            if (refusal.isEmpty()) candidates.add(candidate);
            else {
                refused.add(refusal.get());
                if (refusal.get().verdict() == Verdict.YOUNG
                        || Quarantines.isOnlyLosing(draft, offer.pool()) && affordable(facts, offer))
                    lastResort.add(candidate);
            }
        }
        if (candidates.isEmpty() && refused.stream().noneMatch(Market::isYoung)) addLastResort();
    }

    private void addLastResort() {
        candidates.addAll(lastResort);
        refused.removeIf(one -> lastResort.contains(one.candidate()));
        lastResort.clear();
    }

    /** Some pool is not asked only because it is young. */
    boolean hasYoung() {
        return !young().isEmpty();
    }

    /** What is not asked for only because its pool is young. */
    List<Offer> young() {
        look();
        return refused.stream()
                .filter(Market::isYoung)
                .map(one -> one.candidate().offer())
                .toList();
    }

    private static boolean isYoung(Refused one) {
        return one.verdict() == Verdict.YOUNG;
    }

    /** The same where on demand cannot be had either. */
    Market withLastResort() {
        look();
        var more = new Market();
        more.candidates.addAll(candidates);
        more.refused.addAll(refused);
        more.lastResort.addAll(lastResort);
        more.addLastResort();
        return more;
    }

    Market only(Predicate<Candidate> wanted) {
        var some = new Market();
        some.looking = () -> {
            for (var candidate : candidates()) if (wanted.test(candidate)) some.candidates.add(candidate);
        };
        return some;
    }

    /** A candidate for each offer, all of which it may be asked for. */
    List<Candidate> of(List<Offer> offers) {
        var byPool = new TreeMap<CapacityPool, Candidate>();
        for (var candidate : candidates()) byPool.put(candidate.pool(), candidate);
        return offers.stream().map(offer -> byPool.get(offer.pool())).toList();
    }

    private void look() {
        if (looking == null) return;
        looking.run();
        looking = null;
    }

    private static SortedMap<CapacityPool, Offer> byPool(List<Offer> offers) {
        var byPool = new TreeMap<CapacityPool, Offer>();
        for (var offer : offers) byPool.putIfAbsent(offer.pool(), offer);
        return byPool;
    }

    private static Optional<Refused> refusal(
            Facts facts, Draft draft, Candidate candidate, Optional<Architecture> architecture, Caution caution) {
        var offer = candidate.offer();
        if (architecture.isPresent() && architecture.get() != offer.type().architecture())
            return Optional.of(new Refused(
                    candidate,
                    Verdict.WRONG_ARCHITECTURE,
                    "the image is for " + architecture.get().ec2Name()));
        if (!affordable(facts, offer))
            return Optional.of(new Refused(
                    candidate,
                    Verdict.ABOVE_MAX_PRICE,
                    offer.price() + " is above the bound of "
                            + facts.settings().capacity().maxPrice().orElseThrow()));
        return Quarantines.why(draft, offer.pool())
                .map(why -> new Refused(candidate, Verdict.QUARANTINED, why))
                .or(() -> caution.against(offer).map(why -> new Refused(candidate, Verdict.YOUNG, why)));
    }

    /** The bound is one for spot; on-demand has its own cap. */
    static boolean affordable(Facts facts, Offer offer) {
        var bound = facts.settings().capacity().maxPrice();
        return offer.pool().option() == PurchaseOption.ON_DEMAND
                || bound.isEmpty()
                || offer.price().compareTo(bound.get()) <= 0;
    }

    List<Candidate> candidates() {
        look();
        return candidates;
    }

    List<Refused> refused() {
        look();
        return refused;
    }
}
