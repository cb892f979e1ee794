package dev.ballast.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ballast.app.view.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a bench found: each number that was asked for beside the number measured, and what it takes to measure it again.
 *
 * @param command as it was typed
 * @param circumstances of the machine and the run, by name
 */
public record Report(String command, long seed, Map<String, String> circumstances, List<Row> rows) {
    public enum Format {
        TABLE,
        JSON
    }

    public boolean fallsShort() {
        return rows.stream().anyMatch(Row::fallsShort);
    }

    public String in(Format format) {
        return switch (format) {
            case TABLE -> text();
            case JSON -> json();
        };
    }

    private String text() {
        var text = new StringBuilder(command).append("\nseed ").append(seed).append('\n');
        circumstances.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append('\n'));
        var table = new Table("WHAT", "ASKED", "MEASURED", "UNIT", "VERDICT", "RUNS", "NOTE");
        for (var row : rows)
            table.row(
                    row.what(),
                    row.asked().text(),
                    row.isMeasured() ? Asked.number(row.measured()) : "-",
                    row.unit(),
                    row.verdict(),
                    row.spread(),
                    row.note());
        return text.append('\n').append(table).toString();
    }

    private String json() {
        var document = new LinkedHashMap<String, Object>();
        document.put("command", command);
        document.put("seed", seed);
        document.put("circumstances", circumstances);
        document.put("rows", rows.stream().map(Report::document).toList());
        document.put("fallsShort", fallsShort());
        try {
            return JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(document);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Map<String, Object> document(Row row) {
        var document = new LinkedHashMap<String, Object>();
        document.put("what", row.what());
        document.put("asked", row.asked().text());
        document.put("measured", row.isMeasured() ? row.measured() : null);
        document.put("unit", row.unit());
        document.put("verdict", row.verdict());
        document.put("runs", row.runs());
        document.put("note", row.note());
        return document;
    }
}
