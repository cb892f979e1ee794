package dev.ballast.template;

/** Puts texts into a shell script so that the shell never reads anything in them. */
final class Shell {
    private Shell() {}

    /** One word, whatever is in the text (NUL cannot be). */
    static String quote(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    /**
     * Lines that write the text into a file, unchanged but for a line end behind the last line.
     *
     * @param path of letters, digits and {@code / . _ -} only
     */
    static String write(String path, String text) {
        var end = "END_OF_TEXT";
        while (hasLine(text, end)) end += "_";
        return "cat <<'" + end + "' > " + path + "\n" + text + (text.endsWith("\n") ? "" : "\n") + end + "\n";
    }

    private static boolean hasLine(String text, String line) {
        return ("\n" + text + "\n").contains("\n" + line + "\n");
    }
}
