package dev.ballast.bench.backtest;

import dev.ballast.app.session.PapersSettings;
import dev.ballast.backtest.replay.SetUp;
import dev.ballast.backtest.replay.SpotMarket;
import dev.ballast.backtest.report.Backtest;
import dev.ballast.backtest.report.Figures;
import dev.ballast.backtest.report.Policy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What came of some policies on some markets in one set-up, each policy over all markets. */
final class Contest {
    static final String BALLAST = "ballast";
    static final String SPOTHEDGE = "spothedge+1";
    static final String GREEDY = "greedy";

    private final Map<String, List<Figures>> byPolicy = new LinkedHashMap<>();

    Contest(List<SpotMarket> markets, SetUp setUp, int seeds, String... policies) {
        var settings = PapersSettings.read();
        var found = List.of(policies).stream()
                .map(word -> Policy.find(word, settings).orElseThrow())
                .toList();
        for (var figures : new Backtest(markets, List.of(setUp), found, 1, seeds).run())
            byPolicy.computeIfAbsent(figures.policy(), word -> new ArrayList<>())
                    .add(figures);
    }

    Pooled of(String policy) {
        return new Pooled(byPolicy.get(policy));
    }

    Map<String, List<Figures>> all() {
        return byPolicy;
    }
}
