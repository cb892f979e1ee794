package dev.ballast.decide.plan;

import dev.ballast.decide.mix.Repacking;
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
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Fills up what is missing by one strategy: first the target, then room for tasks that have none, then headroom, then, for every
 * group that may be lost, room elsewhere for what would be lost with it; that may use up the headroom. A new room is only ever added at the end of the list, so a
 * scenario that packs once packs for good, and one pass over the scenarios is enough.
 */
final class Shopping {
    /** How often more is bought because what packs would not be placed. */
    private static final int MOST_TRIES = 8;

    /** What is bought for a loss is used by tasks that wait, and then others may be lost. */
    private static final int MOST_ROUNDS = 3;

    private final Stock stock;
    private final Market market;
    private final Target target;
    private final Survive survive;
    private final Strategy strategy;
    private final Choice choice;
    private final GroupedRooms ground;
    /** The ground's rooms. */
    private final List<Room> rooms;

    private final Map<CapacityPool, String> groupOf = new LinkedHashMap<>();
    private final Purchase purchase = new Purchase();
    /** In the target's unit; less than nothing where more is there. */
    private int missingOfTarget;

    private Shopping(Stock stock, Market market, Target target, Survive survive, Strategy strategy) {
        this.stock = stock;
        this.market = market;
        this.target = target;
        this.survive = survive;
        this.strategy = strategy;
        choice = new Choice(stock.pools());
        missingOfTarget = target.amount() - stock.contribution();
        ground = stock.groupedRooms().withRoomForMore();
        rooms = ground.all();
    }

    static Purchase by(Strategy strategy, Stock stock, Market market, Target target, Survive survive) {
        return beginningWith(List.of(), strategy, stock, market, target, survive);
    }

    /** @param basket bought in any case, before what is still missing then */
    static Purchase beginningWith(
            List<Candidate> basket, Strategy strategy, Stock stock, Market market, Target target, Survive survive) {
        var shopping = new Shopping(stock, market, target, survive, strategy);
        shopping.take(basket);
        shopping.fillUp();
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

    /**
     * What is missing where nothing may be bought, no further than to where that is too much.
     *
     * @param askedFirst the loss that is most likely to leave something, empty where none is known
     */
    static Purchase missing(
            Stock stock, Target target, Survive survive, String askedFirst, Predicate<Purchase> isTooMuch) {
        var shopping = new Shopping(
                stock, Market.closed(), target, survive, Strategy.all().getFirst());
        shopping.fillUp();
        if (survive == Survive.NONE) return shopping.purchase;
        // of the others what loses most
        var groups = new ArrayList<>(stock.tasksByGroup().keySet());
        groups.sort(Comparator.<String, Boolean>comparing(group -> !group.equals(askedFirst))
                .thenComparingInt(group -> -stock.tasksByGroup().get(group).size()));
        for (var group : groups) {
            if (isTooMuch.test(shopping.purchase)) break;
            shopping.makeSpare(group);
        }
        return shopping.purchase;
    }

    /** Whatever is lost later. */
    private void fillUp() {
        fillTarget();
        makeRoom();
        makeHeadroom();
    }

    private void take(List<Candidate> basket) {
        if (basket.isEmpty()) return;
        var seated = Packing.copy(rooms);
        for (var one : basket) seated.add(one.empty().copy());
        Spread.place(stock.homelessBatches(), seated);
        for (var i = 0; i < basket.size(); i++) {
            var one = basket.get(i);
            var isUsed = !seated.get(rooms.size()).free().equals(one.empty().free());
            add(one, missingOfTarget > 0 ? Cause.TARGET : isUsed ? Cause.TASKS : Cause.SPARE);
        }
    }

    private void fillTarget() {
        if (missingOfTarget <= 0) return;
        var waiting = Packing.pack(stock.homeless(), Packing.copy(rooms));
        var pricing = strategy.fill() == Strategy.Fill.CHEAPEST_CAPACITY && !waiting.isEmpty()
                ? Pricing.perShareOf(waiting)
                : Pricing.perUnit(target);
        var wide = fairShare(waiting, missingOfTarget);
        while (missingOfTarget > 0) {
            var picked = choice.pick(market.candidates(), wide, pricing, Integer.MAX_VALUE);
            if (picked.isEmpty()) break;
            add(picked.get(), Cause.TARGET);
        }
        purchase.isShortOfTarget(Math.max(0, missingOfTarget));
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
        var left = stock.isUrgent() ? Packing.pack(stock.homeless(), Packing.copy(rooms)) : lacking();
        purchase.withoutRoom().add(open(left, candidate -> true, Cause.TASKS));
        if (!purchase.withoutRoom().isEmpty()) return;
        if (stock.isUrgent())
            openAsPlaced(Spread.andOneMore(stock.homelessBatches()), rooms, candidate -> true, Cause.TASKS);
        else if (!purchase.isEmpty()) openAsPlaced(stock.homelessBatches(), rooms, candidate -> true, Cause.TASKS);
    }

    /** By whichever way of placing leaves least: what one of them places is not bought again while it is on its way. */
    private Load lacking() {
        var left = Packing.pack(stock.homeless(), Packing.copy(rooms));
        if (left.isEmpty()) return left;
        var asPlaced = Spread.left(stock.homelessBatches(), rooms);
        if (asPlaced.isEmpty()) return asPlaced;
        var repacked = Repacking.left(stock.homeless(), rooms);
        return Stream.of(repacked, asPlaced, left)
                .min(Comparator.comparingInt(Load::size))
                .orElseThrow();
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
        if (stock.isUrgent() || stock.homeless().isEmpty()) makeSpareByGroup();
        else for (var round = 0; round < MOST_ROUNDS && makeSpareOnceSettled(); round++) {}
    }

    /**
     * Where tasks wait: what each loss would leave once they stand where ECS puts them.
     *
     * @return whether anything was bought, which ECS will use as well
     */
    private boolean makeSpareOnceSettled() {
        var before = purchase.size();
        var settled = stock.settled(ground);
        for (var group : settled.groups()) {
            var lost = settled.lost(group);
            if (lost.isEmpty()) continue;
            var left = makeSpareOnceSettled(settled, group, andOneMore(lost));
            if (left.isEmpty()) purchase.isSafe(group);
            else purchase.isUnsafe(group, left);
        }
        return purchase.size() > before;
    }

    /** @return what nothing can be bought for */
    private Load makeSpareOnceSettled(Settled settled, String group, List<Batch> lost) {
        for (var tries = 0; tries < MOST_TRIES; tries++) {
            var left = Spread.left(lost, settled.without(group));
            if (left.isEmpty() || purchase.isEmpty() && fitsOnceRepacked(group)) return new Load();
            var before = rooms.size();
            var unfilled = open(left.copy(), isElsewhere(group), Cause.SPARE);
            settled.add(ground, before);
            if (!unfilled.isEmpty()) return unfilled;
        }
        return Spread.left(lost, settled.without(group));
    }

    /** What is on its way is not bought again because tasks settle otherwise than they were reckoned to. */
    private boolean fitsOnceRepacked(String group) {
        return Repacking.left(withLost(group), ground.without(group)).isEmpty();
    }

    private Predicate<Candidate> isElsewhere(String group) {
        return candidate -> !group(candidate.pool()).equals(group);
    }

    private void makeSpareByGroup() {
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
        var toMove = toMove(group);
        if (toMove.isEmpty()) return;
        var elsewhere = isElsewhere(group);
        var isRoomForAll = purchase.withoutRoom().isEmpty();
        var survivors = ground.without(group);
        if (isRoomForAll && Spread.fits(toMove, survivors)) return;
        var left = Packing.pack(withLost(group), Packing.copy(survivors));
        // what has no room even now is not missing because of the loss
        purchase.withoutRoom().forEach(left::take);
        var unsafe = left.isEmpty() ? left : open(left, elsewhere, Cause.SPARE);
        if (unsafe.isEmpty() && isRoomForAll)
            unsafe = openAsPlaced(toMove, ground.without(group), elsewhere, Cause.SPARE);
        if (!unsafe.isEmpty()) purchase.isUnsafe(group, unsafe);
    }

    /** What waits, and what a loss adds. */
    private Load withLost(String group) {
        var load = stock.homeless().copy();
        var lost = stock.tasksByGroup().get(group);
        if (lost != null) load.add(lost);
        return load;
    }

    private List<Batch> toMove(String group) {
        var batches = new ArrayList<>(stock.homelessBatches());
        batches.addAll(stock.batchesOf(group));
        return andOneMore(Spread.together(batches));
    }

    private List<Batch> andOneMore(List<Batch> batches) {
        // of the orders in which ECS may place several services some leave one task out
        return batches.size() > 1 && stock.sparesOneMore() ? Spread.andOneMore(batches) : batches;
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
        missingOfTarget -= Math.max(1, target.contribution(candidate.offer().type()));
        choice.took(candidate.pool());
        var room = candidate.empty().copy();
        ground.add(room, group(candidate.pool()));
        return room;
    }
}
