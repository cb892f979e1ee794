package dev.ballast.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A spot fleet request whose shape was checked: its members by path, with the line of each. */
final class SpotFleetRequest {
    private final Node root;

    SpotFleetRequest(Node root) {
        this.root = root;
    }

    /** A member's text with its place; nothing where it is absent or an empty text. */
    record Member(String path, Place place, String text) {}

    Optional<Member> member(String path) {
        return entry(path)
                .filter(entry -> entry.value() instanceof Node.Scalar)
                .map(entry -> new Member(path, entry.keyPlace(), ((Node.Scalar) entry.value()).text()))
                .filter(member -> !member.text.isEmpty());
    }

    boolean has(String path) {
        return entry(path).isPresent();
    }

    /** Paths of a list's elements, in order. */
    List<String> elements(String path) {
        var paths = new ArrayList<String>();
        entry(path).map(Node.Entry::value).ifPresent(node -> {
            if (node instanceof Node.Listing listing)
                for (var i = 0; i < listing.items().size(); i++) paths.add(path + "[" + i + "]");
        });
        return paths;
    }

    /** Where the member stands, or the nearest one around it. */
    Place place(String path) {
        for (var at = path;
                !at.isEmpty();
                at = at.substring(0, Math.max(0, Math.max(at.lastIndexOf('.'), at.lastIndexOf('['))))) {
            var found = entry(at);
            if (found.isPresent()) return found.get().keyPlace();
        }
        return root.place();
    }

    /** {@code Key} to {@code Value} of every tag for instances under the path. */
    Map<String, String> instanceTags(String path) {
        var tags = new LinkedHashMap<String, String>();
        for (var specification : elements(path + ".TagSpecifications")) {
            if (!member(specification + ".ResourceType")
                    .map(Member::text)
                    .orElse("instance")
                    .equals("instance")) continue;
            for (var tag : elements(specification + ".Tags"))
                member(tag + ".Key")
                        .ifPresent(key -> tags.put(
                                key.text,
                                member(tag + ".Value").map(Member::text).orElse("")));
        }
        return tags;
    }

    private Optional<Node.Entry> entry(String path) {
        var at = new Node.Entry(root.place(), root);
        for (var step : path.replace("[", ".[").split("\\.")) {
            if (step.startsWith("[")) {
                var index = Integer.parseInt(step.substring(1, step.length() - 1));
                if (!(at.value() instanceof Node.Listing listing)
                        || index >= listing.items().size()) return Optional.empty();
                var item = listing.items().get(index);
                at = new Node.Entry(item.place(), item);
            } else {
                if (!(at.value() instanceof Node.Mapping mapping)) return Optional.empty();
                at = mapping.entries().get(step);
                if (at == null) return Optional.empty();
            }
        }
        return Optional.of(at);
    }
}
