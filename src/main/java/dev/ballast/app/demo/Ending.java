package dev.ballast.app.demo;

import dev.ballast.app.view.ClusterSummary;
import dev.ballast.app.view.Table;
import dev.ballast.app.view.Wording;
import dev.ballast.model.CapacityPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the demo ends with.
 *
 * @param services what each lived through from the notice on
 * @param toFullStrength from the notice until as many hosts as before took tasks and every service was whole
 * @param took the whole story, in the cloud's time
 */
public record Ending(
        String cluster,
        CapacityPool lostPool,
        int lostInstances,
        ClusterSummary summary,
        Map<String, Life> services,
        Duration toFullStrength,
        Duration took) {

    /**
     * @param minimum the fewest that minimumHealthyPercent allows
     * @param killed tasks still running when their host went away
     * @param lost of those, the ones without a healthy replacement at that moment
     */
    public record Life(int desired, int minimum, int lowestRunning, int killed, int lost) {
        boolean isWhole() {
            return lowestRunning >= minimum && lost == 0;
        }
    }

    /** What the demo promises and did not hold; empty where all held. */
    public List<String> broken() {
        var broken = new ArrayList<String>();
        services.forEach((name, life) -> {
            if (!life.isWhole())
                broken.add("service " + name + ": lowest " + life.lowestRunning() + " of at least " + life.minimum()
                        + ", " + life.lost() + " tasks lost without a healthy replacement");
        });
        if (summary.active() < Story.THEN.amount())
            broken.add("only " + summary.active() + " of " + Story.THEN.amount() + " hosts ACTIVE");
        return broken;
    }

    public int lost() {
        return services.values().stream().mapToInt(Life::lost).sum();
    }

    /** The closing table for people. */
    public String text() {
        var pools = new Table("POOL", "INSTANCES", "ACTIVE");
        for (var pool : summary.pools()) pools.row(pool.pool(), pool.instances(), pool.active());
        var table = new Table("SERVICE", "DESIRED", "MINIMUM", "LOWEST RUNNING", "LOST", "HELD");
        services.forEach((name, life) -> table.row(
                name,
                life.desired(),
                life.minimum(),
                life.lowestRunning(),
                life.lost(),
                life.isWhole() ? "yes" : "NO"));
        return pools + "\n" + table + "\n"
                + "lost pool                                  " + lostPool + " ("
                + Wording.count(lostInstances, "instance") + ")\n"
                + "tasks lost without a healthy replacement   " + lost() + "\n"
                + "time from the notice to full strength      " + Wording.of(toFullStrength) + "\n"
                + "hosts ACTIVE                               " + summary.active() + " in "
                + Wording.count(summary.pools().size(), "pool") + "\n"
                + "cost                                       " + summary.cost() + "\n"
                + "the whole story, in the cloud's time       " + Wording.of(took) + "\n";
    }
}
