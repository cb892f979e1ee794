package dev.ballast.simulation;

import dev.ballast.loop.Tick;
import dev.ballast.model.OwnerTags;
import dev.ballast.model.Signal;
import dev.ballast.sim.world.World;

/** No doomed host without its timeline: whatever notice a decision was made on, its memory has the host. */
final class TimelineChecker implements Checker {
    private final World world;

    TimelineChecker(World world) {
        this.world = world;
    }

    @Override
    public void ticked(Tick tick) {
        for (var signal : tick.observation().signals()) {
            if (signal.kind() != Signal.Kind.NOTICE) continue;
            var seen = tick.observation().instances().value().stream()
                    .filter(one -> one.instanceId().equals(signal.instanceId()))
                    .filter(one ->
                            one.state().isAlive() && "live".equals(one.tags().get(OwnerTags.CLUSTER)))
                    .findFirst();
            var doomed = tick.decision().memory().doomed().get(signal.instanceId());
            if (seen.isPresent() && (doomed == null || doomed.kind() != Signal.Kind.NOTICE))
                throw new Violation(
                        "timeline",
                        world.time().now(),
                        signal.instanceId() + " has its notice since " + signal.at() + " and no timeline");
        }
    }
}
