package dev.ballast.sim.wire;

import dev.ballast.sim.api.AwsError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A form body or query string as the tree that its dotted keys describe: {@code Filter.1.Value.2=x} is the text x under Filter,
 * 1, Value, 2. Of a key that comes twice the last value holds.
 */
final class Form {
    /** A launch with 300 pools, each with volumes and tags, stays below it. */
    private static final int PARAMETERS_MAX = 50_000;
    /** Steps of one key; the deepest of EC2's has 12. */
    private static final int DEPTH_MAX = 32;

    /** A step of the tree; it may hold a text and further steps. */
    static final class Node {
        private List<String> texts = List.of();
        private Map<String, Node> children = Map.of();

        /** Null where the key ends in no value here. */
        String text() {
            return texts.isEmpty() ? null : texts.getLast();
        }

        /** Every value of a key that comes more than once. */
        List<String> texts() {
            return texts;
        }

        Map<String, Node> children() {
            return children;
        }

        /** Null where there is none. */
        Node child(String name) {
            return children.get(name);
        }

        void put(String name, String value) {
            Node node = grow(name);
            if (node.texts.isEmpty()) {
                node.texts = List.of(value);
                return;
            }
            if (node.texts.size() == 1) {
                node.texts = new ArrayList<>(node.texts);
            }
            node.texts.add(value);
        }

        private Node grow(String name) {
            if (children.isEmpty()) {
                children = new LinkedHashMap<>();
            }
            return children.computeIfAbsent(name, ignored -> new Node());
        }
    }

    private final Node root = new Node();
    private int parameters;

    /**
     * Adds what a body or a query string says.
     *
     * @throws AwsError MalformedQueryString for a broken escape, too many parameters or too deep a key
     */
    void parse(byte[] source) {
        int start = 0;
        while (start < source.length) {
            int end = start;
            int equals = -1;
            while (end < source.length && source[end] != '&') {
                if (equals < 0 && source[end] == '=') {
                    equals = end;
                }
                end++;
            }
            if (end > start) {
                int keyEnd = equals < 0 ? end : equals;
                add(decode(source, start, keyEnd), equals < 0 ? "" : decode(source, equals + 1, end));
            }
            start = end + 1;
        }
    }

    Node root() {
        return root;
    }

    /** The value of an undotted key; null where it is absent. */
    String text(String name) {
        Node node = root.child(name);
        return node == null ? null : node.text();
    }

    /** Undoes the percent escapes of a path or query. */
    static String decode(String text) {
        byte[] source = text.getBytes(StandardCharsets.UTF_8);
        return decode(source, 0, source.length);
    }

    private void add(String key, String value) {
        if (++parameters > PARAMETERS_MAX) {
            throw malformed("The request has more than " + PARAMETERS_MAX + " parameters.");
        }
        Node node = root;
        int from = 0;
        int depth = 0;
        int dot;
        while ((dot = key.indexOf('.', from)) >= 0) {
            if (++depth >= DEPTH_MAX) {
                throw malformed("A parameter's name has more than " + DEPTH_MAX + " parts.");
            }
            node = node.grow(key.substring(from, dot));
            from = dot + 1;
        }
        node.put(key.substring(from), value);
    }

    private static String decode(byte[] source, int from, int to) {
        boolean plain = true;
        for (int i = from; i < to && plain; i++) {
            plain = source[i] != '%' && source[i] != '+';
        }
        if (plain) {
            return new String(source, from, to - from, StandardCharsets.UTF_8);
        }
        byte[] decoded = new byte[to - from];
        int length = 0;
        for (int i = from; i < to; i++) {
            if (source[i] == '%') {
                if (i + 2 >= to) {
                    throw malformed("The query string contains a syntax error.");
                }
                decoded[length++] = (byte) (digit(source[++i]) << 4 | digit(source[++i]));
            } else {
                decoded[length++] = source[i] == '+' ? (byte) ' ' : source[i];
            }
        }
        return new String(decoded, 0, length, StandardCharsets.UTF_8);
    }

    private static int digit(byte hex) {
        int digit = Character.digit(hex, 16);
        if (digit < 0) {
            throw malformed("The query string contains a syntax error.");
        }
        return digit;
    }

    private static AwsError malformed(String message) {
        return AwsError.refused("MalformedQueryString", message);
    }
}
