package dev.ballast.decide.plan;

import dev.ballast.decide.pack.Load;
import dev.ballast.decide.pack.Packing;
import dev.ballast.decide.pack.Room;
import dev.ballast.decide.pack.Spread;
import dev.ballast.decide.pack.Spread.Batch;
import dev.ballast.decide.plan.Choice.Pricing;
import dev.ballast.decide.plan.Market.Candidate;
import dev.ballast.decide.plan.Purchase.Cause;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.Settings.Survive;
import dev.ballast.model.Target;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Fills up what is missing by one strategy: first the target, then room for tasks that have none, then headroom, then, for every
 * group that may be lost, room elsewhere for what would be lost with it; that may use up the headroom. A new room is only ever added at the end of the list, so a
 * scenario that packs once packs for good, and one pass over the scenarios is enough.
 */
final class Shopping {
    /** How often more is bought because what packs would not be placed. */
    private static final int MOST_TRIES = 8;

    private final Stock stock;
    private final Market market;
    private final Target target;
    private final Survive survive;
    private final Strategy strategy;
    private final Choice choice;
    private final List<Room> rooms;
    /** What each room is lost with, in the same order. */
    private final List<String> groups = new ArrayList<>();

    private final Map<CapacityPool, String> groupOf = new LinkedHashMap<>();
    private final Purchase purchase = new Purchase();

    private Shopping(Stock stock, Market market, Target target, Survive survive, Strategy strategy) {
        this.stock = stock;
        this.market = market;
        this.target = target;
        this.survive = survive;
        this.strategy = strategy;
        choice = new Choice(stock.pools());
        rooms = new ArrayList<>(stock.rooms());
        if (survive != Survive.NONE) for (var room : rooms) groups.add(group(room.pool()));
    }

    static Purchase by(Strategy strategy, Stock stock, Market market, Target target, Survive survive) {
        var shopping = new Shopping(stock, market, target, survive, strategy);
        shopping.fillTarget();
        shopping.makeRoom();
        shopping.makeHeadroom();
        if (survive != Survive.NONE) shopping.makeSpare();
        return shopping.purchase;
    }

    /** Without spare and headroom. */
    static Purchase urgent(Strategy strategy, Stock stock, Market market, Target target) {
        var shopping = new Shopping(stock, market, target, Survive.NONE, strategy);
        shopping.fillTarget();
        shopping.makeRoom();
        return shopping.purchase;
    }

    private void fillTarget() {
        var missing = target.amount() - stock.contribution();
        if (missing <= 0) return;
        var waiting = Packing.pack(stock.homeless(), Packing.copy(rooms));
        var pricing = strategy.fill() == Strategy.Fill.CHEAPEST_CAPACITY && !waiting.isEmpty()
                ? Pricing.perShareOf(waiting)
                : Pricing.perUnit(target);
        var wide = fairShare(waiting, missing);
        while (missing > 0) {
            var picked = choice.pick(market.candidates(), wide, pricing, Integer.MAX_VALUE);
            if (picked.isEmpty()) break;
            add(picked.get(), Cause.TARGET);
            missing -= Math.max(1, target.contribution(picked.get().offer().type()));
        }
        purchase.isShortOfTarget(Math.max(0, missing));
    }

    private Predicate<Candidate> fairShare(Load waiting, int missing) {
        Predicate<Candidate> any = candidate -> true;
        if (strategy.fill() != Strategy.Fill.FAIR_SHARE || target.unit() != Target.Unit.INSTANCES) return any;
        // one host more than the share needs, so that losing one of them is covered
        var hosts = Math.max(1, missing - 1);
        var cpuUnits = Math.ceilDiv(waiting.cpuUnits(), hosts);
        var memoryMib = Math.ceilDiv(waiting.memoryMib(), hosts);
        Predicate<Candidate> holds = candidate -> candidate.empty().free().cpuUnits() >= cpuUnits
                && candidate.empty().free().memoryMib() >= memoryMib;
        return market.candidates().stream().anyMatch(holds) ? holds : any;
    }

    private void makeRoom() {
        var left = Packing.pack(stock.homeless(), Packing.copy(rooms));
        purchase.withoutRoom().add(open(left, candidate -> true, Cause.TASKS));
        if (stock.isUrgent() && purchase.withoutRoom().isEmpty())
            openAsPlaced(Spread.andOneMore(stock.homelessBatches()), rooms, candidate -> true, Cause.TASKS);
    }

    /** Beside the tasks that wait: those have the room that is there first. */
    private void makeHeadroom() {
        if (stock.headroom().isEmpty()) return;
        var beside = Packing.copy(rooms);
        Packing.pack(stock.homeless(), beside);
        var left = Packing.pack(stock.headroom(), beside);
        purchase.withoutHeadroom().add(open(left, candidate -> true, Cause.HEADROOM));
    }

    /**
     * What packs need not be placed; a task that is left over is seen and bought for at the next look, which is early enough except where
     * tasks have to move within the notice.
     *
     * @param into grows with what is bought
     * @return what found no room in the end
     */
    private Load openAsPlaced(List<Batch> batches, List<Room> into, Predicate<Candidate> allowed, Cause cause) {
        var left = Spread.left(batches, into);
        for (var tries = 0; tries < MOST_TRIES && !left.isEmpty(); tries++) {
            var before = rooms.size();
            var unfilled = open(left.copy(), allowed, cause);
            if (into != rooms) into.addAll(rooms.subList(before, rooms.size()));
            if (!unfilled.isEmpty()) return left;
            left = Spread.left(batches, into);
        }
        return left;
    }

    private void makeSpare() {
        var known = new TreeSet<>(stock.tasksByGroup().keySet());
        for (var offer : purchase.offers()) known.add(group(offer.pool()));
        var open = new ArrayDeque<>(known);
        while (!open.isEmpty()) {
            var group = open.removeFirst();
            var bought = purchase.size();
            makeSpare(group);
            // what was bought for one loss may itself be lost
            for (var offer : purchase.offers().subList(bought, purchase.size()))
                if (known.add(group(offer.pool()))) open.addLast(group(offer.pool()));
        }
    }

    /** Its name is asked for every pair of a room and a loss. */
    private String group(CapacityPool pool) {
        return groupOf.computeIfAbsent(pool, one -> Stock.group(survive, one));
    }

    private void makeSpare(String group) {
        var load = stock.homeless().copy();
        var lost = stock.tasksByGroup().get(group);
        if (lost != null) load.add(lost);
        if (load.isEmpty()) return;
        var left = Packing.pack(load, Packing.copy(without(group)));
        // what has no room even now is not missing because of the loss
        purchase.withoutRoom().forEach(left::take);
        Predicate<Candidate> elsewhere = candidate -> !group(candidate.pool()).equals(group);
        var unsafe = left.isEmpty() ? left : open(left, elsewhere, Cause.SPARE);
        if (unsafe.isEmpty() && purchase.withoutRoom().isEmpty()) unsafe = makeSpareAsPlaced(group, elsewhere);
        if (unsafe.isEmpty()) return;
        purchase.unsafe().add(group);
        purchase.withoutSpare().add(unsafe);
    }

    private Load makeSpareAsPlaced(String group, Predicate<Candidate> elsewhere) {
        var batches = new ArrayList<>(stock.homelessBatches());
        batches.addAll(stock.batchesOf(group));
        if (batches.isEmpty()) return new Load();
        // of the orders in which ECS may place several services some leave one task out
        var toPlace = batches.size() > 1 && stock.sparesOneMore() ? Spread.andOneMore(batches) : batches;
        return openAsPlaced(toPlace, without(group), elsewhere, Cause.SPARE);
    }

    private List<Room> without(String group) {
        var survivors = new ArrayList<Room>(rooms.size());
        for (var i = 0; i < rooms.size(); i++) if (!groups.get(i).equals(group)) survivors.add(rooms.get(i));
        return survivors;
    }

    /** @return what fits on nothing that is offered */
    private Load open(Load left, Predicate<Candidate> allowed, Cause cause) {
        var unfilled = new Load();
        var rest = left;
        while (!rest.isEmpty()) {
            var hardest = rest.counts().firstKey();
            var picked = pickFor(
                    rest,
                    candidate -> allowed.test(candidate) && candidate.empty().fits(hardest, 1) > 0);
            if (picked.isEmpty()) {
                var count = rest.count(hardest);
                unfilled.add(hardest, count);
                rest.take(hardest, count);
                continue;
            }
            var room = add(picked.get(), cause).copy();
            rest = Packing.pack(rest, List.of(room));
        }
        return unfilled;
    }

    private Optional<Candidate> pickFor(Load rest, Predicate<Candidate> allowed) {
        return choice.pick(market.candidates(), allowed, Pricing.perShareOf(rest), strategy.width());
    }

    private Room add(Candidate candidate, Cause cause) {
        purchase.add(candidate.offer(), cause);
        choice.took(candidate.pool());
        var room = candidate.empty().copy();
        rooms.add(room);
        if (survive != Survive.NONE) groups.add(group(candidate.pool()));
        return room;
    }
}
