package dev.ballast.simulation;

import dev.ballast.journal.Journal;
import dev.ballast.loop.Tick;
import dev.ballast.model.Decision;
import dev.ballast.model.Outcome;
import dev.ballast.model.Settings;
import dev.ballast.model.Step;
import dev.ballast.sim.world.World;
import java.util.List;
import java.util.function.Supplier;

/** All checkers of one run. */
final class Checkers {
    private final List<Checker> all;

    /** @param decidedWith what the loop was given for the decision under way */
    Checkers(World world, Supplier<Settings> settings, Supplier<Settings> decidedWith, Journal journal) {
        all = List.of(
                new LaunchChecker(world),
                new EndChecker(world),
                new TimelineChecker(world),
                new MinimumChecker(world),
                new MoneyChecker(world, decidedWith),
                new ReasonChecker(world),
                new ReplayChecker(world, settings, journal),
                new SpinChecker(world));
        all.forEach(world.ec2()::listen);
        all.forEach(world.ecs()::listen);
    }

    void recorded(Decision decision) {
        for (var one : all) one.recorded(decision);
    }

    void performing(Step step) {
        for (var one : all) one.performing(step);
    }

    void performed(Step step, Outcome outcome) {
        for (var one : all) one.performed(step, outcome);
    }

    void ticked(Tick tick) {
        for (var one : all) one.ticked(tick);
    }

    void restarted() {
        for (var one : all) one.restarted();
    }
}
