package dev.ballast.app.view;

import java.util.ArrayList;
import java.util.List;

/** Columns under headings, as wide as their widest cell; numbers stand right. */
public final class Table {
    private final List<String> headings;
    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... headings) {
        this.headings = List.of(headings);
    }

    /** @throws IllegalArgumentException unless there is one cell a heading */
    public Table row(Object... cells) {
        if (cells.length != headings.size())
            throw new IllegalArgumentException(cells.length + " cells under " + headings.size() + " headings");
        var row = new ArrayList<String>();
        for (var cell : cells) row.add(String.valueOf(cell));
        rows.add(row);
        return this;
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** With a line feed behind every line; trailing blanks are cut. */
    @Override
    public String toString() {
        var text = new StringBuilder();
        line(text, headings);
        for (var row : rows) line(text, row);
        return text.toString();
    }

    private void line(StringBuilder text, List<String> cells) {
        var start = text.length();
        for (var column = 0; column < cells.size(); column++) {
            var cell = cells.get(column);
            var gap = " ".repeat(width(column) - cell.length());
            text.append(column == 0 ? "" : "  ").append(isNumeric(column) ? gap + cell : cell + gap);
        }
        while (text.length() > start && text.charAt(text.length() - 1) == ' ') text.setLength(text.length() - 1);
        text.append('\n');
    }

    private int width(int column) {
        var width = headings.get(column).length();
        for (var row : rows) width = Math.max(width, row.get(column).length());
        return width;
    }

    private boolean isNumeric(int column) {
        return !rows.isEmpty()
                && rows.stream().allMatch(row -> row.get(column).matches("[-+$]?[\\d.,]+( ?[%s/h]+)?|-|"));
    }
}
