package dev.ballast.app.view.page;

import java.util.ArrayList;
import java.util.List;

/** Puts words beside points so that they cover neither points nor each other: the nearest place that is free, with a line if it is far. */
final class Labels {
    private static final double LETTER = 6.4;
    private static final double LINE = 14;
    private static final double NEAR = 11;
    private static final double PIECE = 2;
    private static final double[] DISTANCES = {NEAR, 18, 28, 40, 54, 70, 90, 115, 145};
    private static final double[][] DIRECTIONS = {
        {1, 0}, {0.5, -0.87}, {0.5, 0.87}, {-1, 0}, {-0.5, -0.87}, {-0.5, 0.87},
        {0.87, -0.5}, {0.87, 0.5}, {-0.87, -0.5}, {-0.87, 0.5}, {0, -1}, {0, 1}
    };

    record Area(double left, double top, double right, double bottom) {
        double overlap(Area other) {
            var width = Math.min(right, other.right) - Math.max(left, other.left);
            var height = Math.min(bottom, other.bottom) - Math.max(top, other.top);
            return width <= 0 || height <= 0 ? 0 : width * height;
        }

        private double area() {
            return (right - left) * (bottom - top);
        }
    }

    /**
     * @param lineX where a line to the point begins, of use where {@code isFar}
     * @param area which the words cover
     */
    record Label(double lineX, double lineY, boolean isFar, Area area) {}

    /** Of words beside a stranger, in what they might cover instead. */
    private static final double MISLEADING = 40;

    private record Point(double x, double y) {
        double distance(double toX, double toY) {
            return StrictMath.hypot(toX - x, toY - y);
        }
    }

    private final Area within;
    private final List<Area> taken = new ArrayList<>();
    private final List<Point> points = new ArrayList<>();

    Labels(Area within) {
        this.within = within;
    }

    /** Of all points, before the first label. */
    void point(double x, double y, double radius) {
        points.add(new Point(x, y));
        keepFree(new Area(x - radius, y - radius, x + radius, y + radius));
    }

    /** Labels that come later leave it free. */
    void keepFree(Area area) {
        taken.add(area);
    }

    Label place(double x, double y, String words) {
        Label best = null;
        var least = Double.MAX_VALUE;
        for (var distance : DISTANCES)
            for (var direction : DIRECTIONS) {
                var label = label(x, y, distance, direction, words.length() * LETTER);
                var covered = covered(label.area()) + (isMisleading(label, x, y) ? MISLEADING : 0);
                for (var piece : line(label, x, y)) covered += covered(piece);
                if (covered >= least) continue;
                best = label;
                least = covered;
            }
        taken.addAll(line(best, x, y));
        taken.add(best.area());
        return best;
    }

    private static Label label(double x, double y, double distance, double[] direction, double width) {
        var lineX = x + direction[0] * distance;
        var lineY = y + direction[1] * distance;
        var left = direction[0] > 0 ? lineX : direction[0] < 0 ? lineX - width : lineX - width / 2;
        return new Label(
                lineX, lineY, distance > NEAR, new Area(left, lineY - LINE / 2, left + width, lineY + LINE / 2));
    }

    /** Of the line to the point what lies outside of it, piece by piece; nothing where the words are near. */
    private static List<Area> line(Label label, double x, double y) {
        var pieces = new ArrayList<Area>();
        var length = new Point(x, y).distance(label.lineX(), label.lineY());
        for (var at = NEAR; label.isFar() && at < length; at += PIECE) {
            var pieceX = x + (label.lineX() - x) * at / length;
            var pieceY = y + (label.lineY() - y) * at / length;
            pieces.add(new Area(pieceX - 1, pieceY - 1, pieceX + 1, pieceY + 1));
        }
        return pieces;
    }

    /** Whether its words begin nearer to another point than to their own. */
    private boolean isMisleading(Label label, double x, double y) {
        var own = new Point(x, y).distance(label.lineX(), label.lineY());
        return points.stream().anyMatch(point -> point.distance(label.lineX(), label.lineY()) < own - 0.5);
    }

    private double covered(Area area) {
        var covered = area.area() - area.overlap(within);
        for (var other : taken) covered += area.overlap(other);
        return covered;
    }
}
