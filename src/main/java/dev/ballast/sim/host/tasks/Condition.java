package dev.ballast.sim.host.tasks;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** One condition of a listener rule. {@code *} stands for any characters, {@code ?} for one. */
sealed interface Condition {
    /** What conditions look at. */
    interface Asked {
        String method();

        String path();

        /** Empty where there is none. */
        String query();

        Optional<String> header(String name);
    }

    boolean holds(Asked asked);

    record Path(List<Pattern> patterns) implements Condition {
        @Override
        public boolean holds(Asked asked) {
            return anyMatches(patterns, asked.path());
        }
    }

    /** A header; Host without its port. */
    record Header(String name, List<Pattern> patterns) implements Condition {
        @Override
        public boolean holds(Asked asked) {
            return asked.header(name)
                    .map(value -> name.equalsIgnoreCase("host") ? value.replaceFirst(":\\d+$", "") : value)
                    .filter(value -> anyMatches(patterns, value))
                    .isPresent();
        }
    }

    record Method(List<String> methods) implements Condition {
        @Override
        public boolean holds(Asked asked) {
            return methods.contains(asked.method());
        }
    }

    /** @param parameters name, which may be empty for any, and value */
    record Query(List<Map.Entry<String, Pattern>> parameters) implements Condition {
        @Override
        public boolean holds(Asked asked) {
            for (var pair : asked.query().split("&", -1)) {
                var cut = pair.indexOf('=');
                var name = cut < 0 ? pair : pair.substring(0, cut);
                var value = cut < 0 ? "" : pair.substring(cut + 1);
                for (var wanted : parameters)
                    if ((wanted.getKey().isEmpty() || wanted.getKey().equals(name))
                            && wanted.getValue().matcher(value).matches()) return true;
            }
            return false;
        }
    }

    /** What a loopback port cannot tell, such as where a request came from. */
    record Never() implements Condition {
        @Override
        public boolean holds(Asked asked) {
            return false;
        }
    }

    private static boolean anyMatches(List<Pattern> patterns, String text) {
        return patterns.stream().anyMatch(pattern -> pattern.matcher(text).matches());
    }

    /** Hosts and headers are matched without regard to case, paths with it. */
    static Pattern pattern(String wildcards, int flags) {
        var regex = new StringBuilder();
        for (var c : wildcards.toCharArray())
            regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        return Pattern.compile(regex.toString(), flags | Pattern.DOTALL);
    }

    static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
