package dev.ballast.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.model.Settings;
import dev.ballast.model.Settings.Scores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlacementScoresKeyTest {
    private static Settings read(String types, String more) {
        return BallastYamlTest.read("""
                cluster: live
                region: eu-west-1
                capacity:
                  target: 3
                  types: [%s]
                %s
                """.formatted(types, more));
    }

    @Test
    void theyAreOffUnlessAskedFor() {
        assertThat(read("m5.large", "").capacity().placementScores()).isEqualTo(Scores.OFF);
    }

    @ParameterizedTest
    @CsvSource({"on, ON", "off, OFF", "'\"on\"', ON"})
    void theWordsAreReadWithAndWithoutQuotesAndReadBack(String word, Scores scores) {
        var settings = read("m5.large, c5.large, r5.large", "  placement-scores: " + word);
        assertThat(settings.capacity().placementScores()).isEqualTo(scores);
        assertThat(BallastYamlTest.read(BallastYaml.effective(settings))).isEqualTo(settings);
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "yes", "hourly"})
    void everyOtherWordIsAFault(String word) {
        assertThatThrownBy(() -> read("m5.large, c5.large, r5.large", "  placement-scores: " + word))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("capacity.placement-scores")
                .hasMessageContaining("one of off, on");
    }

    @Test
    void fewerThanThreeTypesContradictThem() {
        assertThatThrownBy(() -> read("m5.large, c5.large", "  placement-scores: on"))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("ballast.yaml:6: capacity.placement-scores")
                .hasMessageContaining("name at least three under capacity.types, found 2, or leave this off");
    }
}
