package dev.ballast.config;

import dev.ballast.config.SettingKey.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** One {@code key=value} that is written into a document; whether the key exists is not asked here. */
record Assignment(String key, String value, Place place) {
    private static final Pattern INDEXED = Pattern.compile("([^\\[\\]]+)\\[(\\d{1,3})]");

    /** @param index of an element of the list with this name */
    private record Step(String name, OptionalInt index) {}

    void apply(Node document, Faults faults) {
        var at = Optional.of(document);
        var steps = steps();
        for (var step : steps.subList(0, steps.size() - 1)) at = at.flatMap(outer -> inner(outer, step));
        if (at.isEmpty() || !assign(at.get(), steps.getLast(), faults))
            faults.add(place, key, "names no place in this ballast.yaml");
    }

    /** A tag's own key may have dots and brackets in it: what follows a mapping of free keys is one step. */
    private List<Step> steps() {
        var steps = new ArrayList<Step>();
        for (var free : Keys.all()) {
            var prefix = free.path().substring(0, free.path().length() - 1);
            if (free.form() != Form.MAP || !key.startsWith(prefix)) continue;
            for (var name : prefix.split("\\.")) steps.add(new Step(name, OptionalInt.empty()));
            steps.add(new Step(key.substring(prefix.length()), OptionalInt.empty()));
            return steps;
        }
        for (var name : key.split("\\.", -1)) {
            var indexed = INDEXED.matcher(name);
            steps.add(
                    indexed.matches()
                            ? new Step(indexed.group(1), OptionalInt.of(Integer.parseInt(indexed.group(2))))
                            : new Step(name, OptionalInt.empty()));
        }
        return steps;
    }

    /** The section or element that the step names, made where it does not exist. */
    private Optional<Node> inner(Node outer, Step step) {
        if (!(outer instanceof Node.Mapping mapping)) return Optional.empty();
        if (step.index.isPresent()) {
            var items = items(mapping, step.name);
            var index = step.index.getAsInt();
            if (items.isEmpty() || index > items.get().size()) return Optional.empty();
            if (index == items.get().size()) items.get().add(Node.Mapping.empty(place));
            return Optional.of(items.get().get(index));
        }
        var entry = mapping.entries().get(step.name);
        if (entry == null || entry.value() instanceof Node.Scalar) {
            entry = new Node.Entry(place, Node.Mapping.empty(place));
            mapping.entries().put(step.name, entry);
        }
        return Optional.of(entry.value());
    }

    private boolean assign(Node outer, Step step, Faults faults) {
        if (!(outer instanceof Node.Mapping mapping)) return false;
        if (step.index.isPresent()) {
            var items = items(mapping, step.name);
            var index = step.index.getAsInt();
            if (items.isEmpty() || index > items.get().size()) return false;
            if (index == items.get().size()) items.get().add(Node.Mapping.empty(place));
            value(faults).ifPresent(node -> items.get().set(index, node));
        } else if (value.isEmpty()) mapping.entries().remove(step.name);
        else value(faults).ifPresent(node -> mapping.entries().put(step.name, new Node.Entry(place, node)));
        return true;
    }

    private Optional<List<Node>> items(Node.Mapping outer, String name) {
        var entry = outer.entries()
                .computeIfAbsent(name, unused -> new Node.Entry(place, new Node.Listing(place, new ArrayList<>())));
        return entry.value() instanceof Node.Listing listing ? Optional.of(listing.items()) : Optional.empty();
    }

    /** {@code [a, b]} and {@code {a: b}} are YAML, {@code a,b} is a list where the key is one, all else is taken as it is. */
    private Optional<Node> value(Faults faults) {
        var text = value.strip();
        if (text.startsWith("[") || text.startsWith("{")) {
            var inside = new Faults();
            var node = LocatedReader.yaml(text, place.source(), inside);
            for (var fault : inside.list()) faults.add(place, key, fault.message());
            return inside.isEmpty() ? Optional.of(placed(node)) : Optional.empty();
        }
        var isList = Keys.all().stream().anyMatch(one -> one.path().equals(key) && one.form() == Form.LIST);
        if (!isList) return Optional.of(new Node.Scalar(place, Node.Scalar.Kind.TEXT, value));
        var items = new ArrayList<Node>();
        for (var item : text.split(",")) items.add(new Node.Scalar(place, Node.Scalar.Kind.TEXT, item.strip()));
        return Optional.of(new Node.Listing(place, items));
    }

    /** Lines inside an option's value would look like lines of a file. */
    private Node placed(Node node) {
        return switch (node) {
            case Node.Scalar scalar -> new Node.Scalar(place, scalar.kind(), scalar.text());
            case Node.Listing listing -> {
                var items = new ArrayList<Node>();
                for (var item : listing.items()) items.add(placed(item));
                yield new Node.Listing(place, items);
            }
            case Node.Mapping mapping -> {
                var copy = Node.Mapping.empty(place);
                mapping.entries()
                        .forEach((name, entry) ->
                                copy.entries().put(name, new Node.Entry(place, placed(entry.value()))));
                yield copy;
            }
        };
    }
}
