package dev.ballast.app.view.page;

import java.util.List;

/**
 * One plot over time in a stack of them that share their axis. It is as wide as there is room, so its words stand beside it and not in it.
 *
 * @param name whose it is
 * @param note a few words about it; may be empty
 * @param levels what is written at which height, from 0 at the foot to 1
 * @param told what is to be seen, for who cannot
 * @param drawing what is in the SVG
 */
record Strip(String name, String note, Emphasis emphasis, List<Level> levels, String told, Box box, String drawing) {
    enum Emphasis {
        OWN,
        OTHER
    }

    record Level(double height, String text) {}

    /**
     * @param columns its width
     * @param height in the drawing's units
     * @param shape of the style sheet, which knows how high it stands on the page
     */
    record Box(int columns, int height, String shape) {}

    String html() {
        var html = new StringBuilder("<div class=\"strip").append(emphasis == Emphasis.OWN ? " own" : "");
        html.append("\"><div class=\"who\"><b>").append(Markup.escape(name)).append("</b>");
        if (!note.isEmpty()) html.append(" <span>").append(Markup.escape(note)).append("</span>");
        html.append("</div><div class=\"levels ").append(box.shape()).append("\" aria-hidden=\"true\">");
        for (var level : levels)
            html.append("<span style=\"bottom:")
                    .append(Markup.number("%.1f", level.height() * 100))
                    .append("%\">")
                    .append(Markup.escape(level.text()))
                    .append("</span>");
        html.append("</div><svg class=\"").append(box.shape()).append("\" viewBox=\"0 0 ");
        html.append(box.columns()).append(' ').append(box.height());
        html.append("\" preserveAspectRatio=\"none\" role=\"img\"><title>").append(Markup.escape(name));
        html.append("</title><desc>")
                .append(Markup.escape(told))
                .append("</desc>")
                .append(drawing);
        return html.append("</svg></div>\n").toString();
    }

    static String path(String kind, Object path) {
        var text = path.toString();
        return text.isEmpty() ? "" : "<path class=\"" + kind + "\" d=\"" + text + "\"/>";
    }
}
