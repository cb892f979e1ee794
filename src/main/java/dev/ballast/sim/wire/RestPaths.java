package dev.ballast.sim.wire;

import dev.ballast.sim.api.Operation;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the operation of a REST service by method and path. */
final class RestPaths {
    /** The operation and what the path's braces stand for, escapes undone. */
    record Match(Operation<?, ?> operation, Map<String, String> labels) {}

    private record Pattern(Operation<?, ?> operation, String[] segments) {}

    private final List<Pattern> patterns;

    RestPaths(Collection<Operation<?, ?>> operations) {
        patterns = operations.stream()
                .map(operation -> new Pattern(operation, operation.path().split("/", -1)))
                .toList();
    }

    Optional<Match> match(String method, String path) {
        String[] segments = path.split("/", -1);
        for (Pattern pattern : patterns) {
            if (pattern.operation().method().equals(method)) {
                Map<String, String> labels = labels(pattern.segments(), segments);
                if (labels != null) {
                    return Optional.of(new Match(pattern.operation(), labels));
                }
            }
        }
        return Optional.empty();
    }

    /** Null where the path is another. */
    private static Map<String, String> labels(String[] pattern, String[] path) {
        if (pattern.length != path.length) {
            return null;
        }
        Map<String, String> labels = new LinkedHashMap<>();
        for (int i = 0; i < pattern.length; i++) {
            if (pattern[i].startsWith("{")) {
                if (path[i].isEmpty()) {
                    return null;
                }
                // In a path a plus is a plus.
                labels.put(pattern[i].substring(1, pattern[i].length() - 1), Form.decode(path[i].replace("+", "%2B")));
            } else if (!pattern[i].equals(path[i])) {
                return null;
            }
        }
        return labels;
    }
}
