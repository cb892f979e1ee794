package dev.ballast.sim.world.ec2;

import dev.ballast.sim.world.core.Refused;
import java.util.regex.Pattern;

/** An IPv4 block. */
public record Cidr(long first, int prefixLength) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3})/(\\d{1,2})");

    /** @throws Refused InvalidParameterValue for anything but {@code 10.0.0.0/16} and its like; host bits are cleared, as EC2 does */
    public static Cidr of(String text) {
        return of(text, "cidrBlock");
    }

    /** @param parameter the request's member, as a refusal names it */
    public static Cidr of(String text, String parameter) {
        var match = TEXT.matcher(text);
        if (!match.matches()) throw malformed(text, parameter);
        var length = Integer.parseInt(match.group(2));
        if (length > 32) throw malformed(text, parameter);
        for (var part : match.group(1).split("\\.")) if (Integer.parseInt(part) > 255) throw malformed(text, parameter);
        return new Cidr(number(match.group(1)) & mask(length), length);
    }

    private static Refused malformed(String text, String parameter) {
        return new Refused(
                "InvalidParameterValue",
                "Value (" + text + ") for parameter " + parameter + " is invalid. This is not a valid CIDR block.");
    }

    public long size() {
        return 1L << (32 - prefixLength);
    }

    public boolean contains(Cidr other) {
        return other.prefixLength >= prefixLength && (other.first & mask(prefixLength)) == first;
    }

    public boolean overlaps(Cidr other) {
        return contains(other) || other.contains(this);
    }

    static long number(String dotted) {
        var number = 0L;
        for (var part : dotted.split("\\.")) number = number << 8 | Integer.parseInt(part);
        return number;
    }

    static String dotted(long number) {
        return (number >> 24 & 255) + "." + (number >> 16 & 255) + "." + (number >> 8 & 255) + "." + (number & 255);
    }

    private static long mask(int length) {
        return 0xffffffffL << (32 - length) & 0xffffffffL;
    }

    @Override
    public String toString() {
        return dotted(first) + "/" + prefixLength;
    }
}
