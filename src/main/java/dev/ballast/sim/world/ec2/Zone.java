package dev.ballast.sim.world.ec2;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * An Availability Zone.
 *
 * @param name {@code eu-west-1a}: differs by account
 * @param id {@code euw1-az1}: the same for every account
 */
public record Zone(String name, String id) {
    /**
     * Every region here has three: a, b and c.
     *
     * @param further names of zones that it has besides, or of those three
     */
    public static List<Zone> of(String region, Collection<String> further) {
        var names = new TreeSet<>(List.of(region + "a", region + "b", region + "c"));
        names.addAll(further);
        return names.stream().map(name -> new Zone(name, idOf(name))).toList();
    }

    /** The id of the zone with that name, of whichever region. */
    public static String idOf(String name) {
        var last = name.length() - 1;
        return shortName(name.substring(0, last)) + "-az" + (name.charAt(last) - 'a' + 1);
    }

    /** {@code apne1} of {@code ap-northeast-1}, as AWS shortens it in zone ids. */
    private static String shortName(String region) {
        var text = new StringBuilder();
        for (var word : region.split("-")) {
            switch (word) {
                case "northeast" -> text.append("ne");
                case "northwest" -> text.append("nw");
                case "southeast" -> text.append("se");
                case "southwest" -> text.append("sw");
                case "north", "east", "south", "west", "central", "gov" -> text.append(word.charAt(0));
                default -> text.append(word);
            }
        }
        return text.toString();
    }
}
