package dev.ballast.decide;

import static dev.ballast.decide.Told.actions;
import static dev.ballast.decide.Told.codes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.decide.facts.Demand;
import dev.ballast.decide.facts.Join;
import dev.ballast.model.Action.LaunchInstances;
import dev.ballast.model.Observation.Scope;
import dev.ballast.model.Reason.Code;
import dev.ballast.model.Service.Deployment.Kind;
import dev.ballast.model.Settings.Survive;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which tasks need a place. Revision n of a task definition takes n times 512 CPU units. */
class DemandTest {
    private static Given cluster() {
        var given = Given.cluster().survive(Survive.NONE).target(2).offered("m5.xlarge");
        given.host("i-1", "m5.xlarge/a");
        given.host("i-2", "m5.xlarge/b");
        return given;
    }

    private static void running(Given given, int revision, int tasks, String host) {
        var web = given.services.get("web");
        for (var i = 0; i < tasks; i++) {
            var old = given.task("web", host);
            given.tasks.put(
                    old.arn,
                    new GivenTask(
                            old.arn,
                            old.group,
                            web.taskDefinition(revision),
                            web.ofRevision(revision),
                            given.hosts.get(host)));
        }
    }

    private static Demand demand(Given given) {
        return Demand.of(new Join().facts(given.observation(Scope.FULL), given.settings, given.memory.launches()));
    }

    /** CPU units of a task, and how many of those need a place. */
    private static Map<Integer, Integer> needing(Given given) {
        var needing = new TreeMap<Integer, Integer>();
        demand(given)
                .load()
                .forEach((piece, count) -> needing.put(piece.shape().needs().cpuUnits(), count));
        return needing;
    }

    /** A rolling update of four tasks from revision {@code old} to revision 2. */
    @ParameterizedTest(name = "{0}-{1} %, {2} tasks of revision {3} and {4} of 2: {5} need a place")
    @CsvSource({
        // nothing is deployed
        "100, 200, 0, 1, 4, 0",
        "100, 200, 0, 1, 3, 1",
        // all four start beside the old ones
        "100, 200, 4, 1, 0, 4",
        "100, 200, 4, 1, 1, 3",
        "100, 200, 4, 1, 4, 0",
        // as many as the maximum leaves
        "100, 150, 4, 1, 0, 2",
        "100, 150, 4, 1, 2, 0",
        "100, 150, 3, 1, 2, 1",
        // one has to stop first, and then its place is needed
        "50, 100, 4, 1, 0, 0",
        "50, 100, 3, 1, 0, 1",
        // the same task definition again: the old ones are no new ones
        "100, 200, 4, 2, 0, 4",
        "100, 200, 4, 2, 3, 1",
        "100, 150, 4, 2, 0, 2",
        "100, 200, 1, 2, 4, 0",
    })
    void aRollingUpdateRunsOldAndNewSideBySideUpToTheMaximum(
            int minimum, int maximum, int old, int revision, int current, int needing) {
        var given = cluster();
        var web = given.service("web", 4).healthy(minimum, maximum).deploying(Kind.ROLLING, "PRIMARY", 2, 4, current);
        if (old > 0) web.deploying(Kind.ROLLING, "ACTIVE", revision, old, old);
        running(given, revision, old, "i-1");
        running(given, 2, current, "i-2");

        assertThat(needing(given)).isEqualTo(needing == 0 ? Map.of() : Map.of(1024, needing));
    }

    @Test
    void whatAnOldDeploymentIsAboutToStopIsNotMissed() {
        var given = cluster();
        given.service("web", 4)
                .deploying(Kind.ROLLING, "PRIMARY", 2, 4, 4)
                // no longer wanted, and still there while their load balancer lets go of them
                .deploying(Kind.ROLLING, "ACTIVE", 2, 0, 4);
        running(given, 2, 4, "i-1");
        running(given, 2, 4, "i-2");
        given.tasks.values().stream().limit(4).forEach(task -> task.desiredStatus = "STOPPED");

        assertThat(needing(given)).isEmpty();
    }

    @Test
    void tasksOfAHostThatGoesNeedAPlaceInEitherDeployment() {
        var given = cluster();
        given.service("web", 4).deploying(Kind.ROLLING, "PRIMARY", 2, 4, 2).deploying(Kind.ROLLING, "ACTIVE", 1, 2, 2);
        running(given, 1, 2, "i-1");
        running(given, 2, 2, "i-2");
        given.hosts.get("i-2").draining();

        // all four of the new one: the old ones are not started again
        assertThat(needing(given)).isEqualTo(Map.of(1024, 4));
        assertThat(demand(given).homeless()).isEqualTo(Map.of("web", 4));
    }

    /** Blue has four tasks of revision 1, green is wanted with {@code green} of revision 2. */
    @ParameterizedTest(name = "{0} of {1} green tasks run, status {2}, {3} blue: {4} blue and {5} green need a place")
    @CsvSource({
        "0, 4, ACTIVE,   4, 0, 4",
        "3, 4, ACTIVE,   4, 0, 1",
        "4, 4, ACTIVE,   4, 0, 0",
        "1, 4, ACTIVE,   2, 2, 3",
        "0, 1, ACTIVE,   4, 0, 1",
        // it was given up
        "1, 4, DRAINING, 4, 0, 0",
    })
    void eachTaskSetWantsItsOwnNumber(int there, int wanted, String status, int blue, int lackOfBlue, int lackOfGreen) {
        var given = cluster();
        given.service("web", 4)
                .healthy(100, 100)
                .deploying(Kind.TASK_SET, "PRIMARY", 1, 4, blue)
                .deploying(Kind.TASK_SET, status, 2, wanted, there);
        running(given, 1, blue, "i-1");
        running(given, 2, there, "i-2");

        var expected = new TreeMap<Integer, Integer>();
        if (lackOfBlue > 0) expected.put(512, lackOfBlue);
        if (lackOfGreen > 0) expected.put(1024, lackOfGreen);
        assertThat(needing(given)).isEqualTo(expected);
        assertThat(demand(given).homeless().getOrDefault("web", 0)).isEqualTo(lackOfBlue + lackOfGreen);
    }

    @Test
    void aServicesTaskThatEcsKeepsWaitingNeedsAPlaceOnce() {
        var given = cluster();
        given.service("web", 4);
        given.running("web", "i-1", "i-2");
        given.provisioning("web");
        given.provisioning("web");

        assertThat(needing(given)).isEqualTo(Map.of(512, 2));
    }

    @Test
    void aTaskThatIsProvisionedOnAHostHasItsPlace() {
        var given = cluster();
        given.service("web", 2);
        for (var host : List.of("i-1", "i-2")) given.task("web", host).lastStatus = "PROVISIONING";

        assertThat(needing(given)).isEmpty();
    }

    @Test
    void aStandaloneTaskThatEcsKeepsWaitingIsBoughtFor() {
        var given = cluster();
        for (var i = 0; i < 17; i++) given.provisioning("");

        // two hosts of 4 vCPUs hold sixteen
        var decision = given.decide();
        assertThat(codes(decision)).containsExactly(Code.TASKS_WAITING);
        assertThat(decision.steps().getFirst().reason().sentence()).contains("17 tasks need a place, for which 1");
        assertThat(actions(decision, LaunchInstances.class))
                .singleElement()
                .satisfies(launch -> assertThat(launch.total()).isEqualTo(1));
        assertThat(given.carryOut(decision)
                        .later(Duration.ofSeconds(5))
                        .decide()
                        .steps())
                .isEmpty();
    }

    @ParameterizedTest(name = "a standalone task that is {0} and meant to be {1} needs no place")
    @CsvSource({"PROVISIONING, STOPPED", "DEPROVISIONING, STOPPED", "STOPPED, STOPPED"})
    void aStandaloneTaskThatEndsNeedsNone(String last, String desired) {
        var given = cluster();
        var task = given.provisioning("");
        task.lastStatus = last;
        task.desiredStatus = desired;
        assertThat(needing(given)).isEmpty();
    }

    @Test
    void aDaemonWaitsForNoPlaceOfItsOwn() {
        var given = cluster();
        given.service("agent", 3).daemon();
        given.provisioning("agent");
        assertThat(needing(given)).isEmpty();
    }
}
