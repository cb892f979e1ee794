package dev.ballast.bench.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files of ../shared/data: a line of names, no quotes. */
final class Csv {
    private Csv() {}

    static List<Map<String, String>> rows(Path csv) throws IOException {
        var lines = Files.readAllLines(csv);
        var names = lines.getFirst().split(",", -1);
        var rows = new ArrayList<Map<String, String>>();
        for (var line : lines.subList(1, lines.size())) {
            var cells = line.split(",", -1);
            var row = new LinkedHashMap<String, String>();
            for (var i = 0; i < names.length; i++) row.put(names[i], i < cells.length ? cells[i] : "");
            rows.add(row);
        }
        return rows;
    }
}
