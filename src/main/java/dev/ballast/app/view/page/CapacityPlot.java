package dev.ballast.app.view.page;

import dev.ballast.app.view.page.Strip.Box;
import dev.ballast.app.view.page.Strip.Emphasis;
import dev.ballast.app.view.page.Strip.Level;
import dev.ballast.backtest.replay.Columns;
import dev.ballast.backtest.replay.Course;
import dev.ballast.backtest.report.Figures;
import java.util.ArrayList;
import java.util.List;

/** Ready replicas over time, a strip a policy; gaps are shaded, losses marked above. */
final class CapacityPlot {
    private static final int MARKS = 14;
    private static final int HEIGHT = MARKS + 100;

    static final String LEGEND = new Legend()
            .line("ready", "ready")
            .line("wanted", "wanted")
            .area("gap", "short for most of a column")
            .area("gap part", "short for less of it")
            .mark("loss", "interruptions")
            .toString();

    private final TimeAxis axis;
    private final int wanted;
    private final int top;

    /** @param top the most that any policy had ready */
    CapacityPlot(TimeAxis axis, int wanted, int top) {
        this.axis = axis;
        this.wanted = wanted;
        this.top = Math.max(wanted, top);
    }

    String strip(Figures figures, Course course, Emphasis emphasis) {
        var box = new Box(axis.columns(), HEIGHT, "capacity");
        var drawing = Strip.path("gap part", shade(course.shortOf(), false))
                + Strip.path("gap", shade(course.shortOf(), true))
                + Strip.path("grid", axis.grid(HEIGHT))
                + Strip.path("wanted", new StepPath().move(0, y(wanted)).along(axis.columns()))
                + Strip.path("ready", line(course.ready()))
                + Strip.path("loss", losses(course));
        var told = losses(figures.interruptions()) + ", " + Markup.percent(figures.availability())
                + " of the time all of " + wanted + " ready, " + Markup.percent(figures.allLost()) + " none";
        var note = Markup.percent(figures.availability()) + ", " + losses(figures.interruptions());
        return new Strip(figures.policy(), note, emphasis, levels(), told, box, drawing).html();
    }

    private static String losses(double interruptions) {
        var count = Markup.number(interruptions == Math.rint(interruptions) ? "%.0f" : "%.1f", interruptions);
        return count + (count.equals("1") ? " interruption" : " interruptions");
    }

    private List<Level> levels() {
        var levels = new ArrayList<Level>();
        levels.add(new Level(0, "0"));
        levels.add(new Level(height(wanted), String.valueOf(wanted)));
        return levels;
    }

    private double height(int replicas) {
        return (HEIGHT - y(replicas)) / (double) HEIGHT;
    }

    private int y(int replicas) {
        return HEIGHT - 1 - (int) Math.round(97.0 * replicas / top);
    }

    /** Through the least and the most of each column. */
    private StepPath line(Columns ready) {
        var path = new StepPath().move(0, y(ready.least(0)));
        for (var column = 0; column < ready.count(); column++) {
            path.level(y(ready.least(column))).level(y(ready.most(column))).level(y(ready.last(column)));
            path.along(column + 1);
        }
        return path;
    }

    /** Columns of which some part is short, or (almost) all. */
    private static StepPath shade(Columns shortOf, boolean isWhole) {
        var path = new StepPath();
        for (var column = 0; column < shortOf.count(); ) {
            var end = column;
            while (end < shortOf.count() && shortOf.most(end) > 0 && isWhole == isMostlyShort(shortOf, end)) end++;
            if (end > column)
                path.move(column, 0).along(end).level(HEIGHT).along(column).close();
            column = Math.max(end, column + 1);
        }
        return path;
    }

    private static boolean isMostlyShort(Columns shortOf, int column) {
        return shortOf.mean(column) >= 0.5;
    }

    private static StepPath losses(Course course) {
        var path = new StepPath();
        for (var column = 0; column < course.ready().count(); column++)
            if (course.losses(column) > 0) path.move(column, 0).level(MARKS - 3);
        return path;
    }
}
