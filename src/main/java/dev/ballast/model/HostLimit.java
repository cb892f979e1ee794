package dev.ballast.model;

import java.util.regex.Pattern;

/**
 * So many hosts, or so many of a hundred: {@code 2} or {@code 10%}.
 *
 * @param amount not negative
 */
public record HostLimit(int amount, Unit unit) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,6})\\s*(%?)");
    private static final int ALL_PERCENT = 100;

    public enum Unit {
        HOSTS,
        PERCENT
    }

    /** @throws IllegalArgumentException for a text that is none, and above 100 % */
    public static HostLimit of(String text) {
        var match = TEXT.matcher(text);
        if (!match.matches()) throw new IllegalArgumentException(text);
        var amount = Integer.parseInt(match.group(1));
        if (match.group(2).isEmpty()) return new HostLimit(amount, Unit.HOSTS);
        if (amount > ALL_PERCENT) throw new IllegalArgumentException(text);
        return new HostLimit(amount, Unit.PERCENT);
    }

    /** A share is rounded up, as Karpenter rounds its budgets: 10 % of three hosts must not mean never. */
    public int of(int hosts) {
        return switch (unit) {
            case HOSTS -> amount;
            case PERCENT -> (int) Math.ceilDiv((long) hosts * amount, ALL_PERCENT);
        };
    }

    @Override
    public String toString() {
        return unit == Unit.PERCENT ? amount + "%" : String.valueOf(amount);
    }
}
