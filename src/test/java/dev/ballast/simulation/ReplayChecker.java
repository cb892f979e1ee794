package dev.ballast.simulation;

import dev.ballast.decide.Decide;
import dev.ballast.journal.Journal;
import dev.ballast.loop.Tick;
import dev.ballast.model.Decision;
import dev.ballast.model.Memory;
import dev.ballast.model.Settings;
import dev.ballast.sim.world.World;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The journal replays to the same decisions: what is decided on the memory in the journal is what was decided on the memory in the
 * process. One decision in {@link #ONE_IN} is repeated, and every first one after a restart.
 */
final class ReplayChecker implements Checker {
    private static final int ONE_IN = 16;

    private final World world;
    private final Supplier<Settings> settings;
    private final Journal journal;
    private Optional<Memory> before = Optional.empty();
    private Settings settingsBefore;
    private Decision last;
    private long ticks;

    ReplayChecker(World world, Supplier<Settings> settings, Journal journal) {
        this.world = world;
        this.settings = settings;
        this.journal = journal;
    }

    /** What the next decision must be made on. */
    void expectNext() {
        before = ++ticks % ONE_IN == 0 ? journal.lastMemory() : Optional.empty();
        settingsBefore = settings.get();
    }

    @Override
    public void restarted() {
        ticks = ONE_IN - 1;
        expectNext();
    }

    @Override
    public void ticked(Tick tick) {
        var isNew = tick.decision() != last;
        last = tick.decision();
        if (isNew && before.isPresent() && settingsBefore.equals(settings.get())) compare(tick, before.get());
        expectNext();
    }

    private void compare(Tick tick, Memory memory) {
        var again = Decide.decide(tick.observation(), settings.get(), memory);
        var then = tick.decision();
        if (!steps(again).equals(steps(then))
                || !again.memory().equals(then.memory().atDecision(again.number())))
            throw new Violation(
                    "replay",
                    world.time().now(),
                    "decided again on the journal's memory: " + again + " instead of " + then);
    }

    /** Without tokens: a decision that was no news has no number of its own. */
    private static Object steps(Decision decision) {
        return decision.steps().stream()
                .map(step -> java.util.List.of(step.action(), step.reason()))
                .toList();
    }
}
