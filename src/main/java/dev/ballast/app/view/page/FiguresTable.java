package dev.ballast.app.view.page;

import static dev.ballast.app.view.page.Markup.escape;
import static dev.ballast.app.view.page.Markup.number;
import static dev.ballast.app.view.page.Markup.percent;

import dev.ballast.app.view.page.Dot.Kind;
import dev.ballast.backtest.report.Figures;
import dev.ballast.backtest.report.Figures.Interval;
import dev.ballast.backtest.report.Played;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;

/** The figures of one market and set-up, a row a policy. */
final class FiguresTable {
    private static final List<String> HEADINGS = List.of(
            "Policy",
            "Available",
            "Deficit",
            "All lost",
            "Worst gap",
            "Cost / on-demand",
            "Cost / bound",
            "Launches",
            "Interruptions",
            "On demand");

    private FiguresTable() {}

    static String of(List<Played> played) {
        var dots = new ArrayList<Dot>();
        for (var one : played) dots.add(dot(one));
        var front = Dot.front(dots);
        var html = new StringBuilder("<div class=\"broadside\" tabindex=\"0\"><table>\n<thead><tr>");
        for (var heading : HEADINGS)
            html.append("<th scope=\"col\">").append(heading).append("</th>");
        html.append("</tr></thead>\n<tbody>\n");
        for (var index = 0; index < played.size(); index++)
            html.append(row(played.get(index).figures(), dots.get(index), front.contains(dots.get(index))));
        return html.append("</tbody></table></div>\n").toString();
    }

    static Dot dot(Played played) {
        var figures = played.figures();
        return Dot.of(Kind.of(figures.policy(), played.isBound()), figures);
    }

    private static String row(Figures figures, Dot dot, boolean isOnFront) {
        var html = new StringBuilder("<tr")
                .append(dot.kind() == Kind.OWN ? " class=\"own\"" : dot.kind() == Kind.BOUND ? " class=\"bound\"" : "");
        html.append("><th scope=\"row\">").append(escape(figures.policy()));
        if (isOnFront) html.append(" <span class=\"tag\">front</span>");
        if (dot.kind() == Kind.BOUND) html.append(" <span class=\"tag\">bound</span>");
        html.append("</th>");
        var intervals = figures.intervals();
        cell(
                html,
                percent(figures.availability()),
                interval(intervals.availability(), share -> number("%.2f %%", share * 100)));
        cell(html, percent(figures.deficit()), "");
        cell(html, percent(figures.allLost()), "");
        cell(html, number("%.0f s", figures.worstDeficit()), "");
        cell(html, ratio(figures.costOverOnDemand()), interval(intervals.costOverOnDemand(), FiguresTable::ratio));
        cell(html, ratio(figures.costOverLowerBound()), interval(intervals.costOverLowerBound(), FiguresTable::ratio));
        cell(html, figures.launches().map(count -> number("%.0f", count)).orElse("-"), "");
        cell(html, number("%.0f", figures.interruptions()), "");
        cell(html, number("%.1f %%", figures.onDemandShare() * 100), "");
        return html.append("</tr>\n").toString();
    }

    private static void cell(StringBuilder html, String text, String below) {
        html.append("<td>").append(text);
        if (!below.isEmpty()) html.append("<small>").append(below).append("</small>");
        html.append("</td>");
    }

    private static String ratio(double value) {
        return number("%.3f", value);
    }

    private static String interval(Optional<Interval> interval, DoubleFunction<String> format) {
        return interval.map(it -> format.apply(it.from()).replace(" %", "") + " to " + format.apply(it.to()))
                .orElse("");
    }
}
