package dev.ballast.model;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Money per hour in millionths of a dollar: exact for every price that AWS publishes, and cheap to add. */
public record UsdPerHour(long micros) implements Comparable<UsdPerHour> {
    /** What four decimal places can tell apart in a dollar. */
    private static final long FRACTION = 10_000;

    public static final UsdPerHour ZERO = new UsdPerHour(0);

    /** Rounded half up to a millionth. */
    public static UsdPerHour of(BigDecimal dollars) {
        return new UsdPerHour(
                dollars.movePointRight(6).setScale(0, RoundingMode.HALF_UP).longValueExact());
    }

    /** @throws NumberFormatException when the text is no decimal number */
    public static UsdPerHour of(String dollars) {
        return of(new BigDecimal(dollars.strip()));
    }

    public static UsdPerHour of(double dollars) {
        return of(BigDecimal.valueOf(dollars));
    }

    public UsdPerHour plus(UsdPerHour other) {
        return new UsdPerHour(Math.addExact(micros, other.micros));
    }

    public UsdPerHour minus(UsdPerHour other) {
        return new UsdPerHour(Math.subtractExact(micros, other.micros));
    }

    public UsdPerHour times(long count) {
        return new UsdPerHour(Math.multiplyExact(micros, count));
    }

    public UsdPerHour times(double factor) {
        return new UsdPerHour(Math.round(micros * factor));
    }

    public double dollars() {
        return micros / 1e6;
    }

    public BigDecimal toBigDecimal() {
        return BigDecimal.valueOf(micros, 6);
    }

    @Override
    public int compareTo(UsdPerHour other) {
        return Long.compare(micros, other.micros);
    }

    /** For people: {@code $0.0384/h}, the half rounded away from zero. By hand, because every reason and its alternatives name prices. */
    @Override
    public String toString() {
        var shown = (Math.abs(micros) + 50) / 100;
        var fraction = Long.toString(FRACTION + shown % FRACTION);
        return (micros < 0 ? "$-" : "$") + shown / FRACTION + "." + fraction.substring(1) + "/h";
    }
}
