package dev.ballast.app.view.page;

import java.util.Locale;

/** Text and numbers as a page may hold them; what comes out can be read as XML, too. */
final class Markup {
    private Markup() {}

    /** Names of files and policies may have anything in them. */
    static String escape(String text) {
        var escaped = new StringBuilder();
        text.codePoints().forEach(point -> {
            switch (point) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(isAllowed(point) ? point : 0xFFFD);
            }
        });
        return escaped.toString();
    }

    /** By XML 1.0, 2.2. */
    private static boolean isAllowed(int point) {
        if (point < ' ') return point == '\t' || point == '\n' || point == '\r';
        return point < 0xD800 || point > 0xDFFF && point != 0xFFFE && point != 0xFFFF;
    }

    static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    static String percent(double share) {
        return number("%.3f %%", share * 100);
    }

    /** In pixels. */
    static String pixels(double value) {
        return number("%.1f", value);
    }
}
