package dev.ballast.simulation;

import dev.ballast.model.Action;
import dev.ballast.model.ContainerInstance.Status;
import dev.ballast.model.Outcome;
import dev.ballast.model.OwnerTags;
import dev.ballast.model.Reason.Code;
import dev.ballast.model.Step;
import dev.ballast.sim.world.World;
import dev.ballast.sim.world.ec2.Ec2Instance;
import dev.ballast.sim.world.ecs.EcsInstance;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Nothing is terminated undrained except by AWS, and nothing at all that carries no owner tag. */
final class EndChecker implements Checker {
    /** A decision made on a silent agent may meet one that has just spoken again. */
    private static final Duration JUST_BACK = Duration.ofSeconds(60);

    private final World world;
    private final Map<String, Instant> silentUntil = new HashMap<>();
    private final Map<String, Instant> activatedAt = new HashMap<>();
    private Step acting;

    EndChecker(World world) {
        this.world = world;
    }

    @Override
    public void performing(Step step) {
        acting = step;
    }

    @Override
    public void performed(Step step, Outcome outcome) {
        acting = null;
    }

    @Override
    public void instanceChanged(EcsInstance host) {
        if (host.status() == Status.DRAINING) activatedAt.put(host.id(), Instant.EPOCH);
        else
            activatedAt.computeIfPresent(
                    host.id(),
                    (id, at) -> at.equals(Instant.EPOCH) ? world.time().now() : at);
        if (!host.isAgentConnected()) silentUntil.put(host.instanceId(), Instant.MAX);
        else
            silentUntil.computeIfPresent(
                    host.instanceId(),
                    (id, until) -> until.equals(Instant.MAX) ? world.time().now() : until);
    }

    /** Called before ECS hears of it, and after EC2's own state has changed. */
    @Override
    public void stopping(Ec2Instance instance) {
        if (!(acting != null && acting.action() instanceof Action.TerminateInstances)) return;
        var now = world.time().now();
        if (!"live".equals(instance.tags().get(OwnerTags.CLUSTER)))
            throw new Violation("owner", now, instance.id() + " is not Ballast's and is terminated");
        var host = world.ecs().region(Cluster.REGION).hosts().of(instance.id());
        if (host.isEmpty()) return;
        var why = acting.reason().code();
        if (why == Code.TAKE_DOWN) return;
        if (host.get().status() != Status.DRAINING && wasActivatedJustNow(host.get())) return;
        if (host.get().status() != Status.DRAINING && !isSilent(host.get()))
            throw new Violation(
                    "drained-first", now, host.get() + " takes tasks and is terminated (" + acting.reason() + ")");
        if (why == Code.AGENT_LOST && isSilent(host.get())) return;
        for (var task : host.get().cluster().tasks()) {
            if (task.instance() != host.get() || task.stoppedAt().isPresent()) continue;
            var daemon = task.service().filter(service -> service.isDaemon()).isPresent();
            if (!daemon)
                throw new Violation(
                        "drained-first",
                        now,
                        host.get() + " still runs " + task + " and is terminated (" + acting.reason() + ")");
        }
    }

    /** EC2's termination takes no condition: what a person does within the age of the facts is lost with the host. */
    private boolean wasActivatedJustNow(EcsInstance host) {
        var at = activatedAt.get(host.id());
        return at != null && at.plus(JUST_BACK).isAfter(world.time().now());
    }

    private boolean isSilent(EcsInstance host) {
        var until = silentUntil.get(host.instanceId());
        return until != null
                && (until.equals(Instant.MAX)
                        || until.plus(JUST_BACK).isAfter(world.time().now()));
    }
}
