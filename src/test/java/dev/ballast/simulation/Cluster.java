package dev.ballast.simulation;

import dev.ballast.act.Actor;
import dev.ballast.act.CloudWriter;
import dev.ballast.act.Fence;
import dev.ballast.app.session.SettingsFile;
import dev.ballast.config.Overrides;
import dev.ballast.journal.InMemoryJournal;
import dev.ballast.journal.Journal;
import dev.ballast.loop.Drive;
import dev.ballast.loop.JumpingRunner;
import dev.ballast.loop.Loop;
import dev.ballast.loop.Tick;
import dev.ballast.model.Action;
import dev.ballast.model.Observation;
import dev.ballast.model.Settings;
import dev.ballast.model.Step;
import dev.ballast.observe.CloudUnreachable;
import dev.ballast.observe.Observer;
import dev.ballast.sim.port.WorldPort;
import dev.ballast.sim.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** A cluster of a world in this process with the real loop over it, for tests that live through minutes of it. */
final class Cluster {
    static final Instant START = Instant.parse("2026-01-05T09:00:00Z");
    static final String REGION = "eu-west-1";
    /** A signal, its answers and the plan behind them may share a moment; more is a loop that spins. */
    private static final int MOST_TICKS_AT_ONCE = 20;

    final World world;
    final WorldPort port;
    final Journal journal = new InMemoryJournal("test@" + START);
    Settings settings;
    private CloudWriter writer;

    Cluster(long seed, String yaml) {
        world = new World(seed, START, World.Rules.DEFAULT);
        settings = SettingsFile.of(yaml, "test.yaml", Overrides.none());
        port = new WorldPort(world, REGION, settings.cluster());
        writer = port.writer();
        port.writer().perform(new Step("t", new Action.PutCluster(), null));
    }

    /** Puts something between the loop and the world. */
    void between(UnaryOperator<CloudWriter> wrapper) {
        writer = wrapper.apply(port.writer());
    }

    /** A new process on the same journal. */
    Loop process() {
        return new Loop(
                new Observer(port.cluster(), port.market()),
                port.signals(),
                new Actor(writer, Fence.NONE, port.clock()),
                journal,
                port.clock(),
                () -> settings.after(journal.lastWish()));
    }

    /** Runs the loop until the goal; fails when that takes longer than {@code most} of the world's time. */
    Tick run(Loop loop, Duration most, Predicate<Tick> goal) {
        var until = world.time().now().plus(most);
        var runner = new JumpingRunner(loop, port.signals(), new Clock());
        var watcher = new Drive.Watcher() {
            Tick last;
            int atOnce;

            @Override
            public void ticked(Tick tick) {
                var sameMoment = last != null
                        && last.decision().asOf().equals(tick.decision().asOf());
                atOnce = sameMoment ? atOnce + 1 : 0;
                if (atOnce > MOST_TICKS_AT_ONCE)
                    throw new AssertionError("the loop spins at "
                            + tick.decision().asOf() + ": " + tick.decision().notes());
                last = tick;
            }

            @Override
            public void unreachable(CloudUnreachable why) {
                throw why;
            }

            @Override
            public boolean isEnough(Tick tick) {
                if (world.time().now().isAfter(until))
                    throw new AssertionError("not reached within " + most + ": "
                            + tick.decision().notes().stream()
                                    .map(note -> note.sentence())
                                    .toList());
                return goal.test(tick);
            }
        };
        runner.run(watcher);
        return watcher.last;
    }

    Observation look() {
        return new Observer(port.cluster(), port.market())
                .read(settings, world.time().now(), List.of());
    }

    private final class Clock implements JumpingRunner.JumpingClock {
        @Override
        public Instant instant() {
            return world.time().now();
        }

        @Override
        public Optional<Instant> nextEventAt() {
            return port.nextEventAt();
        }

        @Override
        public void jumpTo(Instant moment) {
            world.time().advanceTo(moment);
        }
    }
}
