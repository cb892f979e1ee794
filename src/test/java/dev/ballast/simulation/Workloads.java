package dev.ballast.simulation;

import dev.ballast.sim.world.World;
import dev.ballast.sim.world.ecs.ContainerDefinition;
import dev.ballast.sim.world.ecs.ContainerDefinition.Behaviour;
import dev.ballast.sim.world.ecs.ContainerDefinition.PortMapping;
import dev.ballast.sim.world.ecs.ContainerDefinition.Transport;
import dev.ballast.sim.world.ecs.EcsService;
import dev.ballast.sim.world.ecs.TaskDefinition;
import dev.ballast.sim.world.elb.LoadBalancer;
import dev.ballast.sim.world.elb.TargetGroup;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;

/** The services of a scenario, as their team creates them. */
final class Workloads {
    /** Stands where secrets stand; nothing that Ballast writes may contain it. */
    static final String SECRET = "correct-horse-battery-staple";

    private static final int PORT = 80;
    private static final Duration CHECKED_EVERY = Duration.ofSeconds(10);

    private Workloads() {}

    static void create(World world, List<Scenario.Workload> workloads) {
        var ecs = world.ecs().region(Cluster.REGION);
        var cluster = ecs.createCluster("live");
        for (var one : workloads) {
            var definition = ecs.taskDefinitions().register(definition(one));
            var spec = one.daemon()
                    ? EcsService.Spec.daemon(one.name(), definition)
                    : EcsService.Spec.replica(one.name(), definition, one.desired())
                            .with(one.healthy());
            ecs.services().create(cluster, behind(world, one, spec), new TreeMap<>());
        }
        ecs.taskDefinitions()
                .register(TaskDefinition.Spec.of("job", ContainerDefinition.of("job", "registry/job:1", 256, 512)));
    }

    static TaskDefinition.Spec definition(Scenario.Workload one) {
        var container =
                ContainerDefinition.of(one.name(), "registry/" + one.name() + ":1", one.cpuUnits(), one.memoryMib());
        var ending = one.ending();
        if (ending.stopTimeout().isPresent())
            container = container.withStopTimeout(ending.stopTimeout().get());
        if (ending.ignoresSigterm()) container = container.behaving(Behaviour.IGNORES_SIGTERM);
        if (ending.deregistrationDelay().isPresent())
            container = container.withPorts(new PortMapping(PORT, 0, Transport.TCP));
        return TaskDefinition.Spec.of(one.name(), container);
    }

    /** A load balancer for each, as most teams have it. */
    private static EcsService.Spec behind(World world, Scenario.Workload one, EcsService.Spec spec) {
        var delay = one.ending().deregistrationDelay();
        if (delay.isEmpty()) return spec;
        var balancers = world.elb().region(Cluster.REGION);
        var group = balancers.createGroup(
                new TargetGroup.Spec(
                        one.name(), TargetGroup.TargetType.INSTANCE, PORT, "vpc-1", CHECKED_EVERY, 2, new TreeMap<>()),
                new TreeMap<>());
        group.attribute(
                TargetGroup.DEREGISTRATION_DELAY, Long.toString(delay.get().toSeconds()));
        var balancer = balancers.createBalancer(
                new LoadBalancer.Spec(
                        one.name(),
                        LoadBalancer.Type.APPLICATION,
                        true,
                        "vpc-1",
                        new TreeMap<>(),
                        List.of(),
                        new TreeMap<>()),
                new TreeMap<>());
        balancers.createListener(balancer, PORT, List.of(group.arn()), new TreeMap<>(), new TreeMap<>());
        return spec.behind(new EcsService.LoadBalancer(group.arn(), one.name(), PORT));
    }
}
