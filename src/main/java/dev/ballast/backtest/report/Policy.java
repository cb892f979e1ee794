package dev.ballast.backtest.report;

import dev.ballast.backtest.bounds.Bound;
import dev.ballast.backtest.own.BallastRival;
import dev.ballast.backtest.replay.Replay;
import dev.ballast.backtest.replay.Run;
import dev.ballast.backtest.replay.SetUp;
import dev.ballast.backtest.replay.SpotMarket;
import dev.ballast.backtest.replay.Witness;
import dev.ballast.backtest.rivals.Rivals;
import dev.ballast.backtest.rivals.Rivals.Maker;
import dev.ballast.model.Settings;
import dev.ballast.sim.world.core.Draws;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A rival or a bound, by the word that names it.
 *
 * @param isBound whether it knows the whole recording
 */
public record Policy(String word, boolean isBound, Player player) {
    private static final String OWN = "ballast";
    private static final String BOUND = "bound-";

    /** Plays one replay; the same market, set-up and seed play the same. Bounds tell the witness nothing. */
    public interface Player {
        Run play(SpotMarket market, SetUp setUp, long seed, Witness witness);
    }

    /** Ballast itself, one rival of each kind, and every bound. */
    public static List<String> usual() {
        var words = new ArrayList<String>();
        words.add(OWN);
        words.addAll(Rivals.USUAL);
        for (var bound : Bound.values()) words.add(word(bound));
        return words;
    }

    private static String word(Bound bound) {
        return BOUND + bound.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * @param settings of Ballast itself
     * @return empty where the word names nothing
     */
    public static Optional<Policy> find(String word, Settings settings) {
        for (var bound : Bound.values())
            if (word(bound).equals(word))
                return Optional.of(new Policy(word, true, (market, setUp, seed, witness) -> bound.of(market, setUp)));
        var maker = word.equals(OWN)
                ? Optional.<Maker>of((market, setUp, draws) -> new BallastRival(settings))
                : Rivals.find(word);
        return maker.map(it ->
                new Policy(word, false, (market, setUp, seed, witness) -> play(it, market, setUp, seed, witness)));
    }

    private static Run play(Maker maker, SpotMarket market, SetUp setUp, long seed, Witness witness) {
        var draws = new Draws(seed);
        return Replay.run(
                market, setUp, maker.make(market, setUp, draws.stream("rival")), draws.stream("notices"), witness);
    }
}
