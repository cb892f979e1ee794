package dev.ballast.config;

import dev.ballast.config.SettingKey.Form;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The values of one document by key. Whatever cannot be read is told once and replaced by the default or a placeholder, so
 * that reading goes on.
 */
final class Values {
    /** Where people paste passwords by mistake: never repeated in a message. */
    private static final List<SettingKey<?>> NOT_REPEATED = List.of(
            Keys.AUTH_REFERENCE,
            Keys.BOOTSTRAP_REPOSITORY,
            Keys.BOOTSTRAP_VARIABLES,
            Keys.USER_DATA,
            Keys.ECS_CONFIG,
            Keys.TAGS);

    private static final Pattern STEP = Pattern.compile("([^\\[]*)(?:\\[(\\d+)])?");
    private static final int LONGEST_REPEATED = 60;

    private final Node root;
    private final Faults faults;
    private final int element;

    Values(Node root, Faults faults) {
        this(root, faults, 0);
    }

    private Values(Node root, Faults faults, int element) {
        this.root = root;
        this.faults = faults;
        this.element = element;
    }

    /** The same document; keys with {@code []} mean this element. */
    Values ofElement(int index) {
        return new Values(root, faults, index);
    }

    /** How many elements the list at the path has; 0 where there is none. */
    int count(String path) {
        return find(path)
                .map(Node.Entry::value)
                .filter(Node.Listing.class::isInstance)
                .map(Node.Listing.class::cast)
                .map(listing -> listing.items().size())
                .orElse(0);
    }

    boolean has(String path) {
        return find(path)
                .map(Node.Entry::value)
                .filter(node -> !(node instanceof Node.Scalar text && text.isNothing()))
                .isPresent();
    }

    boolean isMapping(String path) {
        return find(path)
                .map(Node.Entry::value)
                .filter(Node.Mapping.class::isInstance)
                .isPresent();
    }

    <T> T required(SettingKey<T> key, T placeholder) {
        var found = optional(key);
        if (found.isEmpty() && !faults.has(path(key)) && !has(path(key)))
            missing(path(key), key.kind().expected());
        return found.orElse(placeholder);
    }

    <T> T orDefault(SettingKey<T> key) {
        return optional(key).orElseGet(() -> key.fallback().orElseThrow());
    }

    <T> Optional<T> optional(SettingKey<T> key) {
        return find(path(key)).flatMap(entry -> read(key, path(key), entry.value()));
    }

    /** Readable elements in the order of the file. */
    <T> List<T> list(SettingKey<T> key) {
        return elements(key).stream().map(Element::value).toList();
    }

    /** An element of a list with its own path, such as {@code capacity.types[2]}. */
    record Element<T>(String path, T value) {}

    <T> List<Element<T>> elements(SettingKey<T> key) {
        var read = new ArrayList<Element<T>>();
        var node = find(path(key)).map(Node.Entry::value).orElse(null);
        if (node instanceof Node.Listing listing)
            for (var i = 0; i < listing.items().size(); i++) {
                var path = path(key) + "[" + i + "]";
                read(key, path, listing.items().get(i)).ifPresent(value -> read.add(new Element<>(path, value)));
            }
        else if (node instanceof Node.Scalar && key.form() == Form.LIST_OR_ONE)
            read(key, path(key), node).ifPresent(value -> read.add(new Element<>(path(key), value)));
        return read;
    }

    <T> Map<String, T> map(SettingKey<T> key) {
        var read = new LinkedHashMap<String, T>();
        var path = path(key).substring(0, path(key).length() - ".*".length());
        if (find(path).map(Node.Entry::value).orElse(null) instanceof Node.Mapping mapping)
            mapping.entries()
                    .forEach((name, entry) ->
                            read(key, path + "." + name, entry.value()).ifPresent(value -> read.put(name, value)));
        return read;
    }

    /** Tells a fault at the key where nothing was wrong with it before. */
    void faultOnce(String path, String message) {
        if (!faults.has(path)) fault(path, message);
    }

    /** Tells a fault at the key, or at the nearest section around it where the key was not written. */
    void fault(String path, String message) {
        faults.add(place(path), path, message);
    }

    void missing(String path, String expected) {
        fault(path, "missing, expected " + expected);
    }

    boolean isFaulty(String path) {
        return faults.has(path);
    }

    /** Where the key stands, or the nearest section around it. */
    Place place(String path) {
        for (var at = path; !at.isEmpty(); at = outer(at)) {
            var found = find(at);
            if (found.isPresent()) return found.get().keyPlace();
        }
        return Place.in(root.place().source());
    }

    private static String outer(String path) {
        return path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
    }

    private <T> String path(SettingKey<T> key) {
        return key.path().replace("[]", "[" + element + "]");
    }

    private Optional<Node.Entry> find(String path) {
        var at = new Node.Entry(root.place(), root);
        var rest = path;
        while (!rest.isEmpty()) {
            if (at.value() instanceof Node.Mapping mapping && mapping.entries().containsKey(rest))
                return Optional.of(mapping.entries().get(rest));
            var dot = rest.indexOf('.');
            var step = STEP.matcher(dot < 0 ? rest : rest.substring(0, dot));
            rest = dot < 0 ? "" : rest.substring(dot + 1);
            if (!step.matches() || !(at.value() instanceof Node.Mapping mapping)) return Optional.empty();
            at = mapping.entries().get(step.group(1));
            if (at == null) return Optional.empty();
            if (step.group(2) == null) continue;
            var index = Integer.parseInt(step.group(2));
            if (!(at.value() instanceof Node.Listing listing)
                    || index >= listing.items().size()) return Optional.empty();
            var item = listing.items().get(index);
            at = new Node.Entry(item.place(), item);
        }
        return Optional.of(at);
    }

    private <T> Optional<T> read(SettingKey<T> key, String path, Node node) {
        if (!(node instanceof Node.Scalar scalar) || faults.has(path)) return Optional.empty();
        if (scalar.isNothing() && key.form() != Form.MAP) return Optional.empty();
        try {
            return Optional.of(key.kind().parse().apply(scalar.text()));
        } catch (IllegalArgumentException | ArithmeticException e) {
            var found = NOT_REPEATED.contains(key) ? "" : ", found " + shown(scalar.text());
            var hint = e.getMessage() != null && e.getMessage().startsWith(", did you mean") ? e.getMessage() : "";
            faults.add(scalar.place(), path, "expected " + key.kind().expected() + found + hint);
            return Optional.empty();
        }
    }

    private static String shown(String text) {
        var plain = text.replaceAll("\\p{Cntrl}", " ");
        return "'" + (plain.length() > LONGEST_REPEATED ? plain.substring(0, LONGEST_REPEATED) + "…" : plain) + "'";
    }
}
