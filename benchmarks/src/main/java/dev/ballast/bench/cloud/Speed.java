package dev.ballast.bench.cloud;

import dev.ballast.bench.Row;
import dev.ballast.bench.load.Generator;
import dev.ballast.bench.load.Load;
import dev.ballast.bench.load.Recorded;
import dev.ballast.bench.load.Tally;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The rates of one cloud: the mix of all recorded requests in turn, and each alone. */
final class Speed {
    static final String MIX = "all four in turn";

    private final Map<String, List<Tally>> tallies = new LinkedHashMap<>();

    private Speed() {}

    /** Rounds take turns, so that a busy minute of the machine meets all of them alike. */
    static Speed measure(URI server, List<Recorded> requests, Load load, int rounds) throws IOException {
        var speed = new Speed();
        var replays = new LinkedHashMap<String, List<Recorded>>();
        replays.put(MIX, requests);
        for (var request : requests) replays.put(request.operation(), List.of(request));
        for (var round = 0; round < rounds; round++)
            for (var replay : replays.entrySet())
                speed.tallies
                        .computeIfAbsent(replay.getKey(), first -> new ArrayList<>())
                        .add(Generator.replay(server, replay.getValue(), load));
        return speed;
    }

    Iterable<String> replays() {
        return tallies.keySet();
    }

    List<Double> perSecond(String replay) {
        return tallies.get(replay).stream().map(Tally::perSecond).toList();
    }

    /** Answers other than 200 of all rounds, by status. */
    Map<Integer, Integer> refused() {
        var all = new TreeMap<Integer, Integer>();
        tallies.values().stream()
                .flatMap(List::stream)
                .forEach(tally -> tally.refused().forEach((status, count) -> all.merge(status, count, Integer::sum)));
        return all;
    }

    String latency(String replay) {
        var all = tallies.get(replay);
        return String.format(
                Locale.ROOT,
                "p50 %.2f ms, p99 %.2f ms",
                Row.median(all.stream().map(Tally::p50Millis).toList()),
                Row.median(all.stream().map(Tally::p99Millis).toList()));
    }
}
