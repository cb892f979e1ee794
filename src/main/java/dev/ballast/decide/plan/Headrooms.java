package dev.ballast.decide.plan;

import dev.ballast.decide.draft.Words;
import dev.ballast.decide.pack.Load;
import dev.ballast.model.Resources;
import dev.ballast.model.Settings.Headroom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Room for tasks that are still to come, in words. */
final class Headrooms {
    private Headrooms() {}

    /** {@code room for 10 more tasks of 512 CPU units and 1,024 MiB}. */
    static String words(List<Headroom> all) {
        var parts = new ArrayList<String>();
        for (var one : all) parts.add(words(one.count(), Resources.of(one.cpuUnits(), one.memoryMib())));
        return "room for " + String.join(" and for ", parts);
    }

    static String words(Load load) {
        var parts = new ArrayList<String>();
        load.forEach((piece, count) -> parts.add(words(count, piece.shape().needs())));
        return "room for " + String.join(" and for ", parts);
    }

    private static String words(int count, Resources each) {
        return Words.count(count, "more task") + " of "
                + String.format(Locale.ROOT, "%,d CPU units and %,d MiB", each.cpuUnits(), each.memoryMib());
    }
}
