package dev.ballast.simulation;

import dev.ballast.loop.JumpingRunner;
import dev.ballast.sim.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * The time of a simulated run: the world's events, what the storm has planned between them, and Ballast's own clock, which may be
 * wrong.
 */
final class Course implements JumpingRunner.JumpingClock {
    private record Errand(Instant at, long order, Runnable what) {}

    private final World world;
    private final PriorityQueue<Errand> errands =
            new PriorityQueue<>(Comparator.comparing(Errand::at).thenComparing(Errand::order));
    private long planned;
    private Duration offset = Duration.ZERO;

    Course(World world) {
        this.world = world;
    }

    void plan(Instant at, Runnable what) {
        errands.add(new Errand(at, planned++, what));
    }

    void plan(Duration fromNow, Runnable what) {
        plan(world.time().now().plus(fromNow), what);
    }

    /** How far Ballast's clock is ahead of the world. */
    void offset(Duration ahead) {
        offset = ahead;
    }

    Duration offset() {
        return offset;
    }

    /** By Ballast's clock. */
    @Override
    public Instant instant() {
        return world.time().now().plus(offset);
    }

    @Override
    public Optional<Instant> nextEventAt() {
        var next = world.time().nextEventAt();
        var errand = errands.peek();
        if (errand != null && next.filter(at -> at.isBefore(errand.at())).isEmpty()) next = Optional.of(errand.at());
        return next.map(at -> at.plus(offset));
    }

    @Override
    public void jumpTo(Instant moment) {
        passUntil(moment.minus(offset));
    }

    /** Lets so much time pass while Ballast does nothing. */
    void pass(Duration length) {
        passUntil(world.time().now().plus(length));
    }

    private void passUntil(Instant moment) {
        while (!errands.isEmpty() && !errands.peek().at().isAfter(moment)) {
            var errand = errands.poll();
            world.time().advanceTo(errand.at());
            errand.what().run();
        }
        world.time().advanceTo(moment);
    }
}
