package dev.ballast.app.view.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.app.view.page.Labels.Area;
import dev.ballast.app.view.page.Labels.Label;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelsTest {
    private static final Area WINDOW = new Area(0, 0, 600, 400);

    private static List<Area> placed(double[]... points) {
        var labels = new Labels(WINDOW);
        for (var point : points) labels.point(point[0], point[1], 6);
        var areas = new ArrayList<Area>();
        for (var point : points)
            areas.add(labels.place(point[0], point[1], "some-policy").area());
        return areas;
    }

    @Test
    void tenPoliciesOfOnePointCoverNeitherItNorEachOther() {
        var points = new double[10][];
        for (var index = 0; index < points.length; index++) points[index] = new double[] {300, 200};
        var areas = placed(points);
        var point = new Area(294, 194, 306, 206);
        for (var one : areas) {
            assertThat(one.overlap(point)).isZero();
            for (var other : areas)
                if (one != other) assertThat(one.overlap(other)).isZero();
        }
    }

    @Test
    void wordsStayInTheWindow() {
        for (var area :
                placed(new double[] {3, 3}, new double[] {597, 3}, new double[] {3, 397}, new double[] {597, 397}))
            assertThat(area.overlap(WINDOW)).isEqualTo(area.overlap(area));
    }

    @Test
    void alonePointsHaveTheirWordsAtTheirRightWithoutALine() {
        var labels = new Labels(WINDOW);
        labels.point(300, 200, 6);
        Label label = labels.place(300, 200, "greedy");
        assertThat(label.isFar()).isFalse();
        assertThat(label.area().left()).isGreaterThan(306);
    }
}
