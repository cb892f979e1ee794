package dev.ballast.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingTest {
    @TempDir
    Path folder;

    @Test
    void eachFileOfCapacityIsAMarketWithThePricesOfItsPools() throws IOException {
        var one = capacity("one.csv", "0,a2-highgpu-8g,us-central1-a,4\n60,a2-highgpu-8g,us-central1-a,-1\n");
        var two = capacity("two.csv", "0,m5.large,us-east-1a,1\n0,m5.large,us-east-1b,1\n60,m5.large,us-east-1a,0\n");
        var prices = price("p.csv", """
                2021-01-08T01:00:00Z,m5.large,us-east-1a,0.04
                2021-01-08T01:00:00Z,m5.large,us-east-1b,0.05
                2021-01-08T01:00:00Z,m5.large,us-east-1c,0.06
                """);
        var read = Recording.read(List.of(one, prices, two), TraceCapacity.RECORDED);
        assertThat(read).extracting(Recording::name).containsExactly("one", "two");
        assertThat(read.get(0).trace().prices()).isEmpty();
        assertThat(read.get(1).trace().prices()).hasSize(2);
    }

    @Test
    void everythingThatIsWrongInAllFilesIsToldAtOnce() throws IOException {
        var one = capacity("a.csv", "0,?,us-east-1a,1\n0,m5.large,,1\nx,m5.large,us-east-1a,1\n");
        var two = price("b.csv", "2021-01-08T01:00:00Z,m5.large,us-east-1a,free\n");
        assertThat(faults(one, two, folder.resolve("c.csv")))
                .containsExactly(
                        one + ":2: '?' is no name of an instance type",
                        one + ":3: '' is no name of an Availability Zone",
                        one + ":4: 'x' is no time, expected whole seconds from 0",
                        two + ":2: 'free' is no price, expected dollars an hour, for example 0.0425",
                        folder.resolve("c.csv") + ": no such file");
    }

    @Test
    void pricesWithoutAMarketOrOfHalfAMarketAreRefused() throws IOException {
        var prices = price("p.csv", "2021-01-08T01:00:00Z,m5.large,us-east-1a,0.04\n");
        var half = capacity("half.csv", "0,m5.large,us-east-1a,1\n0,m5.large,us-east-1b,1\n60,m5.large,us-east-1a,0\n");
        var other = capacity("other.csv", "0,c5.large,us-east-1a,1\n60,c5.large,us-east-1a,0\n");
        assertThat(faults(prices)).singleElement().asString().contains("has prices and no capacity");
        assertThat(faults(half, prices))
                .singleElement()
                .asString()
                .startsWith(half + ": no file has the price of m5.large/us-east-1b");
        assertThat(faults(other, prices))
                .singleElement()
                .asString()
                .startsWith(prices + ": has no price of any pool whose capacity is given");
        assertThat(faults(other, other)).containsExactly(other + ": is given twice");
        assertThat(faults(half, prices, price("q.csv", "2021-01-08T01:00:00Z,m5.large,us-east-1a,0.04\n")))
                .containsExactly(
                        folder.resolve("q.csv") + ": the price of m5.large/us-east-1a is in " + prices + ", too");
    }

    private Path capacity(String name, String lines) throws IOException {
        return Files.writeString(folder.resolve(name), TraceCsv.CAPACITY_HEADER + "\n" + lines);
    }

    private Path price(String name, String lines) throws IOException {
        return Files.writeString(folder.resolve(name), TraceCsv.PRICE_HEADER + "\n" + lines);
    }

    private static List<String> faults(Path... files) {
        try {
            Recording.read(List.of(files), TraceCapacity.RECORDED);
        } catch (BadInput bad) {
            return bad.faults().stream().map(Fault::toString).toList();
        }
        throw new AssertionError("nothing is wrong");
    }
}
