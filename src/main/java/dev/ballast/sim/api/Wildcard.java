package dev.ballast.sim.api;

import java.util.Arrays;

/**
 * One value of a filter as a pattern. It is matched by running all its states side by side, in time text x pattern: no pattern,
 * however wild, takes longer.
 */
record Wildcard(String text, char[] signs, boolean[] wild) {
    static Wildcard of(String pattern) {
        char[] signs = new char[pattern.length()];
        boolean[] wild = new boolean[pattern.length()];
        int length = 0;
        boolean anyWild = false;
        for (int i = 0; i < pattern.length(); i++) {
            char sign = pattern.charAt(i);
            boolean escaped = sign == '\\' && i + 1 < pattern.length();
            if (escaped) {
                sign = pattern.charAt(++i);
            }
            wild[length] = !escaped && (sign == '*' || sign == '?');
            anyWild |= wild[length];
            signs[length++] = sign;
        }
        char[] kept = Arrays.copyOf(signs, length);
        return new Wildcard(anyWild ? null : new String(kept), kept, Arrays.copyOf(wild, length));
    }

    boolean matches(String candidate) {
        if (text != null) {
            return text.equals(candidate);
        }
        boolean[] at = new boolean[signs.length + 1];
        at[0] = true;
        skipEmpty(at);
        for (int i = 0; i < candidate.length(); i++) {
            boolean[] next = new boolean[signs.length + 1];
            for (int s = 0; s < signs.length; s++) {
                if (at[s] && wild[s] && signs[s] == '*') {
                    next[s] = true;
                } else if (at[s] && (wild[s] || signs[s] == candidate.charAt(i))) {
                    next[s + 1] = true;
                }
            }
            skipEmpty(next);
            at = next;
        }
        return at[signs.length];
    }

    /** Both signs may stand for nothing. */
    private void skipEmpty(boolean[] at) {
        for (int s = 0; s < signs.length; s++) {
            at[s + 1] |= at[s] && wild[s];
        }
    }
}
