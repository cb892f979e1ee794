package dev.ballast.simulation;

import dev.ballast.act.Actor;
import dev.ballast.act.Fence;
import dev.ballast.journal.InMemoryJournal;
import dev.ballast.journal.Journal;
import dev.ballast.loop.Drive;
import dev.ballast.loop.JumpingRunner;
import dev.ballast.loop.Loop;
import dev.ballast.loop.Tick;
import dev.ballast.model.Reason;
import dev.ballast.model.Settings;
import dev.ballast.observe.CloudUnreachable;
import dev.ballast.observe.Observer;
import dev.ballast.sim.port.WorldPort;
import dev.ballast.sim.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One seed: the real loop over a world in this process, on time that jumps, in one thread. First the storm, in which no promise may be
 * broken; then calm, in which everything must become whole and stay so.
 */
final class Simulation {
    private static final int TICKS_KEPT = 30;

    private final Scenario scenario;
    private final World world;
    private final Course course;
    private final Storm storm;
    private final SimulatedSettings settings;
    private final WorldPort port;
    private final Journal disk;
    private final Journal journal;
    private final UnreliableCloud cloud;
    private final UnreliableMail mail;
    private final Checkers checkers;
    private final Liveness liveness;
    private final Losses losses = new Losses();
    private final Deque<Tick> lastTicks = new ArrayDeque<>();
    private Settings decidedWith;
    private int restarts;
    private long ticks;

    /**
     * What a seed came through.
     *
     * @param hours of the world's time
     * @param interruptions instances that AWS took away
     * @param whole how long after the storm everything was whole again
     */
    record Survived(
            double hours,
            long ticks,
            int restarts,
            int interruptions,
            Map<Adversity, Integer> strikes,
            Optional<Duration> whole) {}

    Simulation(Scenario scenario) {
        this.scenario = scenario;
        world = new World(scenario.seed(), Cluster.START, World.Rules.of(scenario.regime()));
        course = new Course(world);
        storm = new Storm(scenario, world);
        settings = new SimulatedSettings(scenario);
        Workloads.create(world, scenario.services());
        port = new WorldPort(world, Cluster.REGION, "live");
        disk = new InMemoryJournal("seed-" + scenario.seed());
        checkers = new Checkers(world, settings::now, () -> decidedWith, disk);
        journal = new UnreliableJournal(disk, storm, checkers);
        cloud = new UnreliableCloud(port, storm, course, checkers);
        mail = new UnreliableMail(port.signals(), storm, course);
        liveness = new Liveness(world, settings::now, storm, scenario.regime());
        world.ec2().listen(losses);
        new Mischief(scenario, world, storm, course, () -> settings.change(storm.draws(Adversity.SETTINGS_CHANGED)))
                .begin();
    }

    /** @throws Violation where a promise is broken */
    Survived run() {
        var end = storm.end().plus(scenario.calm());
        var watcher = new Watching(end);
        var loop = process();
        while (true) {
            try {
                new JumpingRunner(loop, mail, course).run(watcher);
                break;
            } catch (Interrupted interrupted) {
                restarts++;
                course.pass(storm.between(Adversity.CRASHES, 1, 240));
                mail.deliverAgain();
                loop = process();
                checkers.restarted();
            } catch (CloudUnreachable unreachable) {
                course.pass(UnreliableCloud.PAUSE);
            }
            if (!world.time().now().isBefore(end)) break;
        }
        liveness.ended();
        checkSecrets();
        return new Survived(
                Duration.between(Cluster.START, world.time().now()).toMinutes() / 60.0,
                ticks,
                restarts,
                losses.count(),
                storm.strikes(),
                liveness.wholeAfter());
    }

    /** What was decided last, newest at the end; for whoever replays a failure. */
    List<String> lastDecisions() {
        return lastTicks.stream().map(Simulation::told).toList();
    }

    private static String told(Tick tick) {
        var decision = tick.decision();
        return decision.asOf() + " #" + decision.number() + " "
                + tick.observation().scope() + " " + decision.steps() + " notes "
                + decision.notes().stream().map(Reason::sentence).toList() + " answers " + tick.answers();
    }

    /** All of it, as it is exported. */
    List<String> journal() {
        return disk.export().toList();
    }

    private Loop process() {
        return new Loop(
                new Observer(cloud, cloud),
                mail,
                new Actor(cloud, Fence.NONE, course),
                journal,
                course,
                this::settingsForADecision);
    }

    /** Reading the world takes time, in which they may change; the decision is made with what they were. */
    private Settings settingsForADecision() {
        decidedWith = settings.now().after(journal.lastWish());
        return decidedWith;
    }

    /** Neither in what is kept, nor in what the instances carry that Ballast launched. */
    private void checkSecrets() {
        disk.export().forEach(line -> holdsNoSecret("the journal", line));
        for (var instance : world.ec2().region(Cluster.REGION).instances()) {
            holdsNoSecret("a tag of " + instance.id(), instance.tags().toString());
            holdsNoSecret(
                    "the user data of " + instance.id(),
                    instance.spec().userData().text());
        }
    }

    private void holdsNoSecret(String what, String text) {
        if (text.contains(Workloads.SECRET))
            throw new Violation("secret", world.time().now(), what + " holds a secret: " + text);
    }

    private final class Watching implements Drive.Watcher {
        private final Instant end;

        private Watching(Instant end) {
            this.end = end;
        }

        @Override
        public void ticked(Tick tick) {
            ticks++;
            lastTicks.addLast(tick);
            if (lastTicks.size() > TICKS_KEPT) lastTicks.removeFirst();
            checkers.ticked(tick);
            liveness.ticked(tick);
        }

        @Override
        public void unreachable(CloudUnreachable why) {}

        @Override
        public boolean isEnough(Tick tick) {
            return !world.time().now().isBefore(end);
        }
    }
}
