package dev.ballast.app.view.page;

import static dev.ballast.app.view.page.Markup.escape;
import static dev.ballast.app.view.page.Markup.pixels;

import dev.ballast.app.view.page.Dot.Kind;
import dev.ballast.app.view.page.Labels.Area;
import dev.ballast.app.view.page.Labels.Label;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/** Cost and the time short of replicas, a point a policy: left and low is better. */
final class CostPlot {
    private static final double LEFT = 58;
    private static final double TOP = 14;
    private static final double BELOW = 46;
    private static final double RIGHT = 12;
    /** The share of the height that is kept for what is never short. */
    private static final double FOOT = 0.16;

    /** One drawing for broad windows, one for narrow ones: words keep their size in both. */
    enum Size {
        BROAD(860, 430, 8),
        NARROW(360, 420, 4);

        private final int width;
        private final int height;
        private final int ticks;

        Size(int width, int height, int ticks) {
            this.width = width;
            this.height = height;
            this.ticks = ticks;
        }
    }

    private final List<Dot> dots;
    private final List<Dot> front;
    private final Size size;
    private final Scale costs;
    private final Scale shares;
    private final StringBuilder svg = new StringBuilder();

    private CostPlot(List<Dot> dots, Size size) {
        this.dots = dots;
        this.size = size;
        front = Dot.front(dots);
        costs = Scale.linear(dots.stream().mapToDouble(Dot::cost), size.ticks);
        shares = Scale.logarithmicWithZero(dots.stream().mapToDouble(Dot::unavailability), FOOT);
    }

    static String of(List<Dot> dots, String title) {
        var html = new StringBuilder();
        for (var size : Size.values()) html.append(new CostPlot(dots, size).draw(title));
        return html.toString();
    }

    private String draw(String title) {
        svg.append("<svg class=\"cost ").append(size == Size.BROAD ? "broad" : "narrow");
        svg.append("\" viewBox=\"0 0 ").append(size.width).append(' ').append(size.height);
        svg.append("\" role=\"img\"><title>").append(escape(title)).append("</title><desc>");
        svg.append(escape(told())).append("</desc>\n");
        axes();
        if (front.size() > 1)
            svg.append("<path class=\"front\" d=\"").append(stairs()).append("\"/>\n");
        points();
        labels();
        return svg.append("</svg>\n").toString();
    }

    private String told() {
        return "On the front, cheapest first: "
                + front.stream()
                        .map(dot -> dot.name() + " (cost " + Markup.number("%.3f", dot.cost()) + ", short "
                                + Markup.percent(dot.unavailability()) + ")")
                        .collect(Collectors.joining("; "));
    }

    private double x(double place) {
        return LEFT + place * (size.width - LEFT - RIGHT);
    }

    private double y(double place) {
        var foot = size.height - BELOW;
        return foot - 12 - place * (foot - 12 - TOP);
    }

    private double x(Dot dot) {
        return x(costs.at(dot.cost()));
    }

    private double y(Dot dot) {
        return y(shares.at(dot.unavailability()));
    }

    private void axes() {
        var bottom = size.height - BELOW;
        for (var tick : costs.ticks()) {
            line("grid", x(tick.place()), TOP, x(tick.place()), bottom);
            text("tick", x(tick.place()), bottom + 16, "middle", tick.text());
        }
        for (var tick : shares.ticks()) {
            line(tick.place() == 0 ? "grid zero" : "grid", LEFT, y(tick.place()), x(1), y(tick.place()));
            text("tick", LEFT - 6, y(tick.place()) + 4, "end", tick.text());
        }
        text("title", x(0.5), size.height - 8, "middle", "cost, times that of bound-fluid");
        svg.append("<text class=\"title\" text-anchor=\"middle\" transform=\"translate(11 ")
                .append(pixels((TOP + bottom) / 2))
                .append(") rotate(-90)\">time short of replicas</text>\n");
    }

    private void line(String kind, double fromX, double fromY, double toX, double toY) {
        svg.append("<path class=\"")
                .append(kind)
                .append("\" d=\"M")
                .append(pixels(fromX))
                .append(' ');
        svg.append(pixels(fromY)).append('L').append(pixels(toX)).append(' ');
        svg.append(pixels(toY)).append("\"/>\n");
    }

    private void text(String kind, double x, double y, String anchor, String words) {
        svg.append("<text class=\"")
                .append(kind)
                .append("\" x=\"")
                .append(pixels(x))
                .append("\" y=\"");
        svg.append(pixels(y)).append("\" text-anchor=\"").append(anchor).append("\">");
        svg.append(escape(words)).append("</text>\n");
    }

    /** What the front makes good: for more money less time short, and nothing in between two policies. */
    private String stairs() {
        var path = new StringBuilder("M").append(pixels(x(front.getFirst()))).append(' ');
        path.append(pixels(y(front.getFirst())));
        for (var dot : front)
            path.append('H').append(pixels(x(dot))).append('V').append(pixels(y(dot)));
        return path.toString();
    }

    private void points() {
        for (var dot : dots) {
            var centre = pixels(x(dot)) + " " + pixels(y(dot));
            switch (dot.kind()) {
                case BOUND ->
                    svg.append("<path class=\"bound\" d=\"M").append(centre).append("m0-6l6 6-6 6-6-6z\"/>");
                case OWN -> circle("own", dot, 7.5);
                case RIVAL -> circle(front.contains(dot) ? "rival best" : "rival", dot, 5);
            }
            svg.append('\n');
        }
    }

    private void circle(String kind, Dot dot, double radius) {
        svg.append("<circle class=\"").append(kind).append("\" cx=\"").append(pixels(x(dot)));
        svg.append("\" cy=\"")
                .append(pixels(y(dot)))
                .append("\" r=\"")
                .append(radius)
                .append("\"/>");
    }

    /** What matters most chooses its place first. */
    private void labels() {
        var labels = new Labels(new Area(LEFT + 2, 2, size.width - 2, size.height - BELOW - 1));
        for (var dot : dots) labels.point(x(dot), y(dot), 6);
        for (var index = 1; index < front.size(); index++) {
            var from = front.get(index - 1);
            var to = front.get(index);
            labels.keepFree(around(x(from), y(from), x(to), y(from), 1));
            labels.keepFree(around(x(to), y(from), x(to), y(to), 1));
        }
        var placed = new LinkedHashMap<Dot, Label>();
        dots.stream()
                .sorted(Comparator.comparing((Dot dot) -> dot.kind() != Kind.OWN)
                        .thenComparing(dot -> !front.contains(dot))
                        .thenComparing(dot -> dot.kind() == Kind.BOUND))
                .forEach(dot -> placed.put(dot, labels.place(x(dot), y(dot), dot.name())));
        placed.forEach((dot, label) -> {
            if (label.isFar()) line("leader", x(dot), y(dot), label.lineX(), label.lineY());
        });
        placed.forEach(this::label);
    }

    private static Area around(double left, double top, double right, double bottom, double by) {
        return new Area(left - by, top - by, right + by, bottom + by);
    }

    private void label(Dot dot, Label label) {
        var kind = dot.kind() == Kind.OWN ? "label own" : dot.kind() == Kind.BOUND ? "label bound" : "label";
        var area = label.area();
        text(kind, (area.left() + area.right()) / 2, (area.top() + area.bottom()) / 2 + 4, "middle", dot.name());
    }
}
