package dev.ballast.simulation;

import dev.ballast.model.Action.LaunchInstances;
import dev.ballast.model.Decision;
import dev.ballast.model.InstanceState;
import dev.ballast.model.OwnerTags;
import dev.ballast.sim.world.World;
import dev.ballast.sim.world.ec2.Ec2Instance;
import java.util.HashMap;
import java.util.Map;

/** No instance without an owner or a recorded decision, and none launched twice for one decision. */
final class LaunchChecker implements Checker {
    private final World world;
    private final Map<String, Integer> decided = new HashMap<>();
    private final Map<String, Integer> launched = new HashMap<>();

    LaunchChecker(World world) {
        this.world = world;
    }

    @Override
    public void recorded(Decision decision) {
        for (var step : decision.steps())
            if (step.action() instanceof LaunchInstances launch) decided.put(step.token(), launch.total());
    }

    @Override
    public void stateChanged(Ec2Instance instance, InstanceState before) {
        if (before != InstanceState.PENDING || instance.state() != InstanceState.PENDING) return;
        var owner = instance.tags().get(OwnerTags.CLUSTER);
        var token = instance.tags().getOrDefault(OwnerTags.LAUNCH, "");
        if (!"live".equals(owner))
            throw new Violation("owner", world.time().now(), instance.id() + " is launched without its owner tag");
        if (!decided.containsKey(token))
            throw new Violation(
                    "decision", world.time().now(), instance.id() + " is launched and no recorded decision wants it");
        var count = launched.merge(token, 1, Integer::sum);
        if (count > decided.get(token))
            throw new Violation(
                    "launched-once",
                    world.time().now(),
                    instance.id() + " is number " + count + " of a decision for " + decided.get(token));
    }
}
