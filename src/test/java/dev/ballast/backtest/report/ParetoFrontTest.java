package dev.ballast.backtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParetoFrontTest {
    private record Point(String name, double cost, double risk) {}

    @ParameterizedTest(name = "{0}: of {1} stay {2}")
    @CsvSource(delimiter = '|', textBlock = """
            nothing                                  |                          |
            one alone                                | a 1 1                    | a
            each is better in one                    | a 1 3, b 2 2, c 3 1      | a b c
            by the first measure, in whatever order  | c 3 1, a 1 3, b 2 2      | a b c
            worse in both                            | a 1 1, b 2 2             | a
            as good in one and worse in the other    | a 1 1, b 1 2, c 2 1      | a
            equals stay together                     | a 1 1, b 1 1             | a b
            equals that are beaten go together       | a 2 2, b 2 2, c 1 2      | c
            between two steps of the front           | a 1 3, b 2.5 2.5, c 2 2  | a c
            0 is the least that there is             | a 5 0, b 6 0, c 1 0.001  | c a
            """)
    void nobodyBeatsWhoIsOnTheFront(String what, String points, String front) {
        var found = ParetoFront.of(read(points), Point::cost, Point::risk);
        assertThat(String.join(" ", found.stream().map(Point::name).toList())).isEqualTo(front == null ? "" : front);
    }

    private static List<Point> read(String points) {
        var read = new ArrayList<Point>();
        for (var point : points == null ? new String[0] : points.split(", ")) {
            var words = point.split(" ");
            read.add(new Point(words[0], Double.parseDouble(words[1]), Double.parseDouble(words[2])));
        }
        return read;
    }
}
