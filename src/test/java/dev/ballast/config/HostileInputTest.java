package dev.ballast.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.ballast.config.BallastYaml.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Whatever the bytes are: either they are read, or every fault has a place and a message. */
class HostileInputTest {
    private static final String MARKS = "{}[]:,\"'&*!|>%@`#-?\n\t\\ 019.eyx\u0000\u0007\u0085\u2028\ufeff\ud83d";
    private static final long SEED = 20260601L;

    @Test
    void aRequestCutOffAnywhereIsRefusedWithAPlace() throws IOException {
        var json = Files.readString(Path.of("examples/spot_request.json"));
        for (var end = 0; end < json.length() - 2; end += 997) {
            var cut = json.substring(0, end);
            assertThatCode(() -> readFleet(cut)).as("cut at %d", end).isInstanceOf(BadInput.class);
        }
    }

    @Test
    void aRequestWithWrongCharactersIsReadOrRefused() throws IOException {
        var json = Files.readString(Path.of("examples/spot_request.json"))
                .substring(0, 2_900)
                .stripTrailing();
        var whole = json.substring(0, json.lastIndexOf("}") + 1) + "]}";
        damaged(whole, 600, HostileInputTest::readFleet);
    }

    @Test
    void aBallastYamlWithWrongCharactersIsReadOrRefused() {
        damaged(BallastYamlTest.MOST, 600, HostileInputTest::readYaml);
    }

    @Test
    void overridesWithWrongCharactersAreReadOrRefused() {
        damaged(
                "instance.volumes[0]={use: logs, size: 5}",
                500,
                text -> BallastYaml.open(
                        BallastYamlTest.LEAST, "f", Reading.of(Overrides.none().set(text), TypeCatalogue.builtIn())));
    }

    @Test
    void largeInputIsReadOrRefusedInTime() {
        var manyKeys = new StringBuilder(BallastYamlTest.LEAST + "instance:\n  tags:\n");
        for (var i = 0; i < 40_000; i++) manyKeys.append("    key").append(i).append(": \"\"\n");
        var manyUnknown = new StringBuilder(BallastYamlTest.LEAST);
        for (var i = 0; i < 5_000; i++) manyUnknown.append("unknown").append(i).append(": 1\n");
        var manyTypes = BallastYamlTest.LEAST.replace("m5.large,", "m5.large, x.y,".repeat(5_000));
        for (var text :
                new String[] {manyKeys.toString(), manyUnknown.toString(), manyTypes, "a: " + "x ".repeat(400_000)})
            assertTimeoutPreemptively(
                    Duration.ofSeconds(20),
                    () -> assertThatCode(() -> readYaml(text)).isInstanceOf(BadInput.class));
    }

    private static void damaged(String text, int rounds, Consumer<String> reader) {
        var random = new Random(SEED);
        for (var round = 0; round < rounds; round++) {
            var damaged = new StringBuilder(text);
            for (var hits = random.nextInt(3); hits >= 0; hits--) {
                var at = random.nextInt(damaged.length());
                switch (random.nextInt(4)) {
                    case 0 -> damaged.deleteCharAt(at);
                    case 1 -> damaged.insert(at, MARKS.charAt(random.nextInt(MARKS.length())));
                    case 2 -> damaged.setCharAt(at, MARKS.charAt(random.nextInt(MARKS.length())));
                    default -> damaged.delete(at, Math.min(damaged.length(), at + random.nextInt(200)));
                }
                if (damaged.isEmpty()) damaged.append('x');
            }
            try {
                reader.accept(damaged.toString());
            } catch (BadInput bad) {
                assertThat(bad.faults())
                        .as("seed %d round %d", SEED, round)
                        .isNotEmpty()
                        .allSatisfy(fault -> {
                            assertThat(fault.file()).isNotBlank();
                            assertThat(fault.message()).isNotBlank().doesNotContain("com.fasterxml", "org.yaml", "\n");
                        });
            } catch (RuntimeException | StackOverflowError broken) {
                throw new AssertionError("seed " + SEED + " round " + round + ":\n" + damaged, broken);
            }
        }
    }

    private static void readFleet(String json) {
        SpotFleetImport.read(json, "fleet.json", SpotFleetImportTest.offline());
    }

    private static void readYaml(String yaml) {
        BallastYaml.open(yaml, "ballast.yaml", Reading.of(Overrides.none(), TypeCatalogue.builtIn()));
    }
}
