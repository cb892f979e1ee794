package dev.ballast.app.cli;

import static dev.ballast.app.cli.Ran.ballast;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BadInputTest {
    /** Nobody listens on port 9 (discard) of a test machine; it is refused at once. */
    private static final String NOBODY = "http://127.0.0.1:9";

    @TempDir
    Path folder;

    @Test
    void everyFaultOfTheFileIsToldAtOnceWithItsLine() throws IOException {
        var file = write("""
                cluster: live
                region: eu-west-1
                capacity:
                  taget: 15
                  types: [m5.large, m5.lagre]
                  survive: everything
                """);
        var ran = ballast("up", "--file", file.toString(), "--endpoint-url", NOBODY);
        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err())
                .contains(file + ":4")
                .contains("taget")
                .contains("target")
                .contains(file + ":5")
                .contains("m5.lagre")
                .contains(file + ":6")
                .contains("everything")
                .doesNotContain("Exception");
    }

    @Test
    void anEndpointWhereNobodyListensIsOneSentence() throws IOException {
        var file = write("cluster: live\nregion: eu-west-1\ncapacity:\n  target: 1\n  types: [m5.large]\n");
        var ran = ballast("up", "--file", file.toString(), "--endpoint-url", NOBODY);
        assertThat(ran.status()).isEqualTo(3);
        assertThat(ran.err().lines()).hasSize(1);
        assertThat(ran.err()).contains(NOBODY).doesNotContain("Exception").doesNotContain("\tat ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "up                                    | missing.yaml",
                "scale twenty                          | is no target",
                "status                                | which cluster?",
                "status --cluster x --endpoint-url foo | is no http or https URL",
                "up --timeout soon                     | is no duration",
                "stauts                                | status",
                "local --port 99999                    | is no port",
                "local --speed -1                      | --speed",
                "local --regime storm                  | is none of calm, typical, stress",
                "local --capacity some                 | is none of recorded, unlimited",
                "local --market missing.csv            | missing.csv: no such file",
                "local --back-off -1                   | --back-off",
                "init                                  | --spot-fleet",
                "interrupt 30% --rate 0                | expected 1 to 1000",
                "interrupt 30% --request http://example.org/ | is no http URL of this machine",
                "interrupt 30% --request ftp://localhost/ | is no http URL of this machine",
                "interrupt 30% --cold-start 10s        | --cold-start: a cold start lasts longer than the 30 s",
                "interrupt 30% --cold-start soon       | is no duration",
                "interrupt 30% --fis-role fis          | is no role",
                "interrupt 30% --dry-run --no-wait     | --dry-run and --no-wait",
                "interrupt 30%                         | missing.yaml",
            })
    void wrongWordsEndWithStatusTwoAndSayWhatIsExpected(String words, String expected) {
        var all = (words
                        + (words.startsWith("local") || words.startsWith("init") || words.equals("stauts")
                                ? ""
                                : " --file " + folder.resolve("missing.yaml")))
                .split(" +");
        var ran = ballast(all);
        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err().replace(folder.toString() + "/", "")).contains(expected);
    }

    @Test
    void initDoesNotOverwriteAFileThatIsThere() throws IOException {
        var there = write("precious\n");
        var fleet = Path.of("examples", "spot_request.json");
        var ran = ballast("init", "--spot-fleet", fleet.toString(), "-o", there.toString());
        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.err()).contains("--force");
        assertThat(there).hasContent("precious");
    }

    @Test
    void truncatedFleetJsonIsToldWithItsPlaceAndWritesNothing() throws IOException {
        var fleet = folder.resolve("fleet.json");
        Files.writeString(
                fleet, "{\"IamFleetRole\": \"arn:aws:iam::1:role/x\",\n \"TargetCapacity\": 5,\n \"LaunchSpec");
        var target = folder.resolve("made.yaml");
        var ran = ballast("init", "--spot-fleet", fleet.toString(), "-o", target.toString());
        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.err()).contains(fleet + ":3");
        assertThat(target).doesNotExist();
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(folder.resolve("ballast.yaml"), yaml);
    }
}
