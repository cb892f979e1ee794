package dev.ballast.config;

import static dev.ballast.config.BallastYamlTest.LEAST;
import static dev.ballast.config.BallastYamlTest.faults;
import static dev.ballast.config.BallastYamlTest.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.model.Settings;
import dev.ballast.model.Settings.Headroom;
import dev.ballast.model.Settings.Minimum;
import dev.ballast.model.Target;
import dev.ballast.model.TimeWindow;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemandKeysTest {
    private static final String FULL = """
            cluster: live
            region: eu-west-1
            capacity:
              target: 4
              types: [m5.large]
              headroom:
                - {cpu: 0.5 vcpu, memory: 1 GiB, count: 10}
                - {cpu: 2048, memory: 1.5 GiB, count: 1}
              minimums:
                - {days: mon-fri, from: 08:00, to: 20:00, time-zone: Europe/Berlin, target: 20}
                - {from: "22:00", to: 24:00, time-zone: UTC, target: 6}
            """;

    @Test
    void headroomAndMinimumsAreRead() {
        var capacity = read(FULL).capacity();
        assertThat(capacity.headroom()).containsExactly(new Headroom(512, 1024, 10), new Headroom(2048, 1536, 1));
        assertThat(capacity.minimums())
                .containsExactly(
                        minimum(
                                EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
                                "08:00",
                                "20:00",
                                "Europe/Berlin",
                                20),
                        minimum(EnumSet.allOf(DayOfWeek.class), "22:00", "00:00", "UTC", 6));
    }

    private static Minimum minimum(EnumSet<DayOfWeek> days, String from, String to, String zone, int target) {
        var window = new TimeWindow(new TreeSet<>(days), LocalTime.parse(from), LocalTime.parse(to), ZoneId.of(zone));
        return new Minimum(window, Target.instances(target));
    }

    @Test
    void aFileThatIsSilentAsksForNeither() {
        assertThat(read(LEAST).capacity())
                .extracting(Settings.Capacity::headroom)
                .asList()
                .isEmpty();
        assertThat(read(LEAST).capacity())
                .extracting(Settings.Capacity::minimums)
                .asList()
                .isEmpty();
    }

    @Test
    void theEffectiveSettingsReadBackToThemselves() {
        var settings = read(FULL);
        assertThat(read(BallastYaml.effective(settings))).isEqualTo(settings);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(delimiter = '|', textBlock = """
            mon                | mon
            mon-fri            | mon-fri
            sat, sun           | sat, sun
            Sat-Mon            | mon, sat, sun
            mon,tue,wed, sun   | mon-wed, sun
            fri-thu            | mon-sun
            tue-tue            | tue
            """)
    void daysAreWrittenAsRangesAndLists(String written, String printed) {
        var days = WindowKinds.DAYS.parse().apply(written);
        assertThat(WindowKinds.DAYS.print().apply(days)).isEqualTo(printed);
        assertThat(WindowKinds.DAYS.parse().apply(printed)).isEqualTo(days);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            headroom: [{cpu: 512, memory: 1 GiB}]            | capacity.headroom[0].count: missing, expected a whole number from 1 to 10000
            headroom: [{cpu: 0.5, memory: 1 GiB, count: 1}]  | capacity.headroom[0].cpu: expected CPU units such as 512, or vCPUs such as 0.5 vcpu, found '0.5'
            headroom: [{cpu: 0.3 vcpu, memory: 1 GiB, count: 1}] | capacity.headroom[0].cpu: expected CPU units such as 512, or vCPUs such as 0.5 vcpu, found '0.3 vcpu'
            headroom: [{cpu: 512, memory: 1024, count: 1}]   | capacity.headroom[0].memory: expected memory with its unit such as 512 MiB or 2 GiB, found '1024'
            headroom: [{cpu: 512, memory: 0 GiB, count: 1}]  | capacity.headroom[0].memory: expected memory with its unit such as 512 MiB or 2 GiB, found '0 GiB'
            headroom: 3                                      | capacity.headroom: expected a list, found a number
            minimums: [{days: mon-fry, from: 08:00, to: 20:00, time-zone: UTC, target: 9}] | capacity.minimums[0].days: expected days such as mon-fri or sat, sun, found 'mon-fry'
            minimums: [{from: 25:00, to: 20:00, time-zone: UTC, target: 9}] | capacity.minimums[0].from: expected a time such as 08:00, from 00:00 to 24:00, found '25:00'
            minimums: [{from: 08:00, to: 8pm, time-zone: UTC, target: 9}] | capacity.minimums[0].to: expected a time such as 08:00, from 00:00 to 24:00, found '8pm'
            minimums: [{from: 08:00, to: 20:00, time-zone: Europe/Belin, target: 9}] | capacity.minimums[0].time-zone: expected a time zone such as Europe/Berlin or UTC, found 'Europe/Belin', did you mean 'Europe/Berlin'?
            minimums: [{from: 08:00, to: 20:00, target: 9}] | capacity.minimums[0].time-zone: missing, expected a time zone such as Europe/Berlin or UTC
            minimums: [{from: 08:00, to: 20:00, time-zone: UTC, target: 80 vcpu}] | capacity.minimums[0].target: 80 vcpu is in another unit than capacity.target, 5 instances: say both in the same
            """)
    void whatIsWrongIsToldWithItsPlace(String section, String fault) {
        var text = LEAST.replace("target:", section + "\n  target:");
        assertThat(faults(text)).singleElement().asString().endsWith(": " + fault);
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() {
        var text = LEAST.replace(
                "target:",
                "headroom: [{cpu: x, memory: y, count: 0}]\n  minimums: [{days: x, from: y, to: z, time-zone: q, target: w}]\n"
                        + "  target:");
        assertThat(faults(text)).hasSize(8);
    }
}
