package dev.ballast.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TwoProcessesTest {
    /** The identity hash is what most often differs between two runs; the flag makes it differ for certain. */
    @Test
    void twoProcessesDecideTheSameByteForByte() throws IOException, InterruptedException {
        var one = decisions(List.of("-XX:hashCode=2"));
        var other = decisions(List.of("-XX:hashCode=5"));
        assertThat(one).isNotEmpty().isEqualTo(other);
    }

    private static List<String> decisions(List<String> flags) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:+UnlockExperimentalVMOptions"));
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Decisions.class.getName()));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(told).isZero();
        return told.lines().toList();
    }

    /** Prints every decision of some stormy hours. */
    static final class Decisions {
        private Decisions() {}

        public static void main(String[] none) {
            for (var seed = 0; seed < 20; seed++)
                new RandomClustersTest.Storm(seed).blow(decision -> System.out.println(decision));
        }
    }
}
