package dev.ballast.decide.plan;

import dev.ballast.decide.facts.Demand;
import dev.ballast.decide.facts.Facts;

/** What would be missing if nothing could be bought. */
final class Lack {
    private final Purchase missing;

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

    /** Whether more would be missing in the other view. Where nothing is missing now the first that is missing then answers it. */
    boolean grows(Facts then) {
        if (missing.isShort()) return of(then).isWorseThan(this);
        var capacity = then.settings().capacity();
        var stock = Stock.of(then, Demand.of(then)).in(Stock.Weather.ANY);
        return Shopping.isAnythingMissing(stock, capacity.target(), capacity.survive());
    }

    /** A spare that cannot be had anyway (one pool only) is missing before and after, and decides nothing. */
    boolean isWorseThan(Lack other) {
        return missing.shortOfTarget() > other.missing.shortOfTarget()
                || missing.withoutRoom().size() > other.missing.withoutRoom().size()
                || missing.withoutSpare() > other.missing.withoutSpare()
                || missing.withoutHeadroom().size()
                        > other.missing.withoutHeadroom().size();
    }
}
