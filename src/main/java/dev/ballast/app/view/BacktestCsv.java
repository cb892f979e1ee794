package dev.ballast.app.view;

import dev.ballast.backtest.report.Figures;
import java.util.Collection;
import java.util.List;

/** What spreadsheets read of a backtest: a line of names, then one line for each policy, market and set-up. */
public final class BacktestCsv {
    private BacktestCsv() {}

    public static String of(List<Figures> figures) {
        var text = new StringBuilder();
        for (var one : figures) {
            var named = one.named();
            if (text.isEmpty()) text.append(line(named.keySet()));
            text.append(line(named.values()));
        }
        return text.toString();
    }

    private static String line(Collection<?> values) {
        return String.join(",", values.stream().map(BacktestCsv::cell).toList()) + '\n';
    }

    /** A market's name is a file's, which may have anything in it (RFC 4180). */
    private static String cell(Object value) {
        var cell = value == null ? "" : value.toString();
        return cell.matches("[^,\"\\r\\n]*") ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }
}
