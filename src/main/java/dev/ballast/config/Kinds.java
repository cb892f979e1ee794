package dev.ballast.config;

import dev.ballast.model.LossBand;
import dev.ballast.model.Target;
import dev.ballast.model.UsdPerHour;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The kinds of values that ballast.yaml knows. */
final class Kinds {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,6})\\s*(s|m|h|d)");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,6})\\s*([A-Za-z]*)");
    private static final Pattern DECIMAL = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?|\\.\\d{1,9}");
    private static final BigDecimal DEAREST = new BigDecimal("100000");

    static final Kind<Boolean> YES_OR_NO = new Kind<>(
            "true or false",
            text -> switch (text) {
                case "true", "True", "TRUE" -> true;
                case "false", "False", "FALSE" -> false;
                default -> throw new IllegalArgumentException();
            },
            String::valueOf,
            Kind.Shape.of("boolean"));

    static final Kind<Target> TARGET = new Kind<>(
            "a number of instances such as 20, vCPUs such as 80 vcpu, or memory such as 320 GiB",
            Target::of,
            target -> target.unit() == Target.Unit.INSTANCES ? String.valueOf(target.amount()) : target.toString(),
            Kind.Shape.of("integer", "string"));

    /** In the advisor's own words; YAML takes the last one for text only in quotes. */
    static final Kind<LossBand> LOSS_BAND = new Kind<>(
            "a band of the Spot Instance Advisor: " + String.join(", ", LossBand.advisorWords()) + " (in quotes)",
            text -> LossBand.of(text).orElseThrow(IllegalArgumentException::new),
            LossBand::advisorWord,
            Kind.Shape.words(LossBand.advisorWords()));

    private Kinds() {}

    static Kind<String> text(String expected, String pattern) {
        var compiled = Pattern.compile(pattern, Pattern.DOTALL);
        return new Kind<>(
                expected,
                text -> {
                    if (!compiled.matcher(text).matches()) throw new IllegalArgumentException();
                    return text;
                },
                text -> text,
                Kind.Shape.of("string"));
    }

    /** One line of anything that can be seen. */
    static Kind<String> line(String expected) {
        return text(expected, "[^\\p{Cntrl}]+");
    }

    static Kind<Integer> wholeNumber(int least, int most) {
        return new Kind<>(
                "a whole number from " + least + " to " + most,
                text -> within(Integer.parseInt(text), least, most),
                String::valueOf,
                Kind.Shape.of("integer"));
    }

    static Kind<Double> share() {
        return new Kind<>(
                "a share from 0 to 1 such as 0.3",
                text -> within(decimal(text).doubleValue(), 0.0, 1.0),
                // never with an exponent, which is not read
                share -> BigDecimal.valueOf(share).stripTrailingZeros().toPlainString(),
                Kind.Shape.of("number"));
    }

    static Kind<Duration> duration(Duration least, Duration most) {
        return new Kind<>(
                "a duration such as 90s, 15m or 2h, from " + print(least) + " to " + print(most),
                text -> within(parseDuration(text), least, most),
                Kinds::print,
                Kind.Shape.of("string"));
    }

    static Kind<UsdPerHour> money(String expected) {
        return new Kind<>(
                expected,
                text -> {
                    var dollars = decimal(text.startsWith("$") ? text.substring(1) : text);
                    return UsdPerHour.of(within(dollars, BigDecimal.ZERO, DEAREST));
                },
                Kinds::print,
                Kind.Shape.of("number"));
    }

    /** Money for one instance: more than nothing. */
    static Kind<UsdPerHour> price() {
        var money = money("US dollars an hour such as 0.25, more than 0");
        return new Kind<>(
                money.expected(),
                text -> {
                    var price = money.parse().apply(text);
                    if (price.equals(UsdPerHour.ZERO)) throw new IllegalArgumentException();
                    return price;
                },
                money.print(),
                money.shape());
    }

    static Kind<Integer> gib(int least, int most) {
        return new Kind<>(
                "a size such as 40 GiB, from " + least + " to " + most + " GiB",
                text -> {
                    var match = SIZE.matcher(text);
                    if (!match.matches()) throw new IllegalArgumentException();
                    var amount = Integer.parseInt(match.group(1));
                    return switch (match.group(2).toLowerCase(Locale.ROOT)) {
                        case "", "gib" -> within(amount, least, most);
                        case "tib" -> within(Math.multiplyExact(amount, 1024), least, most);
                        default -> throw new IllegalArgumentException();
                    };
                },
                size -> size + " GiB",
                Kind.Shape.of("integer", "string"));
    }

    /** The words are the constants in lower case with dashes. */
    static <E extends Enum<E>> Kind<E> oneOf(Class<E> type) {
        var words = Arrays.stream(type.getEnumConstants()).map(Kinds::word).toList();
        return new Kind<>(
                "one of " + String.join(", ", words),
                text -> Arrays.stream(type.getEnumConstants())
                        .filter(constant -> word(constant).equals(text))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(Nearest.hint(text, words))),
                Kinds::word,
                Kind.Shape.words(words));
    }

    static Kind<String> oneOf(String... allowed) {
        var words = List.of(allowed);
        return new Kind<>(
                words.stream().collect(Collectors.joining(", ", "one of ", "")),
                text -> {
                    if (!words.contains(text)) throw new IllegalArgumentException(Nearest.hint(text, words));
                    return text;
                },
                text -> text,
                Kind.Shape.words(words));
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The largest unit that divides it: {@code 90s}, {@code 15m}. */
    static String print(Duration duration) {
        var seconds = duration.toSeconds();
        if (seconds == 0 || seconds % 60 != 0) return seconds + "s";
        if (seconds % 3600 != 0) return seconds / 60 + "m";
        return seconds % 86_400 != 0 ? seconds / 3600 + "h" : seconds / 86_400 + "d";
    }

    /** At least two decimals: {@code 0.25}. */
    static String print(UsdPerHour price) {
        var plain = price.toBigDecimal().stripTrailingZeros();
        return plain.setScale(Math.max(2, plain.scale())).toPlainString();
    }

    /** Without an exponent, which makes a short text a very long number. */
    private static BigDecimal decimal(String text) {
        if (!DECIMAL.matcher(text).matches()) throw new IllegalArgumentException();
        return new BigDecimal(text);
    }

    private static Duration parseDuration(String text) {
        var match = DURATION.matcher(text);
        if (!match.matches()) throw new IllegalArgumentException();
        var amount = Long.parseLong(match.group(1));
        return switch (match.group(2)) {
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    private static <C extends Comparable<C>> C within(C value, C least, C most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) throw new IllegalArgumentException();
        return value;
    }
}
