package dev.ballast.rooms;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Cycles between packages, each package on its own: a room and its sub-packages may form none either. Every import that
 * lies on a shortest way back to where it came from is reported once.
 */
final class PackageCycles {
    private final ProductClasses product;
    /** Package to package, with one class-to-class import as its witness. */
    private final SortedMap<String, SortedMap<String, Dependency>> imports = new TreeMap<>();

    PackageCycles(ProductClasses product) {
        this.product = product;
        for (JavaClass type : product.classes())
            type.getDirectDependenciesFromSelf().stream()
                    .sorted()
                    .filter(dependency -> product.contains(target(dependency).getPackageName()))
                    .filter(dependency -> !target(dependency).getPackageName().equals(type.getPackageName()))
                    .forEach(dependency -> imports.computeIfAbsent(type.getPackageName(), name -> new TreeMap<>())
                            .putIfAbsent(target(dependency).getPackageName(), dependency));
    }

    List<Violation> violations() {
        var found = new ArrayList<Violation>();
        imports.forEach((from, targets) -> targets.forEach((to, witness) -> {
            List<String> back = shortestWay(to, from);
            if (!back.isEmpty())
                found.add(new Violation(
                        "packages form a cycle: " + relative(from) + " -> "
                                + String.join(
                                        " -> ",
                                        back.stream().map(this::relative).toList()),
                        witness.getOriginClass().getName(),
                        target(witness).getName(),
                        witness.getSourceCodeLocation().toString()));
        }));
        return found;
    }

    /** The packages from start to end, both included; empty where there is no way. */
    private List<String> shortestWay(String start, String end) {
        Map<String, String> cameFrom = new TreeMap<>();
        Deque<String> open = new ArrayDeque<>(List.of(start));
        cameFrom.put(start, start);
        while (!open.isEmpty()) {
            String here = open.poll();
            if (here.equals(end)) {
                var way = new ArrayDeque<String>();
                for (String step = end; !step.equals(start); step = cameFrom.get(step)) way.addFirst(step);
                way.addFirst(start);
                return List.copyOf(way);
            }
            for (String next : imports.getOrDefault(here, new TreeMap<>()).keySet())
                if (cameFrom.putIfAbsent(next, here) == null) open.add(next);
        }
        return List.of();
    }

    private String relative(String packageName) {
        return packageName.length() > product.root().length()
                ? packageName.substring(product.root().length() + 1)
                : packageName;
    }

    private static JavaClass target(Dependency dependency) {
        return dependency.getTargetClass().getBaseComponentType();
    }
}
