package dev.ballast.config;

import dev.ballast.config.SettingKey.Form;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The table of keys as a tree, and the check of a document's shape against it: unknown keys, and lists where texts belong. */
final class KeyTree {
    private static final KeyTree ROOT = of(Keys.all());

    private final Map<String, KeyTree> children = new LinkedHashMap<>();
    private Optional<KeyTree> element = Optional.empty();
    private Optional<SettingKey<?>> leaf = Optional.empty();

    private KeyTree() {}

    /** Adds whatever has another shape than the table says to {@code faults}. */
    static void check(Node document, Faults faults) {
        ROOT.check(document, "", document.place(), faults);
    }

    private static KeyTree of(List<SettingKey<?>> keys) {
        var root = new KeyTree();
        for (var key : keys) {
            var at = root;
            for (var name : key.path().replace("[]", ".[]").split("\\.")) {
                if (name.equals("*")) break;
                if (name.equals("[]")) {
                    if (at.element.isEmpty()) at.element = Optional.of(new KeyTree());
                    at = at.element.get();
                } else at = at.children.computeIfAbsent(name, unused -> new KeyTree());
            }
            at.leaf = Optional.of(key);
        }
        return root;
    }

    private void check(Node node, String path, Place keyPlace, Faults faults) {
        switch (node) {
            case Node.Mapping mapping -> checkMapping(mapping, path, keyPlace, faults);
            case Node.Listing listing -> checkListing(listing, path, keyPlace, faults);
            case Node.Scalar scalar -> checkScalar(scalar, path, keyPlace, faults);
        }
    }

    private void checkMapping(Node.Mapping mapping, String path, Place keyPlace, Faults faults) {
        if (isForm(Form.MAP)) {
            mapping.entries().forEach((name, entry) -> {
                if (!(entry.value() instanceof Node.Scalar))
                    faults.add(entry.keyPlace(), path + "." + name, expectedOne(entry.value()));
            });
            return;
        }
        if (children.isEmpty()) {
            faults.add(keyPlace, path, expected(mapping));
            return;
        }
        mapping.entries().forEach((name, entry) -> {
            var inner = path.isEmpty() ? name : path + "." + name;
            var child = children.get(name);
            if (child == null) faults.add(entry.keyPlace(), inner, "unknown key" + hint(name, path));
            else child.check(entry.value(), inner, entry.keyPlace(), faults);
        });
    }

    private void checkListing(Node.Listing listing, String path, Place keyPlace, Faults faults) {
        if (element.isEmpty() && !isForm(Form.LIST) && !isForm(Form.LIST_OR_ONE)) {
            faults.add(keyPlace, path, expected(listing));
            return;
        }
        for (var i = 0; i < listing.items().size(); i++) {
            var item = listing.items().get(i);
            var inner = path + "[" + i + "]";
            if (element.isPresent()) element.get().check(item, inner, item.place(), faults);
            else if (!(item instanceof Node.Scalar scalar) || scalar.isNothing())
                faults.add(item.place(), inner, expectedOne(item));
        }
    }

    private void checkScalar(Node.Scalar scalar, String path, Place keyPlace, Faults faults) {
        var takesText = isForm(Form.ONE) || isForm(Form.LIST_OR_ONE);
        // A section all of whose keys are commented out.
        if (scalar.isNothing() && !takesText && !isForm(Form.LIST)) return;
        if (scalar.isNothing())
            faults.add(
                    keyPlace,
                    path,
                    "has no value, expected " + leaf.get().kind().expected());
        else if (!takesText) faults.add(keyPlace, path, expected(scalar));
    }

    private boolean isForm(Form form) {
        return leaf.isPresent() && leaf.get().form() == form;
    }

    private String expected(Node found) {
        return "expected " + expectation() + ", found " + found.word();
    }

    private String expectedOne(Node found) {
        return "expected " + leaf.get().kind().expected() + ", found " + found.word();
    }

    private String expectation() {
        if (element.isPresent()) return "a list";
        var of = leaf.map(key -> key.kind().expected()).orElse("");
        if (isForm(Form.LIST)) return "a list, each " + of;
        if (isForm(Form.MAP)) return "a mapping of names to texts";
        return leaf.isPresent() ? of : "a mapping with the keys " + String.join(", ", children.keySet());
    }

    private String hint(String name, String path) {
        var here = Nearest.hint(name, children.keySet());
        if (!here.isEmpty()) return here;
        var elsewhere = new ArrayList<String>();
        for (var key : Keys.all())
            if (!key.path().contains("[]")
                    && Nearest.of(name, List.of(key.name())).isPresent()) elsewhere.add(key.path());
        if (!elsewhere.isEmpty()) return ", did you mean '" + elsewhere.getFirst() + "'?";
        return ", expected one of " + children.keySet().stream().sorted().collect(Collectors.joining(", "))
                + (path.isEmpty() ? "" : " in " + path);
    }
}
