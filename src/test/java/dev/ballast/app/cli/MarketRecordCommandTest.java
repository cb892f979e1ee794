package dev.ballast.app.cli;

import static dev.ballast.app.cli.Ran.ballast;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ballast.app.LocalCloud;
import dev.ballast.sim.world.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Through the AWS SDK against a local cloud; what is written is read back by a backtest. */
class MarketRecordCommandTest {
    private static final double SPEED = 60;

    @TempDir
    Path folder;

    private Path yaml;
    private Path capacity;
    private Path prices;

    @BeforeEach
    void files() throws IOException {
        yaml = Files.writeString(folder.resolve("ballast.yaml"), """
                cluster: live
                region: eu-west-1
                capacity:
                  target: 4
                  types: [m5.large, c5.large]
                """);
        capacity = folder.resolve("capacity.csv");
        prices = folder.resolve("prices.csv");
    }

    private static LocalCloud cloud() {
        return LocalCloud.start(new LocalCloud.Options(0, 1, SPEED, Instant.now(), World.Rules.DEFAULT));
    }

    private Ran run(LocalCloud cloud, String... words) {
        var all = new ArrayList<>(List.of(words));
        all.addAll(List.of(
                "--file",
                yaml.toString(),
                "--endpoint-url",
                cloud.endpoint().toString(),
                "--journal",
                folder.resolve("journal").toString()));
        return ballast(all.toArray(String[]::new));
    }

    private Ran record(LocalCloud cloud, String... words) {
        var all = new ArrayList<>(List.of("market", "record"));
        all.addAll(List.of(words));
        return run(cloud, all.toArray(String[]::new));
    }

    @Test
    void whatAClusterHasSeenAndPaidIsReplayedByABacktest() throws IOException {
        try (var cloud = cloud()) {
            assertThat(run(cloud, "up").status()).isZero();
            var recorded =
                    record(cloud, "--capacity", capacity.toString(), "--prices", prices.toString(), "-o", "json");
            assertThat(recorded.status()).as(recorded.err()).isZero();
            var told = new ObjectMapper().readTree(recorded.out());
            assertThat(told.path("capacity").path("interruptions").asInt()).isZero();
            var pools = told.path("capacity").path("pools").asInt();
            assertThat(pools).isPositive();
            assertThat(told.path("prices").path("pools").asInt()).isEqualTo(2 * 3);

            var lines = Files.readAllLines(capacity);
            assertThat(lines.getFirst()).isEqualTo("time_s,instance_type,zone,capacity");
            assertThat(lines.stream().filter(line -> line.endsWith(",-1"))).hasSize(pools);
            assertThat(lines).anyMatch(line -> line.matches("\\d+,[mc]5\\.large,eu-west-1[abc],[1-9]"));
            assertThat(Files.readAllLines(prices).get(1))
                    .as("both files begin at one moment")
                    .startsWith(told.path("from").asText());
            assertThat(folder).isDirectoryNotContaining("glob:**.part");

            var backtest = ballast(
                    "backtest",
                    "--market",
                    capacity.toString(),
                    prices.toString(),
                    "--policy",
                    "greedy,bound-fluid",
                    "--replicas",
                    "1",
                    "--cold-start",
                    "0s",
                    "--tick",
                    "1s",
                    "-o",
                    "json");
            assertThat(backtest.status()).as(backtest.err()).isZero();
            assertThat(new ObjectMapper().readTree(backtest.out()).findValuesAsText("market"))
                    .containsExactly("capacity", "capacity");
        }
    }

    @Test
    void pricesAloneReachBackAsFarAsAskedOverManyPages() throws IOException {
        try (var cloud = cloud()) {
            var ran = record(
                    cloud,
                    "--prices",
                    prices.toString(),
                    "--since",
                    "80d",
                    "--set",
                    "capacity.types=[m5.large, c5.large," + " r5.large, m5.xlarge, c5.xlarge, r5.xlarge]");
            assertThat(ran.status()).as(ran.err()).isZero();
            var lines = Files.readAllLines(prices);
            assertThat(lines)
                    .as("a page has a thousand")
                    .hasSizeGreaterThan(1_500)
                    .doesNotHaveDuplicates();
            var first = Instant.parse(lines.get(1).substring(0, lines.get(1).indexOf(',')));
            assertThat(lines.subList(1, 1 + 6 * 3))
                    .as("each pool has its price at the begin")
                    .allMatch(line -> line.startsWith(first.toString()));
            assertThat(ran.out()).matches("from " + first + " to .*; .*prices.csv: \\d+ prices of 18 pools\\R");
        }
    }

    @Test
    void withoutAJournalOrWithoutALaunchNothingIsWritten() {
        try (var cloud = cloud()) {
            var none = record(cloud, "--capacity", capacity.toString(), "--prices", prices.toString());
            assertThat(none.status()).isEqualTo(1);
            assertThat(none.err()).contains("no journal of cluster live", "'ballast up'");
            assertThat(run(cloud, "up", "--set", "capacity.target=0").status()).isZero();
            var empty = record(cloud, "--capacity", capacity.toString(), "--prices", prices.toString());
            assertThat(empty.status()).isEqualTo(1);
            assertThat(empty.err()).contains("live has launched no spot instance yet", "nothing was written");
            var future = record(cloud, "--prices", prices.toString(), "--since", "2999-01-01T00:00:00Z");
            assertThat(future.status()).isEqualTo(2);
            assertThat(future.err()).contains("--since: 2999-01-01T00:00:00Z is not before now");
            assertThat(capacity).doesNotExist();
            assertThat(prices).doesNotExist();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --since 3d                                  | give --prices FILE, --capacity FILE, or both
            --prices NEW --since yesterday              | --since: 'yesterday' is no time, expected for example 30d or 2026-01-05T00:00:00Z
            --prices OLD                                | old.csv is there already; give another, or --force to replace it
            --prices DIR                                | is a folder, expected a file
            --prices NOWHERE/a.csv                      | there is no folder
            --prices NEW --capacity NEW                 | is given for --capacity, too; give another file
            """)
    void wrongWordsAreToldBeforeAnybodyIsCalled(String words, String expected) throws IOException {
        var old = Files.writeString(folder.resolve("old.csv"), "mine");
        var all = new ArrayList<>(List.of("market", "record", "-f", yaml.toString()));
        for (var word : words.split(" "))
            all.add(word.replace("NEW", folder.resolve("new.csv").toString())
                    .replace("OLD", old.toString())
                    .replace("DIR", folder.toString())
                    .replace("NOWHERE", folder.resolve("no").toString()));
        var ran = ballast(all.toArray(String[]::new));
        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.err()).contains(expected).doesNotContain("Exception");
        assertThat(old).hasContent("mine");
    }

    @Test
    void allWrongWordsAreToldAtOnce() {
        var ran = ballast(
                "market",
                "record",
                "-f",
                yaml.toString(),
                "--since",
                "x",
                "--prices",
                folder.toString(),
                "--capacity",
                folder.resolve("no/c.csv").toString());
        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.err().lines()).hasSize(3);
        var alone = ballast("market");
        assertThat(alone.status()).isEqualTo(2);
        assertThat(alone.err()).contains("a command is missing: ballast market record");
    }
}
