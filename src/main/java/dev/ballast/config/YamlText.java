package dev.ballast.config;

import java.util.regex.Pattern;

/** Writes texts so that every YAML reader, of version 1.1 or 1.2, reads the same text again. */
final class YamlText {
    /** Begins with a letter or a slash, and holds nothing that YAML takes for a mark. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z/]([A-Za-z0-9_./+@=:-]*[A-Za-z0-9_/+@=])?");

    private static final Pattern TAKEN_FOR_ELSE = Pattern.compile("(?i)y|n|yes|no|on|off|true|false|null|nan|inf");
    /** Seen at both ends, and no line end but \n inside: YAML 1.1 also breaks lines at U+0085, U+2028 and U+2029. */
    private static final Pattern BLOCK = Pattern.compile(
            "[!-~\\xA1-\\u2027\\u202A-\\uD7FF]([\\t\\n -~\\xA0-\\u2027\\u202A-\\uD7FF]*[!-~\\xA1-\\u2027\\u202A-\\uD7FF])?\\n?");

    private YamlText() {}

    /** On one line. */
    static String inline(String text) {
        if (PLAIN.matcher(text).matches() && !TAKEN_FOR_ELSE.matcher(text).matches()) return text;
        var quoted = new StringBuilder("\"");
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (c < 0x20 || c >= 0x7F && c < 0xA0 || c == '\u2028' || c == '\u2029' || c == '\uFEFF')
                        quoted.append(String.format("\\u%04X", (int) c));
                    else quoted.append(c);
                }
            }
        }
        return quoted.append('"').toString();
    }

    /** Several lines stay several lines where YAML can carry them unchanged; {@code indent} is the width of the block. */
    static String block(String text, int indent) {
        if (!text.contains("\n") || !BLOCK.matcher(text).matches()) return inline(text);
        var margin = " ".repeat(indent);
        var lines = new StringBuilder(text.endsWith("\n") ? "|" : "|-");
        for (var line : text.lines().toList())
            lines.append('\n').append(line.isEmpty() ? "" : margin).append(line);
        return lines.toString();
    }
}
