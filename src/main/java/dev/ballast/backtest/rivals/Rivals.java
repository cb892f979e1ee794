package dev.ballast.backtest.rivals;

import dev.ballast.backtest.replay.Rival;
import dev.ballast.backtest.replay.SetUp;
import dev.ballast.backtest.replay.SpotMarket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** Every rival by the word that names it; some words end with a number, such as {@code spothedge+1}. */
public final class Rivals {
    private static final int LARGEST_NUMBER = 1000;
    private static final Pattern NUMBERED = Pattern.compile("(.*\\D)(\\d{1,4})(%?)");

    /** Makes a rival for one replay. */
    public interface Maker {
        Rival make(SpotMarket market, SetUp setUp, RandomGenerator draws);
    }

    private interface NumberedMaker {
        Rival make(int number, SetUp setUp, RandomGenerator draws);
    }

    private static final Map<String, Maker> PLAIN = new LinkedHashMap<>();
    private static final Map<String, NumberedMaker> WITH_NUMBER = new LinkedHashMap<>();

    static {
        PLAIN.put("on-demand", (market, setUp, draws) -> world -> world.onDemand(world.wanted()));
        PLAIN.put("cheapest-pool", (market, setUp, draws) -> spotOnly(setUp, Preference::cheapest));
        PLAIN.put("best-zone", (market, setUp, draws) -> spotOnly(setUp, Preference.inZone(bestZone(market, setUp))));
        PLAIN.put("even-spread", (market, setUp, draws) -> OneTry.evenSpread(setUp.replicas()));
        PLAIN.put("round-robin", (market, setUp, draws) -> OneTry.roundRobin(setUp.replicas()));
        PLAIN.put("diversified", (market, setUp, draws) -> spotOnly(setUp, Preference::diversified));
        PLAIN.put("capacity-optimized", (market, setUp, draws) -> spotOnly(setUp, Preference::deepest));
        PLAIN.put("price-capacity-optimized", (market, setUp, draws) -> spotOnly(setUp, Preference::cheapestOfDeep));
        PLAIN.put(
                "greedy",
                (market, setUp, draws) -> new Refill(setUp.replicas(), Refill.FALLBACK, Preference::diversified));
        PLAIN.put("portfolio", (market, setUp, draws) -> new Portfolio());
        WITH_NUMBER.put("lowest-price:", (number, setUp, draws) -> spotOnly(setUp, Preference.lowestPrice(number)));
        WITH_NUMBER.put(
                "static+",
                (number, setUp, draws) ->
                        OneTry.evenSpread(setUp.replicas() + Math.ceilDiv(setUp.replicas() * number, 100)));
        WITH_NUMBER.put("asg-", (number, setUp, draws) -> {
            var onDemand = Math.min(setUp.replicas(), Math.ceilDiv(setUp.replicas() * number, 100));
            return new Refill(setUp.replicas() - onDemand, onDemand, Preference::balanced);
        });
        WITH_NUMBER.put("spothedge+", (number, setUp, draws) -> new SpotHedge(number, draws));
    }

    /** One of each kind, and of the numbered ones those that others published or use. */
    public static final List<String> USUAL = List.of(
            "on-demand",
            "cheapest-pool",
            "best-zone",
            "lowest-price:2",
            "even-spread",
            "round-robin",
            "diversified",
            "capacity-optimized",
            "price-capacity-optimized",
            "static+20%",
            "asg-10",
            "asg-25",
            "spothedge+0",
            "spothedge+1",
            "spothedge+2",
            "greedy",
            "portfolio");

    private Rivals() {}

    /** @return empty where the word names no rival */
    public static Optional<Maker> find(String word) {
        var plain = PLAIN.get(word);
        if (plain != null) return Optional.of(plain);
        var match = NUMBERED.matcher(word);
        if (!match.matches()) return Optional.empty();
        var numbered = WITH_NUMBER.get(match.group(1));
        var isPercent = !match.group(3).isEmpty();
        var number = Integer.parseInt(match.group(2));
        if (numbered == null || isPercent && !match.group(1).equals("static+") || number > LARGEST_NUMBER)
            return Optional.empty();
        if (match.group(1).equals("lowest-price:") && number == 0) return Optional.empty();
        return Optional.of((market, setUp, draws) -> numbered.make(number, setUp, draws));
    }

    private static Rival spotOnly(SetUp setUp, Preference preference) {
        return new Refill(setUp.replicas(), 0, preference);
    }

    /** The zone that had room for most replicas over the whole recording: chosen in hindsight. */
    private static String bestZone(SpotMarket market, SetUp setUp) {
        var zones = market.pools().stream()
                .map(pool -> pool.pool().zone())
                .distinct()
                .toList();
        var best = zones.getFirst();
        var most = -1L;
        for (var zone : zones) {
            var room = ZoneRoom.of(market, zone, setUp.replicas());
            if (room > most) {
                most = room;
                best = zone;
            }
        }
        return best;
    }
}
