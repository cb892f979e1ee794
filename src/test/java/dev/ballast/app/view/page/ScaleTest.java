package dev.ballast.app.view.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class ScaleTest {
    private static String words(Scale scale) {
        return String.join(", ", scale.ticks().stream().map(Scale.Tick::text).toList());
    }

    @Test
    void eachPowerOfTenIsAsHighAndZeroStandsAtTheFoot() {
        var scale = Scale.logarithmicWithZero(DoubleStream.of(0, 0.004, 0.3), 0.1);
        assertThat(words(scale)).isEqualTo("never, 0.1 %, 1 %, 10 %, 100 %");
        assertThat(scale.at(0)).isZero();
        assertThat(scale.at(0.001)).isCloseTo(0.1, within(1e-9));
        assertThat(scale.at(0.01)).isCloseTo(0.4, within(1e-9));
        assertThat(scale.at(1)).isCloseTo(1, within(1e-9));
    }

    @Test
    void whereNobodyIsEverShortThereIsAScaleNonetheless() {
        var scale = Scale.logarithmicWithZero(DoubleStream.of(0, 0), 0.1);
        assertThat(scale.at(0)).isZero();
        assertThat(words(scale)).isEqualTo("never, 0.1 %, 1 %, 10 %");
    }

    @Test
    void evenStepsHoldEveryValue() {
        var scale = Scale.linear(DoubleStream.of(0.785, 2.572), 6);
        assertThat(words(scale)).isEqualTo("1.0, 1.5, 2.0, 2.5");
        assertThat(scale.at(0.785)).isBetween(0.01, 0.1);
        assertThat(scale.at(2.572)).isBetween(0.9, 0.99);
        assertThat(words(Scale.linear(DoubleStream.of(1, 1), 4))).isEqualTo("1.00, 1.05, 1.10");
        assertThat(words(Scale.linear(DoubleStream.of(0, 20), 4))).isEqualTo("0, 10, 20");
    }
}
