package dev.ballast.config;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds what a person who misspelt a word most likely meant. */
final class Nearest {
    private Nearest() {}

    /**
     * The candidate with the fewest typing errors (a letter missing, added, wrong, or two swapped), where they are few for
     * the word's length. Case, dashes and underscores do not count.
     */
    static Optional<String> of(String word, Collection<String> candidates) {
        var written = plain(word);
        var best = Optional.<String>empty();
        var fewest = Math.max(1, Math.min(3, written.length() / 3)) + 1;
        for (var candidate : candidates) {
            var errors = typingErrors(written, plain(candidate));
            if (errors < fewest) {
                fewest = errors;
                best = Optional.of(candidate);
            }
        }
        return best;
    }

    /** {@code , did you mean 'target'?}, or nothing. */
    static String hint(String word, Collection<String> candidates) {
        return of(word, candidates)
                .map(found -> ", did you mean '" + found + "'?")
                .orElse("");
    }

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    }

    /** Optimal string alignment distance. */
    private static int typingErrors(String a, String b) {
        if (Math.abs(a.length() - b.length()) > 3) return Integer.MAX_VALUE;
        var distance = new int[a.length() + 1][b.length() + 1];
        for (var i = 0; i <= a.length(); i++) distance[i][0] = i;
        for (var j = 0; j <= b.length(); j++) distance[0][j] = j;
        for (var i = 1; i <= a.length(); i++)
            for (var j = 1; j <= b.length(); j++) {
                var wrong = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                var least = Math.min(distance[i - 1][j] + 1, distance[i][j - 1] + 1);
                least = Math.min(least, distance[i - 1][j - 1] + wrong);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1))
                    least = Math.min(least, distance[i - 2][j - 2] + 1);
                distance[i][j] = least;
            }
        return distance[a.length()][b.length()];
    }
}
