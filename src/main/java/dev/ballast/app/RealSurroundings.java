package dev.ballast.app;

import dev.ballast.sim.api.Retired;
import dev.ballast.sim.api.admin.LiveWorld;
import dev.ballast.sim.api.admin.Surroundings;
import dev.ballast.sim.host.tasks.RealTasks;
import dev.ballast.sim.wire.LoopbackDoor;
import java.util.List;
import java.util.Locale;

/** Real programs around every world of a local cloud. */
final class RealSurroundings implements Surroundings {
    /** {@code GET /_ballast/programs}. */
    record Answer(
            String tasks, String folder, List<RealTasks.Container> containers, List<RealTasks.Listener> listeners) {}

    static final Answer SIMULATED = new Answer("simulated", "", List.of(), List.of());

    private final RealTasks.Options options;
    private volatile RealTasks current;

    RealSurroundings(RealTasks.Options options) {
        this.options = options;
    }

    @Override
    public Ending around(LiveWorld live) {
        var tasks = RealTasks.of(live.world(), options, change -> enter(live, change), LoopbackDoor::refusal);
        current = tasks;
        return tasks::close;
    }

    /** Whoever comes back to a world that has ended finds nobody to tell. */
    private static void enter(LiveWorld live, java.util.function.Consumer<dev.ballast.sim.world.World> change) {
        try {
            live.gate().call(now -> {
                change.accept(live.world());
                return null;
            });
        } catch (Retired over) {
            // The programs of that world are being killed.
        }
    }

    Answer answer() {
        return new Answer(
                options.mode().name().toLowerCase(Locale.ROOT),
                options.folder().toString(),
                current.containers(),
                current.listeners());
    }
}
