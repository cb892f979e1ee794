package dev.ballast.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.app.cli.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SameSeedSameJournalTest {
    @TempDir
    Path folder;

    @Test
    void theDemoInTwoProcessesWithOneSeedExportsTheSameJournalByteForByte() throws Exception {
        var first = start("first.jsonl", 1);
        var second = start("second.jsonl", 1);
        assertThat(ended(first)).isZero();
        assertThat(ended(second)).isZero();
        assertThat(Files.readAllBytes(folder.resolve("first.jsonl")))
                .isEqualTo(Files.readAllBytes(folder.resolve("second.jsonl")))
                .hasSizeGreaterThan(10_000);
    }

    @Test
    void anotherSeedIsAnotherStory() throws Exception {
        var first = start("one.jsonl", 1);
        var other = start("two.jsonl", 2);
        assertThat(ended(first)).isZero();
        assertThat(ended(other)).isZero();
        assertThat(Files.readAllBytes(folder.resolve("one.jsonl")))
                .isNotEqualTo(Files.readAllBytes(folder.resolve("two.jsonl")));
    }

    private Process start(String journal, long seed) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(List.of(
                        java,
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "demo",
                        "--virtual",
                        "--headless",
                        "--seed",
                        String.valueOf(seed),
                        "--export",
                        folder.resolve(journal).toString()))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(journal + ".log").toFile())
                .start();
    }

    private static int ended(Process process) throws InterruptedException {
        if (process.waitFor(2, TimeUnit.MINUTES)) return process.exitValue();
        process.destroyForcibly();
        throw new AssertionError("the demo did not end within 2 minutes");
    }
}
