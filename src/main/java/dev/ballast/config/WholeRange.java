package dev.ballast.config;

import java.util.regex.Pattern;

/** From least to most, both included: {@code 2-8}, or one number for both. */
record WholeRange(int least, int most) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,6})(?:\\s*-\\s*(\\d{1,6}))?(?:\\s*(?:GiB|vcpus?))?");

    static Kind<WholeRange> kind(String expected) {
        return new Kind<>(expected, WholeRange::parse, WholeRange::toString, Kind.Shape.of("integer", "string"));
    }

    private static WholeRange parse(String text) {
        var match = TEXT.matcher(text);
        if (!match.matches()) throw new IllegalArgumentException();
        var least = Integer.parseInt(match.group(1));
        var most = match.group(2) == null ? least : Integer.parseInt(match.group(2));
        if (least > most) throw new IllegalArgumentException();
        return new WholeRange(least, most);
    }

    boolean contains(double value) {
        return value >= least && value <= most;
    }

    @Override
    public String toString() {
        return least == most ? String.valueOf(least) : least + "-" + most;
    }
}
