package dev.ballast.model;

import java.util.OptionalInt;
import java.util.SortedMap;

/**
 * Which share of a type's spot instances is taken back in a month, as the Spot Instance advisor tells it of one region: in bands of
 * five per cent.
 *
 * @param byType 0 for less than 5 % to 4 for more than 20 %
 */
public record AdvisorBands(SortedMap<String, Integer> byType) {
    public static final int MOST = 4;
    public static final AdvisorBands NONE = new AdvisorBands(null);

    public AdvisorBands {
        byType = Ordered.map(byType);
        for (var band : byType.entrySet())
            if (band.getValue() < 0 || band.getValue() > MOST)
                throw new IllegalArgumentException(band.getKey() + " has no band " + band.getValue());
    }

    public boolean isEmpty() {
        return byType.isEmpty();
    }

    /** Empty where the advisor does not tell. */
    public OptionalInt of(String instanceType) {
        var band = byType.get(instanceType);
        return band == null ? OptionalInt.empty() : OptionalInt.of(band);
    }
}
