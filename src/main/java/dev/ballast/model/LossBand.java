package dev.ballast.model;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** AWS's Spot Instance Advisor tells which share of a type's instances was interrupted in a month, in five bands. */
public enum LossBand {
    BELOW_5("<5%", 2.5),
    FROM_5("5-10%", 7.5),
    FROM_10("10-15%", 12.5),
    FROM_15("15-20%", 17.5),
    /** Open above; taken for as wide as the others. */
    ABOVE_20(">20%", 22.5);

    private static final double DAYS_OF_A_MONTH = 30;

    private final String advisorWord;
    private final double middlePercent;

    LossBand(String advisorWord, double middlePercent) {
        this.advisorWord = advisorWord;
        this.middlePercent = middlePercent;
    }

    /** Expected losses a day of one instance: the band's middle over a month's days. */
    public double lossesPerDay() {
        return middlePercent / 100 / DAYS_OF_A_MONTH;
    }

    public String advisorWord() {
        return advisorWord;
    }

    public static List<String> advisorWords() {
        return Arrays.stream(values()).map(LossBand::advisorWord).toList();
    }

    public static Optional<LossBand> of(String advisorWord) {
        return Arrays.stream(values())
                .filter(band -> band.advisorWord.equals(advisorWord))
                .findFirst();
    }
}
