package dev.ballast.simulation;

import dev.ballast.model.Action.LaunchInstances;
import dev.ballast.model.Decision;
import dev.ballast.model.Outcome;
import dev.ballast.model.OwnerTags;
import dev.ballast.model.PurchaseOption;
import dev.ballast.model.Settings;
import dev.ballast.model.Step;
import dev.ballast.model.UsdPerHour;
import dev.ballast.sim.world.World;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Spend never over the caps: on-demand instances together, and one instance's price, by the settings of the decision. */
final class MoneyChecker implements Checker {
    private final World world;
    /** Of the decision under way. */
    private final Supplier<Settings> settings;

    private final Map<String, UsdPerHour> caps = new HashMap<>();

    MoneyChecker(World world, Supplier<Settings> settings) {
        this.world = world;
        this.settings = settings;
    }

    @Override
    public void recorded(Decision decision) {
        for (var step : decision.steps())
            caps.putIfAbsent(step.token(), settings.get().capacity().onDemand().cap());
    }

    @Override
    public void performed(Step step, Outcome outcome) {
        if (!(step.action() instanceof LaunchInstances launch)
                || launch.offers().stream().noneMatch(offer -> offer.pool().option() == PurchaseOption.ON_DEMAND))
            return;
        var cap = caps.get(step.token());
        var spent = 0.0;
        for (var one : world.ec2().region(Cluster.REGION).instances())
            if (one.state().isAlive()
                    && one.option() == PurchaseOption.ON_DEMAND
                    && "live".equals(one.tags().get(OwnerTags.CLUSTER)))
                spent += world.ec2().market().onDemand(one.pool()).dollars();
        if (spent > cap.dollars() + 1e-9)
            throw new Violation(
                    "cap",
                    world.time().now(),
                    "on-demand instances cost " + UsdPerHour.of(spent) + ", more than the cap of " + cap);
    }
}
