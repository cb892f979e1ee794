package dev.ballast.decide.plan;

import dev.ballast.decide.facts.Demand;
import dev.ballast.decide.facts.Facts;

/** What would be missing if nothing could be bought. */
public final class Lack {
    private final Purchase missing;
    /** Whose loss left something in the last view, empty before one has: mostly it does in the next one. */
    private String tightest = "";

    private Lack(Purchase missing) {
        this.missing = missing;
    }

    static Lack of(Facts facts) {
        return of(facts, Stock.Weather.ANY);
    }

    static Lack of(Facts facts, Stock.Weather weather) {
        var capacity = facts.settings().capacity();
        var stock = Stock.of(facts, Demand.of(facts)).in(weather);
        return new Lack(
                Shopping.by(Strategy.all().getFirst(), stock, Market.closed(), capacity.target(), capacity.survive()));
    }

    /** What a purchase leaves missing. */
    static Lack after(Purchase purchase) {
        return new Lack(purchase);
    }

    /** Whether more would be missing in the other view; looks no further than to the loss that answers it. */
    boolean grows(Facts then) {
        var capacity = then.settings().capacity();
        var stock = Stock.of(then, Demand.of(then)).in(Stock.Weather.ANY);
        var found = Shopping.missing(stock, capacity.target(), capacity.survive(), tightest, this::isLessThan);
        if (!isLessThan(found)) return false;
        var more = found.unsafe();
        more.removeAll(missing.unsafe());
        if (!more.isEmpty()) tightest = more.first();
        return true;
    }

    /** Whose loss was what was missing the last time that more was; empty where it was no loss. */
    String tightest() {
        return tightest;
    }

    private boolean isLessThan(Purchase other) {
        return isMore(other, missing);
    }

    /** A spare that cannot be had anyway (one pool only) is missing before and after, and decides nothing. */
    boolean isWorseThan(Lack other) {
        return isMore(missing, other.missing);
    }

    private static boolean isMore(Purchase one, Purchase other) {
        return one.shortOfTarget() > other.shortOfTarget()
                || one.withoutRoom().size() > other.withoutRoom().size()
                || one.withoutSpare() > other.withoutSpare()
                || one.withoutHeadroom().size() > other.withoutHeadroom().size();
    }
}
