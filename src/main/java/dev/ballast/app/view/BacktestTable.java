package dev.ballast.app.view;

import dev.ballast.backtest.replay.SetUp;
import dev.ballast.backtest.report.Figures;
import java.util.List;
import java.util.Locale;

/** What people read of a backtest: a table for each market and set-up. */
public final class BacktestTable {
    private BacktestTable() {}

    public static String of(List<Figures> figures) {
        var text = new StringBuilder();
        for (var begin = 0; begin < figures.size(); ) {
            var end = begin + 1;
            while (end < figures.size() && isSameTable(figures.get(begin), figures.get(end))) end++;
            if (begin > 0) text.append('\n');
            text.append(heading(figures.get(begin))).append('\n').append(table(figures.subList(begin, end)));
            begin = end;
        }
        return text.toString();
    }

    private static boolean isSameTable(Figures one, Figures other) {
        return one.market().equals(other.market()) && one.setUp().equals(other.setUp());
    }

    private static String heading(Figures figures) {
        return figures.market() + ", " + number("%.1f", figures.days()) + " days: " + words(figures.setUp());
    }

    /** One set-up in a line. */
    public static String words(SetUp setUp) {
        return Wording.count(setUp.replicas(), "replica") + ", cold start " + Wording.of(setUp.coldStart())
                + ", notice " + Wording.of(setUp.notice())
                + (setUp.noticesLost() > 0 ? " (" + number("%.0f %%", setUp.noticesLost() * 100) + " lost)" : "")
                + ", on-demand " + setUp.onDemand().name().toLowerCase(Locale.ROOT);
    }

    private static Table table(List<Figures> figures) {
        var table = new Table(
                "POLICY",
                "AVAILABLE",
                "DEFICIT",
                "ALL LOST",
                "WORST",
                "COST/ON-DEMAND",
                "COST/BOUND",
                "LAUNCHES",
                "INTERRUPTIONS");
        for (var one : figures)
            table.row(
                    one.policy(),
                    percent(one.availability()),
                    percent(one.deficit()),
                    percent(one.allLost()),
                    number("%.0f s", one.worstDeficit()),
                    number("%.3f", one.costOverOnDemand()),
                    number("%.3f", one.costOverLowerBound()),
                    one.launches().map(count -> number("%.0f", count)).orElse("-"),
                    number("%.0f", one.interruptions()));
        return table;
    }

    private static String percent(double share) {
        return number("%.3f %%", share * 100);
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
