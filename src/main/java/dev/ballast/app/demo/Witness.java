package dev.ballast.app.demo;

import dev.ballast.sim.world.ecs.EcsListener;
import dev.ballast.sim.world.ecs.EcsTask;
import dev.ballast.sim.world.ecs.StopCode;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Counts what the world itself does to services, at every change, not what Ballast's observations happened to catch. Told inside the
 * world's gate, so one writer; read after the world stood still or through the same gate.
 */
public final class Witness implements EcsListener {
    /** What one service lived through since {@link #startWatching}. */
    public static final class Tally {
        private final Set<String> running = new TreeSet<>();
        private int lowestRunning;
        private int killed;
        private int lost;

        /** The fewest tasks that ran at once. */
        public int lowestRunning() {
            return lowestRunning;
        }

        /** Tasks that were still running when their host went away. */
        public int killed() {
            return killed;
        }

        /** Of those, the ones whose service then ran fewer tasks than it wants: lost without a healthy replacement. */
        public int lost() {
            return lost;
        }
    }

    private final Map<String, Tally> services = new TreeMap<>();
    private boolean watching;

    @Override
    public void taskChanged(EcsTask task) {
        if (task.service().isEmpty()) return;
        var service = task.service().get();
        var tally = services.computeIfAbsent(service.name(), name -> new Tally());
        var ran = tally.running.contains(task.id());
        if (task.isRunning()) tally.running.add(task.id());
        else tally.running.remove(task.id());
        if (!watching) return;
        tally.lowestRunning = Math.min(tally.lowestRunning, tally.running.size());
        var endedWithHost = ran
                && !task.isRunning()
                && task.stopCode()
                        .filter(code -> code == StopCode.TERMINATION_NOTICE)
                        .isPresent();
        if (endedWithHost) {
            tally.killed++;
            if (tally.running.size() < service.desired()) tally.lost++;
        }
    }

    /** From now on everything counts. */
    public void startWatching() {
        watching = true;
        for (var tally : services.values()) {
            tally.lowestRunning = tally.running.size();
            tally.killed = 0;
            tally.lost = 0;
        }
    }

    /** By service. */
    public Map<String, Tally> services() {
        return services;
    }
}
