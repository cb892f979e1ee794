package dev.ballast.app.view.page;

/** What a colour or a mark stands for. */
final class Legend {
    private final StringBuilder entries = new StringBuilder();

    Legend area(String kind, String words) {
        return entry(kind, "M0 0h10v10h-10z", words);
    }

    Legend line(String kind, String words) {
        return entry(kind, "M0 5h10", words);
    }

    Legend mark(String kind, String words) {
        return entry(kind, "M5 0v10", words);
    }

    private Legend entry(String kind, String path, String words) {
        entries.append("<li><svg class=\"key\" viewBox=\"0 0 10 10\" aria-hidden=\"true\">");
        entries.append(Strip.path(kind, path)).append("</svg>").append(Markup.escape(words));
        entries.append("</li>");
        return this;
    }

    @Override
    public String toString() {
        return "<ul class=\"legend\">" + entries + "</ul>\n";
    }
}
