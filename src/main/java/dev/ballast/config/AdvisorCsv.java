package dev.ballast.config;

import dev.ballast.model.AdvisorBands;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads what somebody saved of the Spot Instance advisor: CSV with the columns {@code region}, {@code instance_type} and {@code band},
 * which is 0 for less than 5 % of instances interrupted in a month, 1 to 3 for the next five per cent each, and 4 for more than 20 %.
 * Other columns, and lines of other regions and types, are for others.
 */
public final class AdvisorCsv {
    private static final List<String> COLUMNS = List.of("region", "instance_type", "band");
    private static final int MOST_BYTES = 64 << 20;
    /** A file in a wrong format is wrong in every line; nobody reads further than this. */
    private static final int MOST_FAULTS = 20;

    private final String file;
    private final Faults faults = new Faults();
    private int found;

    private AdvisorCsv(String file) {
        this.file = file;
    }

    /**
     * The bands of these types in that region.
     *
     * @throws BadInput with everything that is wrong, by line; and where a type has no band
     */
    public static AdvisorBands read(Path file, String region, Collection<String> types) {
        return new AdvisorCsv(file.toString()).read(LocatedReader.text(file, MOST_BYTES, ""), region, types);
    }

    private AdvisorBands read(String text, String region, Collection<String> types) {
        var lines = text.lines().toList();
        var header = lines.isEmpty() ? List.<String>of() : fields(lines.getFirst());
        if (!header.containsAll(COLUMNS)) {
            fault(
                    1,
                    "is no file of the Spot Instance advisor: expected the first line to name the columns "
                            + String.join(", ", COLUMNS));
            faults.refuse();
        }
        var bands = new TreeMap<String, Integer>();
        for (var index = 1; index < lines.size(); index++) {
            var fields = fields(lines.get(index));
            if (lines.get(index).isBlank()) continue;
            if (fields.size() != header.size()) {
                fault(index + 1, "has " + fields.size() + " columns, expected " + header.size());
                continue;
            }
            var type = fields.get(header.indexOf("instance_type"));
            if (fields.get(header.indexOf("region")).equals(region) && types.contains(type))
                band(index + 1, type, fields.get(header.indexOf("band")), bands);
        }
        if (found > MOST_FAULTS)
            faults.add(new Fault(file, lines.size(), 0, "", "and " + (found - MOST_FAULTS) + " more in this file"));
        var missing = new TreeSet<>(types);
        missing.removeAll(bands.keySet());
        if (found == 0 && !missing.isEmpty())
            fault(
                    0,
                    "has no band of " + String.join(", ", missing) + " in " + region
                            + "; leave the type out, or name another region or file");
        faults.refuse();
        return new AdvisorBands(bands);
    }

    private static List<String> fields(String line) {
        return Arrays.stream(line.split(",", -1)).map(String::strip).toList();
    }

    private void band(int line, String type, String text, TreeMap<String, Integer> bands) {
        if (!text.matches("[0-" + AdvisorBands.MOST + "]")) {
            fault(line, "'" + text + "' is no band, expected 0 to " + AdvisorBands.MOST);
            return;
        }
        var before = bands.put(type, Integer.valueOf(text));
        if (before != null) fault(line, type + " has a band already, in a line before");
    }

    private void fault(int line, String message) {
        if (++found <= MOST_FAULTS) faults.add(new Fault(file, line, 0, "", message));
    }
}
