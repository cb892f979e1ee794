package dev.ballast.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ballast.model.CapacityPool;
import dev.ballast.model.MarketTrace;
import dev.ballast.model.MarketTrace.DepthAt;
import dev.ballast.model.MarketTrace.PriceAt;
import dev.ballast.model.UsdPerHour;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceCsvTest {
    private static final Path DATA = Path.of("../shared/data");
    private static final CapacityPool B = CapacityPool.spot("m5.large", "us-east-1b");
    private static final CapacityPool F = CapacityPool.spot("p3.2xlarge", "us-east-1f");

    @TempDir
    Path folder;

    @Test
    void capacitiesAreReadByPoolUpToTheirEnd() throws IOException {
        var trace = read(TraceCapacity.RECORDED, file("a.csv", TraceCsv.CAPACITY_HEADER, """
                0,m5.large,us-east-1b,4
                0,p3.2xlarge,us-east-1f,1
                300,m5.large,us-east-1b,0
                600,m5.large,us-east-1b,-1
                900,p3.2xlarge,us-east-1f,0
                """));
        assertThat(trace.prices()).isEmpty();
        assertThat(trace.depths())
                .containsExactly(
                        new MarketTrace.Depths(B, List.of(depth(0, 4), depth(300, 0)), Duration.ofSeconds(600)),
                        new MarketTrace.Depths(F, List.of(depth(0, 1), depth(900, 0)), Duration.ofSeconds(900)));
    }

    @Test
    void unlimitedMakesAsManyAsAskedOfEveryOneInATraceOfZerosAndOnes() throws IOException {
        var zerosAndOnes =
                file("a.csv", TraceCsv.CAPACITY_HEADER, "0,m5.large,us-east-1b,1\n9,m5.large,us-east-1b,0\n");
        assertThat(read(TraceCapacity.UNLIMITED, zerosAndOnes)
                        .depths()
                        .getFirst()
                        .changes())
                .containsExactly(depth(0, MarketTrace.UNLIMITED), depth(9, 0));
        assertThat(read(TraceCapacity.RECORDED, zerosAndOnes)
                        .depths()
                        .getFirst()
                        .changes())
                .containsExactly(depth(0, 1), depth(9, 0));
        var counts = file("b.csv", TraceCsv.CAPACITY_HEADER, "0,m5.large,us-east-1b,1\n9,m5.large,us-east-1b,2\n");
        assertThat(read(TraceCapacity.UNLIMITED, counts).depths().getFirst().changes())
                .containsExactly(depth(0, 1), depth(9, 2));
    }

    @Test
    void pricesCountTheirTimeFromTheFilesFirstMoment() throws IOException {
        var trace = read(TraceCapacity.RECORDED, file("p.csv", TraceCsv.PRICE_HEADER, """
                2021-01-08T01:00:00Z,p3.2xlarge,us-east-1f,1.20
                2021-01-08T01:00:30Z,m5.large,us-east-1b,0.0425
                2021-01-08T02:00:00Z,m5.large,us-east-1b,0.0430
                """));
        assertThat(trace.depths()).isEmpty();
        assertThat(trace.prices())
                .contains(new MarketTrace.Prices(
                        B,
                        List.of(
                                new PriceAt(Duration.ofSeconds(30), UsdPerHour.of("0.0425")),
                                new PriceAt(Duration.ofHours(1), UsdPerHour.of("0.043")))))
                .hasSize(2);
    }

    @Test
    void everythingThatIsWrongInAllFilesIsToldAtOnceWithItsLine() throws IOException {
        var one = file("a.csv", TraceCsv.CAPACITY_HEADER, """
                0,m5.large,us-east-1b,4
                0,a2-highgpu-8g,us-central1-a,4
                0,a2-highgpu-8g,us-central1-b,4
                soon,m5.large,us-east-1b,1
                60,m5.large,us-east-1b,-2
                60,m5.large,us-east-1b
                60,m5.large,Dublin,3
                60,m5.large,us-east-1b,-1
                90,m5.large,us-east-1b,3
                0,p3.2xlarge,us-east-1f,1
                0,p3.2xlarge,us-east-1f,2
                """);
        var two = file("b.csv", TraceCsv.PRICE_HEADER, """
                yesterday,m5.large,us-east-1b,0.04
                2021-01-08T01:00:00Z,m5.large,us-east-1b,free
                2021-01-08T01:00:00Z,m5.large,us-east-1b,-1
                """);
        var three = file("c.csv", "time,price", "1,2\n");
        assertThat(faults(one, two, three))
                .containsExactly(
                        one + ":3: 'a2-highgpu-8g' is no instance type that the local cloud has, so its pools cannot be"
                                + " replayed",
                        one + ":3: 'us-central1-a' is no Availability Zone, expected for example us-east-1a",
                        one + ":4: 'us-central1-b' is no Availability Zone, expected for example us-east-1a",
                        one + ":5: 'soon' is no time, expected whole seconds from 0",
                        one
                                + ":6: '-2' is no capacity, expected whole instances from 0, or -1 at the end of a pool's trace",
                        one + ":7: has 3 columns, expected 4",
                        one + ":8: 'Dublin' is no Availability Zone, expected for example us-east-1a",
                        one + ":10: m5.large/us-east-1b has ended already, with a capacity of -1",
                        one + ":12: expected a later time than in the line before of p3.2xlarge/us-east-1f",
                        two + ":2: 'yesterday' is no time, expected for example 2021-01-08T01:06:24Z",
                        two + ":3: 'free' is no price, expected dollars an hour, for example 0.0425",
                        two + ":4: '-1' is no price, expected dollars an hour, for example 0.0425",
                        three + ":1: is no market trace: expected the first line to be '" + TraceCsv.CAPACITY_HEADER
                                + "' or '" + TraceCsv.PRICE_HEADER + "'");
    }

    @Test
    void aFileThatIsWrongThroughoutIsToldInTwentyLinesAndACount() throws IOException {
        var file = file("a.csv", TraceCsv.CAPACITY_HEADER, "x,m5.large,us-east-1b,1\n".repeat(1_000));
        assertThat(faults(file)).hasSize(21).last().isEqualTo(file + ":1001: and 980 more in this file");
    }

    @Test
    void aPoolThatTwoFilesNameAndAFileWithoutLinesAreRefused() throws IOException {
        var line = "0,m5.large,us-east-1b,1\n";
        var one = file("a.csv", TraceCsv.CAPACITY_HEADER, line);
        var two = file("b.csv", TraceCsv.CAPACITY_HEADER, line);
        var empty = file("c.csv", TraceCsv.CAPACITY_HEADER, "\n");
        assertThat(faults(one, two, empty, folder.resolve("d.csv")))
                .containsExactly(
                        two + ":1: the capacity of m5.large/us-east-1b is in " + one + ", too",
                        empty + ":1: has no line behind its header",
                        folder.resolve("d.csv") + ": no such file");
    }

    @Test
    void publishedTracesOfTypesThatWeHaveAreRead() {
        assumeTrue(Files.isDirectory(DATA), "the recorded traces are not at hand in " + DATA);
        var names = Stream.of(
                "availability-aws1-4node", "availability-r5-use1", "availability-p-usw2-2022", "price-m5large-2021");
        var trace = TraceCsv.read(names.map(name -> DATA.resolve(name + ".csv")).toList(), TraceCapacity.RECORDED);
        assertThat(trace.depths()).hasSize(14);
        assertThat(trace.prices()).hasSize(5);
        assertThatThrownBy(() -> TraceCsv.read(List.of(DATA.resolve("availability-gcp1.csv")), TraceCapacity.RECORDED))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("a2-highgpu-8g");
    }

    private static DepthAt depth(int seconds, int instances) {
        return new DepthAt(Duration.ofSeconds(seconds), instances);
    }

    private Path file(String name, String header, String lines) throws IOException {
        return Files.writeString(folder.resolve(name), header + "\n" + lines);
    }

    private static MarketTrace read(TraceCapacity capacity, Path... files) {
        return TraceCsv.read(List.of(files), capacity);
    }

    private static List<String> faults(Path... files) {
        try {
            read(TraceCapacity.RECORDED, files);
        } catch (BadInput bad) {
            return bad.faults().stream().map(Fault::toString).toList();
        }
        throw new AssertionError("nothing is wrong");
    }
}
