package dev.ballast.app.view.page;

import dev.ballast.app.view.page.Palette.Colour;
import dev.ballast.app.view.page.Strip.Box;
import dev.ballast.app.view.page.Strip.Emphasis;
import dev.ballast.app.view.page.Strip.Level;
import dev.ballast.backtest.replay.Columns;
import dev.ballast.backtest.replay.Course;
import dev.ballast.backtest.replay.SpotMarket;
import dev.ballast.backtest.report.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** Which pools had room over time, and where a policy's instances stood. */
final class PoolsPlot {
    private static final int HEIGHT = 100;

    private final SpotMarket market;
    private final TimeAxis axis;
    private final int wanted;
    private final Palette palette;
    private final double top;

    PoolsPlot(SpotMarket market, TimeAxis axis, int wanted, List<Course> courses) {
        this.market = market;
        this.axis = axis;
        this.wanted = wanted;
        palette = new Palette(market, courses);
        top = courses.stream().mapToDouble(PoolsPlot::most).max().orElse(0);
    }

    private static double most(Course course) {
        var most = 0.0;
        for (var column = 0; column < course.onDemand().count(); column++) {
            var sum = course.onDemand().mean(column);
            for (var held : course.held()) sum += held.mean(column);
            most = Math.max(most, sum);
        }
        return most;
    }

    String legend() {
        var legend = new Legend();
        for (var colour : palette.colours()) legend.area(colour.kind(), colour.name());
        return legend.area("bought", "on demand").toString();
    }

    /** A band a pool: as high as it had room for what is wanted. Those without a colour of their own are left out. */
    String bands() {
        var html = new StringBuilder();
        for (var colour : palette.colours()) if (colour.pools().size() == 1) html.append(band(colour));
        return html.toString();
    }

    private String band(Colour colour) {
        var pool = market.pools().get(colour.pools().getFirst());
        var room = Columns.of(pool.capacity(), market.endMillis(), axis.columns());
        var drawing = Strip.path(colour.kind() + " part", area(column -> roomHeight(room.most(column))))
                + Strip.path(colour.kind(), area(column -> roomHeight(room.least(column))))
                + Strip.path("grid", axis.grid(HEIGHT));
        var told = "room for all of " + wanted + " in " + Markup.percent(share(room)) + " of the columns";
        return new Strip(colour.name(), "", Emphasis.OTHER, List.of(), told, box("band"), drawing).html();
    }

    private double share(Columns room) {
        var full = 0;
        for (var column = 0; column < room.count(); column++) if (room.least(column) >= wanted) full++;
        return full / (double) room.count();
    }

    private int roomHeight(int room) {
        return HEIGHT - Math.round((float) HEIGHT * Math.min(room, wanted) / wanted);
    }

    private Box box(String shape) {
        return new Box(axis.columns(), HEIGHT, shape);
    }

    /** Stacked in the order of the legend, drawn from the highest down, so that each needs one edge only. */
    String strip(Figures figures, Course course, Emphasis emphasis) {
        var sums = sums(course);
        var drawing = new StringBuilder(Strip.path("bought", area(column -> heldHeight(sums.getLast()[column]))));
        for (var index = palette.colours().size() - 1; index >= 0; index--) {
            var sum = sums.get(index);
            drawing.append(Strip.path(palette.colours().get(index).kind(), area(column -> heldHeight(sum[column]))));
        }
        drawing.append(Strip.path("grid", axis.grid(HEIGHT)));
        var onDemand = Markup.number("%.1f %%", figures.onDemandShare() * 100) + " on demand";
        var levels = List.of(new Level(0, "0"), new Level(wanted / Math.max(wanted, top), String.valueOf(wanted)));
        var told = "instances by pool, " + onDemand;
        return new Strip(figures.policy(), onDemand, emphasis, levels, told, box("pools"), drawing.toString()).html();
    }

    /** What stands up to each colour, the last with on-demand. */
    private List<double[]> sums(Course course) {
        var sums = new ArrayList<double[]>();
        var sum = new double[axis.columns()];
        for (var colour : palette.colours()) {
            for (var pool : colour.pools()) add(sum, course.held().get(pool));
            sums.add(sum.clone());
        }
        add(sum, course.onDemand());
        sums.add(sum);
        return sums;
    }

    private static void add(double[] sum, Columns held) {
        for (var column = 0; column < sum.length; column++) sum[column] += held.mean(column);
    }

    private int heldHeight(double instances) {
        return HEIGHT - (int) Math.round(HEIGHT * instances / Math.max(wanted, top));
    }

    /** Empty where nothing stands above the foot. */
    private StepPath area(IntUnaryOperator y) {
        var path = new StepPath();
        for (var column = 0; column < axis.columns(); ) {
            var end = column;
            while (end < axis.columns() && y.applyAsInt(end) < HEIGHT) end++;
            if (end > column) {
                path.move(column, HEIGHT);
                for (var at = column; at < end; at++)
                    path.level(y.applyAsInt(at)).along(at + 1);
                path.level(HEIGHT).close();
            }
            column = Math.max(end, column + 1);
        }
        return path;
    }
}
