package dev.ballast.app.view.page;

import static dev.ballast.app.view.page.Markup.escape;

import dev.ballast.app.view.BacktestTable;
import dev.ballast.app.view.Wording;
import dev.ballast.app.view.page.Dot.Kind;
import dev.ballast.app.view.page.Strip.Emphasis;
import dev.ballast.backtest.replay.Course;
import dev.ballast.backtest.replay.SetUp;
import dev.ballast.backtest.replay.SpotMarket;
import dev.ballast.backtest.report.Backtest;
import dev.ballast.backtest.report.Figures;
import dev.ballast.backtest.report.Played;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A backtest as one file for a browser, without anything from elsewhere. The same backtest makes the same bytes. */
public final class BacktestPage {
    private final Backtest backtest;
    private final List<SpotMarket> markets;
    private final List<Played> played;
    private final StringBuilder html = new StringBuilder();

    private BacktestPage(Backtest backtest, List<Played> played) {
        this.backtest = backtest;
        markets = backtest.marketsOfFirstSeed();
        this.played = played;
    }

    /**
     * @param played what came of it, in its order
     * @param command by which somebody gets the same page
     */
    public static String of(Backtest backtest, List<Played> played, String command) {
        var parts = template().split("\\{\\{(command|content)}}");
        return parts[0] + escape(command) + parts[1] + new BacktestPage(backtest, played).content() + parts[2];
    }

    private static String template() {
        try (var file = BacktestPage.class.getResourceAsStream("backtest.html")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private String content() {
        if (markets.size() > 1) overAllMarkets();
        for (var market = 0; market < markets.size(); market++) market(market);
        return html.toString();
    }

    /** By place, for two files may have one name. */
    private List<Played> of(int market, int setUp) {
        var begin = (market * backtest.setUps().size() + setUp)
                * backtest.policies().size();
        return played.subList(begin, begin + backtest.policies().size());
    }

    private void overAllMarkets() {
        html.append("<section>\n<h2>All markets</h2>\n");
        for (var setUp = 0; setUp < backtest.setUps().size(); setUp++) {
            var dots = new ArrayList<Dot>();
            for (var policy = 0; policy < backtest.policies().size(); policy++) dots.add(pooled(setUp, policy));
            html.append("<h3>").append(words(backtest.setUps().get(setUp))).append("</h3>\n");
            costs(dots, "Cost and availability over all markets");
            html.append(
                            "<p class=\"note\">Each day of each market counts alike, and each market's cost is measured by its ")
                    .append("own bound.</p>\n");
        }
        html.append("</section>\n");
    }

    private Dot pooled(int setUp, int policy) {
        var figures = new ArrayList<Figures>();
        for (var market = 0; market < markets.size(); market++)
            figures.add(of(market, setUp).get(policy).figures());
        return Dot.pooled(kind(of(0, setUp).get(policy)), figures);
    }

    private static Kind kind(Played played) {
        return Kind.of(played.figures().policy(), played.isBound());
    }

    private static String words(SetUp setUp) {
        return escape(BacktestTable.words(setUp));
    }

    private void costs(List<Dot> dots, String title) {
        html.append("<figure>\n").append(CostPlot.of(dots, title)).append("</figure>\n");
    }

    private void market(int index) {
        var market = markets.get(index);
        html.append("<section>\n<h2>").append(escape(market.name())).append("</h2>\n<p>");
        html.append(Wording.count(market.pools().size(), "pool")).append(", ");
        html.append(Markup.number(
                "%.1f", market.endMillis() / (double) Duration.ofDays(1).toMillis()));
        html.append(" days, ").append(Wording.count(backtest.seeds(), "seed")).append("</p>\n");
        for (var setUp = 0; setUp < backtest.setUps().size(); setUp++) {
            var rows = of(index, setUp);
            html.append("<h3>").append(words(backtest.setUps().get(setUp))).append("</h3>\n");
            html.append(FiguresTable.of(rows));
            costs(rows.stream().map(FiguresTable::dot).toList(), "Cost and availability on " + market.name());
            courses(market, backtest.setUps().get(setUp), rows);
        }
        html.append("</section>\n");
    }

    private void courses(SpotMarket market, SetUp setUp, List<Played> rows) {
        var watched = rows.stream().filter(row -> row.course().isPresent()).toList();
        if (watched.isEmpty()) return;
        var axis = new TimeAxis(market.endMillis(), Course.columns(market));
        var note = "<figcaption>A column is " + length(axis) + ".</figcaption>\n</figure>\n";
        capacity(setUp, watched, axis);
        html.append(note);
        pools(market, setUp, watched, axis);
        html.append(note);
    }

    private static String length(TimeAxis axis) {
        var millis = axis.lengthMillis() / axis.columns();
        return millis < 10_000 ? Markup.number("%.1f s", millis / 1e3) : Wording.of(Duration.ofMillis(millis));
    }

    private void capacity(SetUp setUp, List<Played> watched, TimeAxis axis) {
        var top = 0;
        for (var row : watched) {
            var ready = row.course().orElseThrow().ready();
            for (var at = 0; at < ready.count(); at++) top = Math.max(top, ready.most(at));
        }
        var plot = new CapacityPlot(axis, setUp.replicas(), top);
        html.append("<h4>Ready replicas over time</h4>\n<figure class=\"strips\">\n")
                .append(CapacityPlot.LEGEND);
        for (var row : watched)
            html.append(plot.strip(row.figures(), row.course().orElseThrow(), emphasis(row)));
        html.append(axis.html());
    }

    private void pools(SpotMarket market, SetUp setUp, List<Played> watched, TimeAxis axis) {
        var courses =
                watched.stream().map(Played::course).flatMap(Optional::stream).toList();
        var plot = new PoolsPlot(market, axis, setUp.replicas(), courses);
        html.append("<h4>Pools over time</h4>\n<figure class=\"strips\">\n").append(plot.legend());
        html.append("<h5>What was to be had, as recorded</h5>\n").append(plot.bands());
        html.append("<h5>Where instances stood</h5>\n");
        for (var row : watched)
            html.append(plot.strip(row.figures(), row.course().orElseThrow(), emphasis(row)));
        html.append(axis.html());
    }

    private static Emphasis emphasis(Played played) {
        return kind(played) == Kind.OWN ? Emphasis.OWN : Emphasis.OTHER;
    }
}
