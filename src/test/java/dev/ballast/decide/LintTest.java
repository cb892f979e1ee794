package dev.ballast.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.decide.lint.Lint;
import dev.ballast.decide.lint.Rule;
import dev.ballast.decide.lint.Weakness;
import dev.ballast.decide.lint.Weakness.Change;
import dev.ballast.model.Observation.Scope;
import dev.ballast.model.Settings.Survive;
import dev.ballast.model.TaskVolume.Keeper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Given these services on these hosts, this is what would not survive a notice. */
class LintTest {
    /** Three hosts in three zones, one task of web on the first two, and room for all elsewhere. */
    private static Given roomy() {
        var given = Given.cluster();
        given.host("i-1", "m5.large/a");
        given.host("i-2", "c5.large/b");
        given.host("i-3", "r5.large/c");
        given.service("web", 2);
        return given.running("web", "i-1", "i-2");
    }

    private static List<Weakness> lint(Given given) {
        return Lint.of(given.observation(Scope.FULL), given.settings);
    }

    private static String text(Weakness weakness) {
        return weakness.level() + " " + weakness.subject().name() + " "
                + weakness.rule().id();
    }

    private record Row(String says, Consumer<Given> but, String... found) {}

    @TestFactory
    Stream<DynamicTest> whatIsFound() {
        return Stream.of(
                        new Row("nothing where all is well", given -> {}),
                        new Row(
                                "a service that may neither stop first nor start one more",
                                given -> given.services.get("web").healthy(100, 100),
                                "ERROR web no-task-may-move"),
                        new Row(
                                "the same by rounding: of 2 tasks 90 % are 2, and 120 % are 2",
                                given -> given.services.get("web").healthy(90, 120), "ERROR web no-task-may-move"),
                        new Row(
                                "nothing where one may be stopped first",
                                given -> given.services.get("web").healthy(50, 100)),
                        new Row(
                                "AWS's own default of 300 s deregistration delay",
                                given -> given.services.get("web").endingIn(seconds(300), seconds(30)),
                                "ERROR web ends-too-late"),
                        new Row(
                                "one second over the notice, the margin of 5 s counted",
                                given -> given.services.get("web").endingIn(seconds(86), seconds(30)),
                                "ERROR web ends-too-late"),
                        new Row(
                                "nothing where it just fits",
                                given -> given.services.get("web").endingIn(seconds(85), seconds(30))),
                        new Row(
                                "a stop timeout alone can be too long",
                                given -> given.services.get("web").endingIn(Duration.ZERO, seconds(120)),
                                "ERROR web ends-too-late"),
                        new Row(
                                "a service of one task",
                                given -> {
                                    given.service("one", 1);
                                    given.running("one", "i-1");
                                },
                                "WARNING one one-task"),
                        new Row(
                                "a service of no tasks is nobody's trouble",
                                given -> given.service("off", 0)
                                        .healthy(100, 100)
                                        .endingIn(seconds(300), seconds(30))),
                        new Row(
                                "a port of the host, one host without it left",
                                given -> {
                                    given.service("edge", 2).onPort(8080);
                                    given.running("edge", "i-1", "i-2");
                                },
                                "WARNING edge fixed-host-port"),
                        new Row(
                                "a port of the host that is taken everywhere",
                                given -> {
                                    given.service("edge", 3).onPort(8080);
                                    given.running("edge", "i-1", "i-2", "i-3");
                                },
                                "ERROR edge fixed-host-port",
                                "WARNING edge no-room-in-another-zone",
                                "WARNING edge no-room-after-a-loss"),
                        new Row(
                                "tasks too large for the hosts that are left",
                                given -> {
                                    given.service("big", 3).needing(1500, 2048);
                                    given.running("big", "i-1", "i-2", "i-3");
                                },
                                "WARNING big no-room-in-another-zone",
                                "WARNING big no-room-after-a-loss"),
                        new Row(
                                "the same where a zone must be survived",
                                given -> {
                                    given.survive(Survive.ZONE);
                                    given.service("big", 3).needing(1500, 2048);
                                    given.running("big", "i-1", "i-2", "i-3");
                                },
                                "ERROR big no-room-in-another-zone",
                                "WARNING big no-room-after-a-loss"),
                        new Row(
                                "the same where no loss must be survived",
                                given -> {
                                    given.survive(Survive.NONE);
                                    given.service("big", 3).needing(1500, 2048);
                                    given.running("big", "i-1", "i-2", "i-3");
                                },
                                "WARNING big no-room-in-another-zone",
                                "NOTE big no-room-after-a-loss"),
                        new Row(
                                "a service bound to one zone",
                                given -> given.services
                                        .get("web")
                                        .boundTo("attribute:ecs.availability-zone == eu-west-1a"),
                                "ERROR web no-room-in-another-zone",
                                "WARNING web no-room-after-a-loss"),
                        new Row(
                                "nothing where only a zone is left out",
                                given -> given.services
                                        .get("web")
                                        .boundTo("attribute:ecs.availability-zone != eu-west-1a")),
                        new Row(
                                "data on the host, in more than one task",
                                given -> given.services.get("web").keepingDataOn(Keeper.HOST, true),
                                "WARNING web data-stays-behind"),
                        new Row(
                                "data on the host of the only task",
                                given -> {
                                    given.service("db", 1).keepingDataOn(Keeper.HOST, true);
                                    given.running("db", "i-3");
                                },
                                "ERROR db data-stays-behind",
                                "WARNING db one-task"),
                        new Row(
                                "nothing where the folder is only read",
                                given -> given.services.get("web").keepingDataOn(Keeper.HOST, false)),
                        new Row("a daemon may have one a host, its port and its data there, and never moves", given -> {
                            given.service("agent", 3)
                                    .daemon()
                                    .onPort(9100)
                                    .healthy(0, 100)
                                    .keepingDataOn(Keeper.HOST, true);
                            given.running("agent", "i-1", "i-2", "i-3");
                        }),
                        new Row(
                                "but a daemon, too, must be over in time",
                                given -> given.service("agent", 3)
                                        .daemon()
                                        .healthy(0, 100)
                                        .endingIn(seconds(300), seconds(30)),
                                "ERROR agent ends-too-late"),
                        new Row("tasks without a service", given -> given.standalone("i-1"), "WARNING batch runs-once"),
                        new Row(
                                "nothing where Ballast runs them again",
                                given -> given.rerunningStandaloneTasks().standalone("i-1")))
                .map(row -> DynamicTest.dynamicTest(row.says(), () -> {
                    var given = roomy();
                    row.but().accept(given);
                    assertThat(lint(given)).extracting(LintTest::text).containsExactly(row.found());
                }));
    }

    @Test
    void aZoneThatHoldsAllHostsLeavesNoOtherToGoTo() {
        var given = Given.cluster();
        given.host("i-1", "m5.large/a");
        given.host("i-2", "c5.large/a");
        given.service("web", 2);
        given.running("web", "i-1", "i-2");
        assertThat(lint(given))
                .extracting(Weakness::because)
                .containsExactly(
                        "if zone eu-west-1a is lost, 2 of the 2 tasks there find no room elsewhere and wait for a new host");
    }

    @Test
    void whereTheOtherZonesHoldSomeOfItsTasksItIsOnlyNoted() {
        var given = Given.cluster();
        given.host("i-1", "m5.large/a");
        given.host("i-2", "c5.large/b");
        given.host("i-3", "r5.large/c");
        given.service("web", 2).needing(700, 1024);
        given.running("web", "i-1", "i-1");
        given.service("fat", 2).needing(700, 1024);
        given.running("fat", "i-2");
        given.service("huge", 2).needing(1400, 1024);
        given.running("huge", "i-3");
        assertThat(lint(given))
                .extracting(LintTest::text)
                .containsExactly(
                        "WARNING fat no-room-in-another-zone",
                        "WARNING fat no-room-after-a-loss",
                        "WARNING huge no-room-in-another-zone",
                        "WARNING huge no-room-after-a-loss",
                        "WARNING web no-room-after-a-loss",
                        "NOTE web no-room-in-another-zone");
    }

    private record Remedy(String says, Consumer<Given> but, Change... changes) {}

    @TestFactory
    Stream<DynamicTest> theExactSetting() {
        return Stream.of(
                        new Remedy(
                                "maximumPercent, the minimum kept",
                                given -> given.services.get("web").healthy(100, 100),
                                new Change(
                                        "maximumPercent",
                                        "100",
                                        "200",
                                        "aws ecs update-service --region eu-west-1 --cluster live --service web"
                                                + " --deployment-configuration minimumHealthyPercent=100,maximumPercent=200")),
                        new Remedy(
                                "the delay alone where the stop timeout is usual",
                                given -> given.services.get("web").endingIn(seconds(300), seconds(30)),
                                new Change(
                                        "deregistration_delay.timeout_seconds",
                                        "300 s",
                                        "85 s",
                                        "aws elbv2 modify-target-group-attributes --region eu-west-1 --target-group-arn"
                                                + " arn:targetgroup/web --attributes"
                                                + " Key=deregistration_delay.timeout_seconds,Value=85")),
                        new Remedy(
                                "both where the stop timeout takes more than half",
                                given -> given.services.get("web").endingIn(seconds(300), seconds(120)),
                                new Change(
                                        "deregistration_delay.timeout_seconds",
                                        "300 s",
                                        "85 s",
                                        "aws elbv2 modify-target-group-attributes --region eu-west-1 --target-group-arn"
                                                + " arn:targetgroup/web --attributes"
                                                + " Key=deregistration_delay.timeout_seconds,Value=85"),
                                new Change(
                                        "stopTimeout of container app",
                                        "120 s",
                                        "30 s",
                                        "in a new revision of task definition web, then aws ecs update-service --region"
                                                + " eu-west-1 --cluster live --service web --task-definition web")),
                        new Remedy(
                                "the stop timeout alone where the delay is short",
                                given -> given.services.get("web").endingIn(seconds(10), seconds(120)),
                                new Change(
                                        "stopTimeout of container app",
                                        "120 s",
                                        "105 s",
                                        "in a new revision of task definition web, then aws ecs update-service --region"
                                                + " eu-west-1 --cluster live --service web --task-definition web")))
                .map(row -> DynamicTest.dynamicTest(row.says(), () -> {
                    var given = roomy();
                    row.but().accept(given);
                    assertThat(lint(given))
                            .singleElement()
                            .extracting(Weakness::changes)
                            .isEqualTo(List.of(row.changes()));
                }));
    }

    @Test
    void whatTheChangesAskForIsSoundAgain() {
        for (var delay = 0; delay <= 600; delay += 25)
            for (var stop = 0; stop <= 300; stop += 25) {
                var given = roomy();
                given.services.get("web").endingIn(seconds(delay), seconds(stop));
                for (var weakness : lint(given))
                    given.services
                            .get("web")
                            .endingIn(
                                    after(weakness, "deregistration_delay.timeout_seconds", delay),
                                    after(weakness, "stopTimeout of container app", stop));
                assertThat(lint(given)).as("%d s, %d s", delay, stop).isEmpty();
            }
    }

    @Test
    void everyRuleIsInTheDocs() throws IOException {
        var rows = Files.readAllLines(Path.of("docs", "lint.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(3, line.indexOf('`', 3)))
                .toList();
        assertThat(rows).isEqualTo(Arrays.stream(Rule.values()).map(Rule::id).toList());
    }

    private static Duration after(Weakness weakness, String setting, int otherwise) {
        return weakness.changes().stream()
                .filter(change -> change.setting().equals(setting))
                .map(change -> seconds(Integer.parseInt(change.then().replace(" s", ""))))
                .findFirst()
                .orElse(seconds(otherwise));
    }

    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }
}
