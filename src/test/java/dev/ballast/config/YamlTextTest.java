package dev.ballast.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlTextTest {
    private static final String LETTERS = "ab1 :#-'\"\\\n\t|>&*!%@`,[]{}?~=.\u00e9\u2028\u0085\ufeff";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yes",
                "Null",
                "~",
                "1e3",
                "0x1f",
                "012",
                "12:30",
                "2020-01-01",
                ".inf",
                "a: b",
                "a #b",
                "- a",
                "*a",
                "<<",
                "a:"
            })
    void whatYamlWouldTakeForSomethingElseIsQuoted(String text) {
        assertThat(read(YamlText.inline(text))).isEqualTo(text);
        assertThat(YamlText.inline(text)).startsWith("\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"m5.large", "/dev/xvdf", "arn:aws:iam::123456789012:role/x", "secretsmanager:a/b"})
    void ordinaryWordsStayAsTheyAre(String text) {
        assertThat(YamlText.inline(text)).isEqualTo(text);
        assertThat(read(text)).isEqualTo(text);
    }

    @Test
    void everyTextIsReadBackAsItWas() {
        var seed = 42L;
        var random = new Random(seed);
        for (var round = 0; round < 5_000; round++) {
            var text = new StringBuilder();
            for (var i = random.nextInt(12); i >= 0; i--) text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
            var written = text.toString();
            assertThat(read(YamlText.inline(written)))
                    .as("seed %d round %d", seed, round)
                    .isEqualTo(written);
            assertThat(read(YamlText.block(written, 2)))
                    .as("seed %d round %d", seed, round)
                    .isEqualTo(written);
        }
    }

    private static String read(String written) {
        var faults = new Faults();
        var node = (Node.Mapping) LocatedReader.yaml("key: " + written + "\n", "f", faults);
        assertThat(faults.list()).as(written).isEmpty();
        return ((Node.Scalar) node.entries().get("key").value()).text();
    }
}
