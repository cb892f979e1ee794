package dev.ballast.app.cli;

import static dev.ballast.app.cli.Ran.ballast;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BacktestCommandTest {
    @TempDir
    Path folder;

    private Path market;

    @BeforeEach
    void aMarket() throws IOException {
        // an hour in which one zone has one, and the other none until its half
        market = Files.writeString(folder.resolve("an,hour.csv"), """
                time_s,instance_type,zone,capacity
                0,m5.large,us-east-1a,1
                0,m5.large,us-east-1b,0
                1800,m5.large,us-east-1b,1
                3600,m5.large,us-east-1a,-1
                3600,m5.large,us-east-1b,-1
                """);
    }

    @Test
    void aProgramReadsOneObjectAPolicyAndMarket() throws IOException {
        var ran = backtest("--policy", "greedy,on-demand,bound-fluid", "--replicas", "1", "-o", "json");
        assertThat(ran.status()).as(ran.err()).isZero();
        var all = new ObjectMapper().readTree(ran.out());
        assertThat(all).hasSize(3);
        var greedy = all.get(0);
        assertThat(names(greedy))
                .startsWith(
                        "policy",
                        "market",
                        "availability",
                        "deficit",
                        "costOverOnDemand",
                        "costOverLowerBound",
                        "worstDeficit",
                        "allLost",
                        "launches",
                        "interruptions");
        assertThat(greedy.path("policy").asText()).isEqualTo("greedy");
        assertThat(greedy.path("market").asText()).isEqualTo("an,hour");
        assertThat(greedy.path("availability").asDouble()).isEqualTo(1);
        assertThat(greedy.path("launches").asInt()).isEqualTo(2);
        assertThat(greedy.path("costOverOnDemand").asDouble()).isEqualTo(0.333333);
        assertThat(all.get(1).path("costOverOnDemand").decimalValue()).isEqualByComparingTo("1");
        assertThat(all.get(1).path("costOverLowerBound").decimalValue()).isEqualByComparingTo("3");
        assertThat(all.get(2).has("launches")).isFalse();
    }

    private static List<String> names(JsonNode node) {
        var names = new ArrayList<String>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void aSweepIsOneObjectEach() throws IOException {
        var ran = backtest(
                "--policy",
                "greedy",
                "--replicas",
                "1,2",
                "--cold-start",
                "60s,2m",
                "--notice",
                "0s,120s",
                "-o",
                "json");
        var all = new ObjectMapper().readTree(ran.out());
        assertThat(all).hasSize(8);
        assertThat(all.findValuesAsText("replicas")).containsExactly("1", "1", "1", "1", "2", "2", "2", "2");
        assertThat(all.findValuesAsText("coldStartSeconds"))
                .containsExactly("60", "60", "120", "120", "60", "60", "120", "120");
        assertThat(all.findValuesAsText("noticeSeconds"))
                .containsExactly("0", "120", "0", "120", "0", "120", "0", "120");
    }

    @Test
    void aTableSaysWhatWasPlayed() {
        var ran = backtest("--policy", "greedy", "--replicas", "1", "--notice", "2m", "--notices-lost", "0.1");
        assertThat(ran.out()).isEqualTo("""
                an,hour, 0.0 days: 1 replica, cold start 2 m, notice 2 m (10 % lost), on-demand available
                POLICY  AVAILABLE  DEFICIT  ALL LOST  WORST  COST/ON-DEMAND  COST/BOUND  LAUNCHES  INTERRUPTIONS
                greedy  100.000 %  0.000 %   0.000 %    0 s           0.333       1.000         2              0
                """);
    }

    @Test
    void csvQuotesWhatNeedsIt() {
        var lines = backtest("--policy", "greedy,bound-fluid", "--replicas", "1", "-o", "csv")
                .out()
                .lines()
                .toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0))
                .startsWith("policy,market,availability,deficit,")
                .endsWith(",onDemand,days,seeds");
        assertThat(lines.get(1)).startsWith("greedy,\"an,hour\",1,0,0.333333,1,0,0,2,0,");
        assertThat(lines.get(2)).startsWith("bound-fluid,\"an,hour\",1,0,0.333333,1,0,0,,0,");
    }

    @Test
    void aPageIsWrittenBesideWhatIsPrinted() throws IOException {
        var page = folder.resolve("a page.html");
        Files.writeString(page, "what was there before");
        var ran = backtest("--policy", "greedy,bound-fluid", "--page", page.toString());
        assertThat(ran.status()).as(ran.err()).isZero();
        assertThat(ran.out())
                .isEqualTo(backtest("--policy", "greedy,bound-fluid").out());
        assertThat(Files.readString(page))
                .startsWith("<!DOCTYPE html>")
                .endsWith("</html>\n")
                .contains("ballast backtest --market ", "--page &#39;" + page + "&#39;", "<h2>an,hour</h2>");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactlyInAnyOrder(market, page);
        }
        var first = Files.readString(page);
        backtest("--policy", "greedy,bound-fluid", "--page", page.toString());
        assertThat(Files.readString(page)).isEqualTo(first);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            no/page.html      | there is no folder '
            an,hour.csv/page  | an,hour.csv' is no folder; give another name
            .                 | is a folder; give the name of a file in it
            an,hour.csv       | is the recording itself, and would be replaced; give another name
            """)
    void aPageThatCannotBeWrittenIsToldBeforeAnythingIsPlayed(String page, String expected) throws IOException {
        var before = Files.readString(market);
        var ran = backtest("--policy", "gready", "--page", folder.resolve(page).toString());
        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err().lines().toList())
                .hasSize(2)
                .anyMatch(line -> line.startsWith("--page: '") && line.contains(expected))
                .anyMatch(line -> line.startsWith("--policy: 'gready'"));
        assertThat(Files.readString(market)).isEqualTo(before);
    }

    @Test
    void aPageThatFailsAtTheLastMomentLeavesWhatWasThere() throws IOException {
        var page = folder.resolve("page.html");
        var file = new WholeFile(page);
        assertThat(file.flaw()).isEmpty();
        Files.createDirectories(page.resolve("now a folder"));
        assertThatThrownBy(() -> file.write("text")).hasMessageStartingWith("cannot write " + page);
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactlyInAnyOrder(market, page);
        }
    }

    @Test
    void everyPolicyOfTheHelpPlays() {
        var ran = backtest("-o", "csv");
        assertThat(ran.status()).as(ran.err()).isZero();
        assertThat(ran.out().lines()).hasSizeGreaterThan(20);
        var again = backtest("-o", "csv", "--seeds", "1");
        assertThat(again.out()).isEqualTo(ran.out());
        var help = ballast("backtest", "--help").out().replaceAll("\\s+", "");
        ran.out().lines().skip(1).forEach(line -> assertThat(help).contains(line.substring(0, line.indexOf(','))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --policy greedy,gready          | --policy: 'gready' is no policy, expected of ballast, on-demand, cheapest-pool
            --policy asg-x                  | --policy: 'asg-x' is no policy
            --replicas 0                    | --replicas: '0' is out of range or cannot be read, expected a whole number from 1 to 10000
            --replicas three                | --replicas: 'three'
            --cold-start 120                | --cold-start: '120' is no duration
            --cold-start 2d                 | --cold-start: '2d' is out of range
            --notice -1s                    | --notice
            --notices-lost 2                | --notices-lost: '2' is out of range or cannot be read, expected a number from 0.0 to 1.0
            --notices-lost NaN              | --notices-lost: 'NaN'
            --on-demand no                  | --on-demand: 'no' is none of available, denied
            --on-demand-ratio 0             | --on-demand-ratio: '0'
            --capacity some                 | --capacity: 'some' is none of recorded, unlimited
            --tick 0s                       | --tick: '0s' is out of range
            --tick 2h                       | an,hour.csv: its pools have not one tick of 7200 s in common
            --seeds 0                       | --seeds: '0'
            -o xml                          | table, json, csv
            """)
    void whatIsWrongIsToldWithItsRemedy(String words, String expected) {
        var ran = backtest(words.split(" "));
        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).contains(expected).doesNotContain("Exception");
    }

    @Test
    void allThatIsWrongIsToldAtOnce() throws IOException {
        var bad = Files.writeString(folder.resolve("bad.csv"), "time_s,type,capacity\n0,m5.large,1\n");
        var ran = ballast(
                "backtest",
                "--market",
                bad.toString(),
                folder.resolve("no.csv").toString(),
                "--policy",
                "x",
                "--seeds",
                "y");
        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.err().lines().toList())
                .hasSize(4)
                .anyMatch(line -> line.startsWith(bad + ":1: is no market trace: expected the first line to be"))
                .anyMatch(line -> line.equals(folder.resolve("no.csv") + ": no such file"))
                .anyMatch(line -> line.startsWith("--policy: 'x'"))
                .anyMatch(line -> line.startsWith("--seeds: 'y'"));
        var none = ballast("backtest");
        assertThat(none.status()).isEqualTo(2);
        assertThat(none.err()).contains("--market");
    }

    @Test
    void aSyntheticMarketIsAnotherForEachSeedAndTheSameInEveryRun() throws IOException {
        var made = "synthetic:stress,days=3,zones=4,types=m5.large+c5.large,grid=5m";
        var one = synthetic(made, "--seed", "1");
        assertThat(one.status()).as(one.err()).isZero();
        assertThat(synthetic(made, "--seed", "1").out()).isEqualTo(one.out());
        assertThat(synthetic(made, "--seed", "2").out()).isNotEqualTo(one.out());
        var both = new ObjectMapper().readTree(synthetic(made, "--seeds", "2").out());
        assertThat(both.findValuesAsText("market")).containsExactly(made, made);
        assertThat(both.findValuesAsText("seeds")).as("bounds, too").containsExactly("2", "2");
        var bound = both.get(1);
        assertThat(bound.path("costOverLowerBound").asDouble()).isEqualTo(1);
        assertThat(bound.path("costOverOnDemand").asDouble()).isBetween(0.2, 0.5);
        assertThat(bound.path("days").asDouble()).isBetween(2.9, 3.0);
    }

    private static Ran synthetic(String market, String... words) {
        var all = new ArrayList<>(
                List.of("backtest", "--market", market, "--policy", "greedy,bound-fluid", "-o", "json"));
        all.addAll(List.of(words));
        return ballast(all.toArray(String[]::new));
    }

    @Test
    void syntheticMarketsStandBehindRecordedOnes() throws IOException {
        var ran = backtest("synthetic:calm,days=1", "--policy", "greedy", "--replicas", "1", "-o", "json");
        assertThat(ran.status()).as(ran.err()).isZero();
        assertThat(new ObjectMapper().readTree(ran.out()).findValuesAsText("market"))
                .containsExactly("an,hour", "synthetic:calm,days=1");
    }

    @Test
    void allThatIsWrongWithASyntheticMarketIsToldAtOnce() throws IOException {
        var rates = Files.writeString(folder.resolve("rates.csv"), "region,instance_type,band\nus-east-1,m5.large,9\n");
        var words = "synthetic:mild,days=0,zones=27,types=m5.large+x9.huge,region=mars,grid=5,days=2,c5.large,"
                + "loss-rates=" + rates;
        var ran = ballast("backtest", "--market", words, "--seeds", "0");
        assertThat(ran.status()).isEqualTo(2);
        var where = "--market " + words + ": ";
        assertThat(ran.err().lines())
                .contains(
                        where + "'mild' is no regime, expected of calm, typical, stress",
                        where + "days: '0' is out of range or cannot be read, expected a whole number from 1 to 3650",
                        where + "zones: '27' is out of range or cannot be read, expected a whole number from 1 to 26",
                        where + "'x9.huge' is no instance type that the local cloud has, so its price is not known",
                        where + "region: 'mars' is out of range or cannot be read, expected an AWS region, for example"
                                + " us-east-1",
                        where + "grid: '5' is out of range or cannot be read, expected a time from 1s to 1d, for"
                                + " example 5m",
                        where + "days is given twice",
                        where + "'c5.large' is no key, expected of days, zones, types, region, grid, loss-rates;"
                                + " several types have a + between them")
                .anyMatch(line -> line.startsWith("--seeds: '0'"));
        var stress = ballast("backtest", "--market", "synthetic:stress,loss-rates=" + rates);
        assertThat(stress.err())
                .contains("loss-rates goes with the regime typical")
                .contains(rates + ":2: '9' is no band, expected 0 to 4");
    }

    private Ran backtest(String... words) {
        var all = new ArrayList<>(List.of("backtest", "--market", market.toString()));
        all.addAll(List.of(words));
        return ballast(all.toArray(String[]::new));
    }
}
