package dev.ballast.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class UsdPerHourTest {
    private static final long SEED = 1;

    @Test
    void itReadsAsTheJdkWouldFormatIt() {
        var draws = new Random(SEED);
        var large = draws.longs(20_000, -1_000_000_000_000L, 1_000_000_000_000L);
        assertThat(LongStream.concat(LongStream.rangeClosed(-50_100, 50_100), large)
                        .filter(micros -> !new UsdPerHour(micros).toString().equals(formatted(micros)))
                        .boxed())
                .as("micros that read otherwise")
                .isEmpty();
    }

    private static String formatted(long micros) {
        return String.format(Locale.ROOT, "$%.4f/h", micros / 1e6);
    }
}
