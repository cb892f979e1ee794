package dev.ballast.app.view.page;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The recording's time from left to right: where ticks stand and what they say. */
record TimeAxis(long lengthMillis, int columns) {
    private static final int MOST_TICKS = 8;
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private static final List<Long> STEPS = List.of(
            MINUTE / 2,
            MINUTE,
            2 * MINUTE,
            5 * MINUTE,
            10 * MINUTE,
            20 * MINUTE,
            30 * MINUTE,
            HOUR,
            2 * HOUR,
            4 * HOUR,
            6 * HOUR,
            12 * HOUR,
            DAY,
            2 * DAY,
            5 * DAY,
            10 * DAY,
            20 * DAY,
            50 * DAY,
            100 * DAY);

    /** From 0 on, without the end. */
    List<Long> ticks() {
        var step = step();
        var ticks = new ArrayList<Long>();
        for (var at = 0L; at < lengthMillis; at += step) ticks.add(at);
        return ticks;
    }

    private long step() {
        for (var step : STEPS) if (lengthMillis <= step * MOST_TICKS) return step;
        return Math.ceilDiv(lengthMillis, MOST_TICKS * STEPS.getLast()) * STEPS.getLast();
    }

    /** In the unit of the ticks' distance. */
    String label(long at) {
        var step = step();
        if (step >= DAY) return at / DAY + " d";
        if (step >= HOUR) return at / HOUR + " h";
        return step >= MINUTE ? at / MINUTE + " m" : at / 1000 + " s";
    }

    /** Lines of the ticks behind a plot of that height. */
    String grid(int height) {
        var path = new StepPath();
        for (var at : ticks())
            if (at > 0) path.move((int) Math.round(share(at) * columns), 0).level(height);
        return path.toString();
    }

    private double share(long at) {
        return at / (double) lengthMillis;
    }

    /** Under the plots. */
    String html() {
        var html = new StringBuilder("<div class=\"time\" aria-hidden=\"true\">");
        for (var at : ticks())
            html.append("<span style=\"left:")
                    .append(Markup.number("%.2f", share(at) * 100))
                    .append("%\">")
                    .append(label(at))
                    .append("</span>");
        return html.append("</div>").toString();
    }
}
