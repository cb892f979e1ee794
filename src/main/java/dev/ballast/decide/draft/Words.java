package dev.ballast.decide.draft;

import dev.ballast.model.UsdPerHour;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Figures with their nouns, as reasons say them. */
public final class Words {
    /** More than this many rejected things in one reason are counted instead of named. */
    private static final int MOST_NAMED = 6;

    private Words() {}

    public static String times(int count) {
        return count == 1 ? "once" : count + " times";
    }

    /** {@code 1 task}, {@code 2 tasks}. */
    public static String count(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    /** {@code 1 loss}, {@code 2 losses}. */
    public static String count(long count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }

    /** {@code 1 task has}, {@code 2 tasks have}. */
    public static String count(long count, String noun, String verbOfOne, String verbOfMany) {
        return count(count, noun) + " " + (count == 1 ? verbOfOne : verbOfMany);
    }

    public static String seconds(Duration duration) {
        return duration.toSeconds() + " s";
    }

    /** {@code $0.1234/h}. */
    public static String money(UsdPerHour price) {
        return price.toString();
    }

    /** The first few, and how many more there are. */
    public static List<String> few(Collection<String> all) {
        if (all.size() <= MOST_NAMED) return List.copyOf(all);
        var few = new ArrayList<>(all.stream().limit(MOST_NAMED).toList());
        few.add("and " + (all.size() - MOST_NAMED) + " more");
        return few;
    }

    public static String list(Collection<String> all) {
        return String.join(", ", few(all));
    }
}
