package dev.ballast.backtest.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ColumnsTest {
    private static final long MONTH = 27L * 24 * 3600 * 1000;

    @Test
    void theShortestGapOfAMonthIsKept() {
        var columns = new Columns(MONTH, 600);
        columns.hold(0, 1_000_000_000, 3);
        columns.hold(1_000_000_000, 1_000_000_001, 1);
        columns.hold(1_000_000_001, MONTH, 3);
        var column = (int) (1_000_000_000L * 600 / MONTH);
        assertThat(columns.least(column)).isEqualTo(1);
        assertThat(columns.most(column)).isEqualTo(3);
        assertThat(columns.last(column)).isEqualTo(3);
        assertThat(columns.mean(column)).isBetween(2.999, 2.9999999);
        assertThat(columns.least(column - 1)).isEqualTo(3);
        assertThat(columns.least(column + 1)).isEqualTo(3);
    }

    @Test
    void whatNobodyHeldIsZero() {
        var columns = new Columns(10, 2);
        columns.hold(6, 8, 5);
        assertThat(columns.least(0)).isZero();
        assertThat(columns.most(0)).isZero();
        assertThat(columns.mean(0)).isZero();
        assertThat(columns.mean(1)).isEqualTo(2);
    }

    @Test
    void everyColumnIsWhatALookAtEveryMomentFinds() {
        for (var seed = 0; seed < 200; seed++) {
            var draws = new Random(seed);
            var length = 1 + draws.nextInt(300);
            var values = new int[length];
            var columns = new Columns(length, 1 + draws.nextInt(length));
            for (var at = 0; at < length; ) {
                var until = Math.min(length, at + 1 + draws.nextInt(20));
                var value = draws.nextInt(5);
                columns.hold(at, until, value);
                while (at < until) values[at++] = value;
            }
            for (var column = 0; column < columns.count(); column++) look(columns, values, column, seed);
        }
    }

    private static void look(Columns columns, int[] values, int column, int seed) {
        var least = Integer.MAX_VALUE;
        var most = 0;
        var sum = 0;
        var count = 0;
        var last = 0;
        for (var at = 0; at < values.length; at++) {
            if ((long) at * columns.count() / values.length != column) continue;
            least = Math.min(least, values[at]);
            most = Math.max(most, values[at]);
            sum += values[at];
            last = values[at];
            count++;
        }
        assertThat(columns.least(column)).as("seed " + seed).isEqualTo(least);
        assertThat(columns.most(column)).as("seed " + seed).isEqualTo(most);
        assertThat(columns.last(column)).as("seed " + seed).isEqualTo(last);
        assertThat(columns.mean(column)).as("seed " + seed).isCloseTo(sum / (double) count, within(1e-9));
    }
}
