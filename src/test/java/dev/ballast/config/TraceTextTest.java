package dev.ballast.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.model.CapacityPool;
import dev.ballast.model.MarketTrace.DepthAt;
import dev.ballast.model.MarketTrace.Depths;
import dev.ballast.model.MarketTrace.PriceAt;
import dev.ballast.model.MarketTrace.Prices;
import dev.ballast.model.UsdPerHour;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceTextTest {
    private static final CapacityPool A = CapacityPool.spot("m5.large", "us-east-1a");
    private static final CapacityPool B = CapacityPool.spot("m5.large", "us-east-1b");

    @TempDir
    Path folder;

    private static DepthAt depth(double seconds, int instances) {
        return new DepthAt(Duration.ofMillis((long) (seconds * 1000)), instances);
    }

    @Test
    void capacityIsOneLineAChangeInWholeSecondsAndEndsEachPool() {
        var text = TraceText.capacity(List.of(
                new Depths(A, List.of(depth(0, 2), depth(10.2, 0), depth(10.9, 1)), Duration.ofMillis(59_500)),
                new Depths(B, List.of(depth(0, 0), depth(5, 3)), Duration.ofSeconds(5))));
        assertThat(text).isEqualTo("""
                time_s,instance_type,zone,capacity
                0,m5.large,us-east-1a,2
                0,m5.large,us-east-1b,0
                5,m5.large,us-east-1b,3
                6,m5.large,us-east-1b,-1
                10,m5.large,us-east-1a,1
                60,m5.large,us-east-1a,-1
                """);
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        var depths = List.of(
                new Depths(A, List.of(depth(0, 2), depth(10, 0)), Duration.ofSeconds(60)),
                new Depths(B, List.of(depth(0, 1)), Duration.ofSeconds(60)));
        var prices = List.of(
                new Prices(
                        A,
                        List.of(
                                new PriceAt(Duration.ZERO, UsdPerHour.of("0.0421")),
                                new PriceAt(Duration.ofSeconds(7), UsdPerHour.of("0.04")))),
                new Prices(B, List.of(new PriceAt(Duration.ZERO, UsdPerHour.of("12")))));
        var begin = Instant.parse("2026-01-05T12:00:00Z");
        var trace = TraceCsv.read(
                List.of(
                        Files.writeString(folder.resolve("c.csv"), TraceText.capacity(depths)),
                        Files.writeString(folder.resolve("p.csv"), TraceText.prices(begin, prices))),
                TraceCapacity.RECORDED);
        assertThat(trace.depths()).containsExactlyElementsOf(depths);
        assertThat(trace.prices()).containsExactlyElementsOf(prices);
        assertThat(TraceText.prices(begin, prices)).contains("2026-01-05T12:00:07Z,m5.large,us-east-1a,0.04\n");
    }
}
