package dev.ballast.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.loop.Loop;
import dev.ballast.model.Action;
import dev.ballast.model.Outcome;
import dev.ballast.model.Reason.Code;
import dev.ballast.model.Service.HealthyPercent;
import dev.ballast.model.Step;
import dev.ballast.model.Target;
import dev.ballast.sim.world.ec2.Ec2Instance;
import dev.ballast.sim.world.ec2.Reclaim.Manner;
import dev.ballast.sim.world.ecs.EcsListener;
import dev.ballast.sim.world.ecs.EcsService;
import dev.ballast.sim.world.ecs.EcsTask;
import dev.ballast.sim.world.faults.Chance;
import dev.ballast.sim.world.faults.Events;
import dev.ballast.sim.world.faults.What;
import dev.ballast.simulation.Scenario.Ending;
import dev.ballast.simulation.Scenario.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The named disasters of an interruption, through the real loop on a world whose time jumps. */
class TwoMinutesTest {
    private static final long SEED = 1;
    private static final HealthyPercent USUAL = new HealthyPercent(100, 200);
    private static final Duration NOTICE = Duration.ofMinutes(2);
    private static final Duration AFTERWARDS = Duration.ofMinutes(20);

    /** A cluster with one service on it, what its loop decided, and how the service fared. */
    private static final class Story implements EcsListener {
        private final Cluster cluster;
        private final List<Step> steps = new ArrayList<>();
        private final Map<String, Integer> refused = new TreeMap<>();
        private final Map<EcsTask, Instant> ended = new LinkedHashMap<>();
        private Loop loop;
        private int lowest = Integer.MAX_VALUE;

        private Story(String survive, Workload... services) {
            cluster = new Cluster(SEED, """
                    cluster: live
                    region: eu-west-1
                    capacity:
                      target: 4
                      survive: %s
                      types: [m5.large, m5a.large, m6i.large, m6a.large, c5.large, c5a.large, c6i.large, c6a.large, r5.large,
                              r5a.large, r6i.large, r6a.large, m5.xlarge, c5.xlarge, r5.xlarge]
                    """.formatted(survive));
            Workloads.create(cluster.world, List.of(services));
            cluster.between(cloud -> step -> {
                if (refused.computeIfPresent(step.action().getClass().getSimpleName(), (kind, left) -> left - 1) != null
                        && refused.get(step.action().getClass().getSimpleName()) >= 0)
                    return new Outcome.Throttled(Duration.ofSeconds(1));
                steps.add(step);
                return cloud.perform(step);
            });
            loop = cluster.process();
            cluster.run(
                    loop,
                    Duration.ofHours(1),
                    tick -> tick.decision().settled()
                            && service().running() == service().desired());
            steps.clear();
            cluster.world.ecs().listen(this);
        }

        private EcsService service() {
            return cluster.world
                    .ecs()
                    .region(Cluster.REGION)
                    .cluster("live")
                    .services()
                    .iterator()
                    .next();
        }

        /** The instance with the most tasks of the service. */
        private Ec2Instance victim() {
            var counts = new LinkedHashMap<String, Integer>();
            for (var task : service().tasks()) counts.merge(task.instance().instanceId(), 1, Integer::sum);
            var id = counts.entrySet().stream()
                    .max(Map.Entry.comparingByValue())
                    .orElseThrow()
                    .getKey();
            return cluster.world.ec2().instance(id).orElseThrow();
        }

        private void lives(Duration time) {
            var until = now().plus(time);
            cluster.run(loop, time.plus(Duration.ofMinutes(20)), tick -> !now().isBefore(until));
        }

        private Instant now() {
            return cluster.world.time().now();
        }

        private void isTaken(Ec2Instance victim, Manner manner) {
            cluster.world.reclaim().instances(List.of(victim.id()), manner);
        }

        @Override
        public void taskChanged(EcsTask task) {
            lowest = Math.min(lowest, service().running());
            if (!task.isRunning()) ended.putIfAbsent(task, now());
        }

        private List<Step> steps(Class<? extends Action> kind) {
            return steps.stream().filter(step -> kind.isInstance(step.action())).toList();
        }

        private void isWholeWithout(Ec2Instance victim) {
            assertThat(service().running()).isEqualTo(service().desired());
            assertThat(service().tasks())
                    .noneMatch(task -> task.instance().instanceId().equals(victim.id()));
            assertThat(cluster.look().owned("live"))
                    .filteredOn(instance -> instance.state().isAlive())
                    .hasSizeGreaterThanOrEqualTo(4);
        }
    }

    private static Workload web(HealthyPercent healthy) {
        return new Workload("web", 512, 1024, 6, healthy, false);
    }

    private static Workload web(HealthyPercent healthy, Ending ending) {
        return new Workload("web", 512, 1024, 6, healthy, false, ending);
    }

    @Test
    void aLateNoticeWithThirtySecondsLeft() {
        var story = new Story("pool", web(USUAL));
        var victim = story.victim();
        var noticedAt = story.now();

        story.isTaken(victim, new Manner.Notice(Duration.ofSeconds(30)));
        story.lives(Duration.ofSeconds(35));

        assertThat(story.steps(Action.DrainInstances.class)).isNotEmpty();
        // whether they serve before the host goes is their image's and their start's affair
        assertThat(story.ended.values())
                .as("its two tasks begin elsewhere within two seconds")
                .filteredOn(at -> at.isBefore(noticedAt.plusSeconds(2)))
                .hasSizeGreaterThanOrEqualTo(2);
        story.lives(AFTERWARDS);
        story.isWholeWithout(victim);
    }

    @Test
    void aMissedNotice() {
        var story = new Story("pool", web(USUAL));
        var victim = story.victim();

        story.isTaken(victim, new Manner.WithoutNotice());
        story.lives(AFTERWARDS);

        story.isWholeWithout(victim);
    }

    @Test
    void aNoticeThatComesTwice() {
        var story = new Story("pool", web(USUAL));
        var victim = story.victim();

        story.isTaken(victim, Manner.NOTICE);
        story.lives(Duration.ofSeconds(10));
        var drains = story.steps(Action.DrainInstances.class).size();
        var launches = story.steps(Action.LaunchInstances.class).size();
        story.cluster.world.ec2().interrupt(victim);
        story.lives(AFTERWARDS);

        assertThat(drains).isOne();
        assertThat(launches).isLessThanOrEqualTo(1);
        assertThat(story.steps(Action.DrainInstances.class).stream()
                        .filter(step -> step.reason().code() != Code.SURPLUS))
                .hasSize(1);
        assertThat(story.lowest).isEqualTo(6);
        story.isWholeWithout(victim);
    }

    @Test
    void aNoticeForAHostThatIsGone() {
        var story = new Story("pool", web(USUAL));
        var victim = story.victim();
        story.cluster
                .world
                .faults()
                .begin(new What.LateEvents(Events.ALL, Duration.ofMinutes(10), Chance.ALWAYS), Optional.empty());

        story.isTaken(victim, Manner.NOTICE);
        story.lives(Duration.ofMinutes(9));
        story.isWholeWithout(victim);
        var before = story.steps.size();
        story.lives(Duration.ofMinutes(5));

        assertThat(story.steps.subList(before, story.steps.size()))
                .noneMatch(step -> step.reason().code().name().startsWith("NOTICE"));
    }

    @Test
    void aRebalanceRecommendationThatANoticeFollows() {
        var story = new Story("pool", web(USUAL));
        var victim = story.victim();
        story.lives(Duration.ofHours(1));

        story.isTaken(victim, new Manner.Rebalance());
        story.lives(Duration.ofSeconds(20));
        story.isTaken(victim, Manner.NOTICE);
        story.lives(AFTERWARDS);

        assertThat(story.steps(Action.LaunchInstances.class))
                .as("one replacement")
                .hasSizeLessThanOrEqualTo(1);
        assertThat(story.lowest).isEqualTo(6);
        story.isWholeWithout(victim);
    }

    @Test
    void aNoticeForAHostThatIsStillRegistering() {
        var story = new Story("none", web(USUAL));
        story.cluster.settings = story.cluster.settings.withTarget(Target.instances(5));
        story.lives(Duration.ofSeconds(30));
        var booting = story.cluster.world.ec2().region(Cluster.REGION).instances().stream()
                .filter(one -> one.state().isAlive())
                .max(Comparator.comparing(Ec2Instance::launchedAt))
                .orElseThrow();

        story.isTaken(booting, Manner.NOTICE);
        story.lives(AFTERWARDS);

        story.isWholeWithout(booting);
        assertThat(story.cluster.look().owned("live"))
                .filteredOn(instance -> instance.state().isAlive())
                .hasSize(5);
    }

    @Test
    void aNoticeDuringOurOwnDrain() {
        var story = new Story("none", web(USUAL));
        story.cluster.settings = story.cluster.settings.withTarget(Target.instances(2));
        story.lives(Duration.ofSeconds(80));
        var drained = story.steps(Action.DrainInstances.class);
        assertThat(drained).isNotEmpty();
        var arn = ((Action.DrainInstances) drained.getFirst().action())
                .containerInstanceArns()
                .getFirst();
        var id = story.cluster.look().containerInstances().value().stream()
                .filter(host -> host.arn().equals(arn))
                .findFirst()
                .orElseThrow()
                .instanceId();
        var victim = story.cluster.world.ec2().instance(id).orElseThrow();

        if (victim.state().isAlive()) story.isTaken(victim, Manner.NOTICE);
        story.lives(AFTERWARDS);

        assertThat(story.service().running()).isEqualTo(6);
        assertThat(story.lowest).isEqualTo(6);
    }

    @Test
    void aDroughtInWhichNoReplacementIsToBeHad() {
        var story = new Story("none", web(USUAL));
        var victim = story.victim();
        var pools = story.cluster.look().offers().value();
        for (var offer : pools)
            story.cluster.world.faults().begin(new What.Capacity(offer.pool(), 0), Optional.of(Duration.ofMinutes(30)));

        story.isTaken(victim, Manner.NOTICE);
        story.lives(Duration.ofMinutes(5));
        assertThat(story.lowest).as("what fits on the others has moved").isGreaterThanOrEqualTo(4);
        story.lives(Duration.ofHours(1));

        story.isWholeWithout(victim);
    }

    @Test
    void aServiceWhoseMinimumAndMaximumAreHundredPercent() {
        var story = new Story("pool", web(new HealthyPercent(100, 100)));
        var victim = story.victim();
        var noticedAt = story.now();

        story.isTaken(victim, Manner.NOTICE);
        story.lives(Duration.ofSeconds(130));

        assertThat(story.steps(Action.StopTask.class)).isNotEmpty();
        assertThat(story.ended.values()).isNotEmpty().allMatch(at -> at.isBefore(noticedAt.plus(NOTICE)));
        story.lives(AFTERWARDS);
        story.isWholeWithout(victim);
    }

    @Test
    void aTaskThatIgnoresSigterm() {
        var story =
                new Story("pool", web(USUAL, new Ending(Optional.empty(), Optional.of(Duration.ofSeconds(120)), true)));
        var victim = story.victim();

        story.isTaken(victim, Manner.NOTICE);
        story.lives(AFTERWARDS);

        assertThat(story.lowest).as("its replacement ran first").isEqualTo(6);
        story.isWholeWithout(victim);
    }

    @Test
    void aTargetThatNeverBecomesUnused() {
        var story =
                new Story("pool", web(USUAL, new Ending(Optional.of(Duration.ofHours(1)), Optional.empty(), false)));
        var victim = story.victim();

        story.isTaken(victim, Manner.NOTICE);
        story.lives(AFTERWARDS);

        story.isWholeWithout(victim);
    }

    @Test
    void throttledToAStandstill() {
        var story = new Story("pool", web(USUAL));
        var victim = story.victim();
        story.refused.put("DrainInstances", 8);
        story.refused.put("LaunchInstances", 8);

        story.isTaken(victim, Manner.NOTICE);
        story.lives(AFTERWARDS);

        assertThat(story.steps(Action.DrainInstances.class)).isNotEmpty();
        assertThat(story.lowest).isEqualTo(6);
        story.isWholeWithout(victim);
    }

    @Test
    void aControllerThatIsRestartedFortySecondsAfterTheNotice() {
        var story = new Story("pool", web(USUAL));
        var victim = story.victim();

        story.isTaken(victim, Manner.NOTICE);
        story.lives(Duration.ofSeconds(40));
        var launches = story.steps(Action.LaunchInstances.class).size();
        story.loop = story.cluster.process();
        story.lives(AFTERWARDS);

        assertThat(story.steps(Action.LaunchInstances.class)).hasSize(launches);
        assertThat(story.lowest).isEqualTo(6);
        story.isWholeWithout(victim);
    }
}
