package dev.ballast.backtest.loss;

import dev.ballast.model.Settings;
import dev.ballast.sim.world.World;
import dev.ballast.sim.world.ecs.ContainerDefinition;
import dev.ballast.sim.world.ecs.ContainerDefinition.PortMapping;
import dev.ballast.sim.world.ecs.ContainerDefinition.Transport;
import dev.ballast.sim.world.ecs.EcsService;
import dev.ballast.sim.world.ecs.PlacementConstraint;
import dev.ballast.sim.world.ecs.TaskDefinition;
import dev.ballast.sim.world.elb.LoadBalancer;
import dev.ballast.sim.world.elb.TargetGroup;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;

/** Services of a twin, as their team would create them. */
final class Workloads {
    private static final int PORT = 80;
    private static final int CHECKS_TO_BE_HEALTHY = 2;

    private Workloads() {}

    static void create(World world, Settings settings, Workload one) {
        var ecs = world.ecs().region(settings.region());
        var definition = ecs.taskDefinitions().register(definition(one));
        var spec = switch (one.placing()) {
            case EVERY_HOST -> EcsService.Spec.daemon(one.name(), definition);
            case ANYWHERE -> EcsService.Spec.replica(one.name(), definition, one.desired());
            case ONE_A_HOST ->
                EcsService.Spec.replica(one.name(), definition, one.desired())
                        .placed(List.of(new PlacementConstraint.DistinctInstance()), List.of());
        };
        spec = spec.with(one.healthy());
        if (one.deregistrationDelay().isPresent())
            spec = spec.behind(new EcsService.LoadBalancer(
                    group(world, settings, one, one.deregistrationDelay().get()), one.name(), PORT));
        ecs.services().create(ecs.cluster(settings.cluster()), spec, new TreeMap<>());
    }

    private static TaskDefinition.Spec definition(Workload one) {
        var spec = TaskDefinition.Spec.of(one.name(), container(one))
                .with(one.shape().architecture());
        return one.shape().needs().enis() > 0 ? spec.with(TaskDefinition.NetworkMode.AWSVPC) : spec;
    }

    /** A container without a load balancer has a health check of its own. */
    private static ContainerDefinition container(Workload one) {
        var needs = one.shape().needs();
        var container = ContainerDefinition.of(
                        one.name(), "registry/" + one.name() + ":1", needs.cpuUnits(), needs.memoryMib())
                .withGpus(needs.gpus());
        if (one.stopTimeout().isPresent())
            container = container.withStopTimeout(one.stopTimeout().get());
        return one.deregistrationDelay().isPresent()
                ? container.withPorts(ports(one))
                : container.withPorts(fixedPorts(one)).withHealthCheck();
    }

    /** The load balancer's port is one of those that are fixed on the host, or a dynamic one. */
    private static PortMapping[] ports(Workload one) {
        if (!one.shape().hostPorts().isEmpty()) return fixedPorts(one);
        return new PortMapping[] {new PortMapping(PORT, 0, Transport.TCP)};
    }

    private static PortMapping[] fixedPorts(Workload one) {
        var ports = one.shape().hostPorts();
        var mappings = new PortMapping[ports.size()];
        for (var i = 0; i < mappings.length; i++)
            mappings[i] = new PortMapping(i == 0 ? PORT : ports.get(i), ports.get(i), Transport.TCP);
        return mappings;
    }

    private static String group(World world, Settings settings, Workload one, Duration delay) {
        var balancers = world.elb().region(settings.region());
        var group = balancers.createGroup(
                new TargetGroup.Spec(
                        one.name(),
                        TargetGroup.TargetType.INSTANCE,
                        PORT,
                        "vpc-1",
                        ColdStart.CHECK,
                        CHECKS_TO_BE_HEALTHY,
                        new TreeMap<>()),
                new TreeMap<>());
        group.attribute(TargetGroup.DEREGISTRATION_DELAY, Long.toString(delay.toSeconds()));
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
        return group.arn();
    }
}
