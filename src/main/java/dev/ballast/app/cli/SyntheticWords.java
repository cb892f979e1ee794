package dev.ballast.app.cli;

import dev.ballast.app.session.Refusal;
import dev.ballast.backtest.synthetic.SyntheticMarket;
import dev.ballast.config.AdvisorCsv;
import dev.ballast.config.BadInput;
import dev.ballast.config.Fault;
import dev.ballast.model.AdvisorBands;
import dev.ballast.model.InstanceCatalogue;
import dev.ballast.sim.world.market.Regime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads {@code synthetic:typical,days=30,zones=3,types=m5.large+c5.large}; all that is wrong in it is told at once. */
final class SyntheticWords {
    static final String PREFIX = "synthetic:";

    private static final int MOST_DAYS = 3_650;
    private static final int MOST_TYPES = 100;
    private static final Pattern REGION = Pattern.compile("[a-z]{2}(-[a-z]+)+-[0-9]");
    private static final List<String> KEYS = List.of("days", "zones", "types", "region", "grid", "loss-rates");

    private final String text;
    private final List<Fault> faults;
    private final Map<String, String> given = new LinkedHashMap<>();

    private SyntheticWords(String text, List<Fault> faults) {
        this.text = text;
        this.faults = faults;
    }

    /** @return empty where something is wrong, which is then among the faults */
    static Optional<SyntheticMarket> read(String text, List<Fault> faults) {
        var before = faults.size();
        var market = new SyntheticWords(text, faults).read();
        return faults.size() == before ? Optional.of(market) : Optional.empty();
    }

    /** Of no use where there are faults. */
    private SyntheticMarket read() {
        var words = text.substring(PREFIX.length()).split(",", -1);
        var regime = regime(words[0].strip());
        for (var index = 1; index < words.length; index++) assign(words[index].strip());
        var types = types();
        var region = read("region", "us-east-1", "an AWS region, for example us-east-1", "us-east-1", word -> {
            if (!REGION.matcher(word).matches()) throw new IllegalArgumentException();
            return word;
        });
        return new SyntheticMarket(
                text,
                regime,
                Duration.ofDays(whole("days", "30", MOST_DAYS)),
                region,
                whole("zones", "3", SyntheticMarket.MOST_ZONES),
                types,
                grid(),
                bands(regime, region, types));
    }

    private Regime regime(String word) {
        for (var regime : Regime.values())
            if (regime.name().toLowerCase(Locale.ROOT).equals(word)) return regime;
        var known = new ArrayList<String>();
        for (var regime : Regime.values()) known.add(regime.name().toLowerCase(Locale.ROOT));
        fault("'" + word + "' is no regime, expected of " + String.join(", ", known));
        return Regime.TYPICAL;
    }

    private void assign(String word) {
        var equals = word.indexOf('=');
        var key = equals < 0 ? word : word.substring(0, equals).strip();
        if (!KEYS.contains(key))
            fault("'" + key + "' is no key, expected of " + String.join(", ", KEYS)
                    + (key.contains(".") ? "; several types have a + between them" : ""));
        else if (equals < 0) fault(key + " has no value, expected " + key + "=VALUE");
        else if (given.putIfAbsent(key, word.substring(equals + 1).strip()) != null) fault(key + " is given twice");
    }

    private List<String> types() {
        var types = List.of(given.getOrDefault("types", "m5.large").split("\\+", -1));
        for (var type : types)
            if (InstanceCatalogue.find(type).isEmpty())
                fault("'" + type + "' is no instance type that the local cloud has, so its price is not known");
        if (types.stream().distinct().count() < types.size()) fault("types has one of them twice");
        if (types.size() > MOST_TYPES) fault("types has " + types.size() + " of them, expected at most " + MOST_TYPES);
        return types;
    }

    private Optional<Duration> grid() {
        if (!given.containsKey("grid")) return Optional.empty();
        var expected = "a time from 1s to 1d, for example 5m";
        return Optional.of(read("grid", "", expected, Duration.ofMinutes(5), word -> {
            var grid = Words.duration("grid", word);
            if (!grid.isPositive() || grid.compareTo(Duration.ofDays(1)) > 0) throw new IllegalArgumentException();
            return grid;
        }));
    }

    private AdvisorBands bands(Regime regime, String region, List<String> types) {
        var file = given.get("loss-rates");
        if (file == null) return AdvisorBands.NONE;
        if (regime != Regime.TYPICAL)
            fault("loss-rates goes with the regime typical: the others have nothing to do with the advisor's rates");
        try {
            return AdvisorCsv.read(Path.of(file), region, types);
        } catch (BadInput bad) {
            faults.addAll(bad.faults());
            return AdvisorBands.NONE;
        }
    }

    private int whole(String key, String otherwise, int most) {
        return read(key, otherwise, "a whole number from 1 to " + most, 1, word -> {
            var number = Integer.parseInt(word);
            if (number < 1 || number > most) throw new IllegalArgumentException();
            return number;
        });
    }

    private <T> T read(String key, String otherwise, String expected, T instead, Function<String, T> reading) {
        var word = given.getOrDefault(key, otherwise);
        try {
            return reading.apply(word);
        } catch (IllegalArgumentException | Refusal unreadable) {
            fault(key + ": '" + word + "' is out of range or cannot be read, expected " + expected);
            return instead;
        }
    }

    private void fault(String message) {
        faults.add(new Fault("--market " + text, 0, 0, "", message));
    }
}
