package dev.ballast.sim.port;

import dev.ballast.model.ContainerInstance;
import dev.ballast.model.Instance;
import dev.ballast.model.OwnerTags;
import dev.ballast.model.Service;
import dev.ballast.model.Service.Balancer;
import dev.ballast.model.Service.Constraint;
import dev.ballast.model.Service.Deployment;
import dev.ballast.model.Service.Ending;
import dev.ballast.model.Service.Strategy;
import dev.ballast.model.Task;
import dev.ballast.observe.ClusterReader;
import dev.ballast.sim.world.World;
import dev.ballast.sim.world.ec2.Ec2Instance;
import dev.ballast.sim.world.ec2.StateReason;
import dev.ballast.sim.world.ecs.Arns;
import dev.ballast.sim.world.ecs.EcsCluster;
import dev.ballast.sim.world.ecs.EcsDeployment;
import dev.ballast.sim.world.ecs.EcsService;
import dev.ballast.sim.world.ecs.EcsTask;
import dev.ballast.sim.world.ecs.PlacementConstraint;
import dev.ballast.sim.world.ecs.PlacementStrategy;
import dev.ballast.sim.world.ecs.TaskStatus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.stream.Stream;

/** One cluster of the world, as {@link dev.ballast.observe.ClusterReader} tells it: the world keeps by id what is told by ARN. */
final class WorldCluster implements ClusterReader {
    /** What one call lists or describes, as the aws room asks. */
    private static final int INSTANCES_A_PAGE = 1_000;

    private static final int DESCRIBED_A_CALL = 100;
    private static final int SERVICES_DESCRIBED_A_CALL = 10;
    /** The aws room does not describe steady tasks again and again: no more than this many in one reading. */
    private static final int TASKS_DESCRIBED_MAX = 2_000;

    private final World world;
    private final String region;
    private final String cluster;
    private final Arns arns;
    private final Line line;
    private final WorldTargets targets;

    /** What was told last: most reads find most things as they were. Weak, because what is gone is not asked for again. */
    private final Map<Ec2Instance, Instance> toldInstances = new WeakHashMap<>();

    WorldCluster(World world, String region, String cluster, Line line) {
        this.world = world;
        this.line = line;
        this.region = region;
        this.cluster = cluster;
        targets = new WorldTargets(world, region, line);
        arns = world.ecs().region(region).arns();
    }

    Optional<EcsCluster> cluster() {
        return world.ecs().region(region).findCluster(cluster).filter(EcsCluster::isActive);
    }

    @Override
    public List<Instance> instances() {
        var told = new ArrayList<Instance>();
        for (var instance : world.ec2().region(region).instances())
            if (cluster.equals(instance.tags().get(OwnerTags.CLUSTER)) || isRegistered(instance))
                told.add(instance(instance));
        reading("read the instances of cluster '" + cluster + "'", () -> {
            line.read("ec2", "DescribeInstances", Line.pages(told.size(), INSTANCES_A_PAGE));
            line.read("ecs", "ListContainerInstances", Line.pages(registered(), DESCRIBED_A_CALL));
        });
        told.sort(Comparator.comparing(Instance::instanceId));
        return Collections.unmodifiableList(told);
    }

    private int registered() {
        return cluster().map(found -> found.instances().size()).orElse(0);
    }

    /** Nothing is told of a cloud that does not answer. */
    private static void reading(String doing, Runnable calls) {
        try {
            calls.run();
        } catch (Line.Broken broken) {
            throw broken.unreachable(doing);
        }
    }

    private boolean isRegistered(Ec2Instance instance) {
        return world.ecs()
                .region(region)
                .hosts()
                .of(instance.id())
                .filter(host -> host.cluster().name().equals(cluster))
                .isPresent();
    }

    private Instance instance(Ec2Instance instance) {
        var before = toldInstances.get(instance);
        if (before != null
                && before.state() == instance.state()
                && before.pool().equals(instance.pool())
                && before.tags().equals(instance.tags())) return before;
        var now = new Instance(
                instance.id(),
                instance.pool(),
                instance.state(),
                instance.launchedAt(),
                instance.image().id(),
                instance.subnet().id(),
                instance.tags(),
                instance.stateReason().equals(StateReason.SPOT));
        toldInstances.put(instance, now);
        return now;
    }

    @Override
    public List<ContainerInstance> containerInstances() {
        reading("read the container instances of cluster '" + cluster + "'", () -> {
            line.read("ecs", "ListContainerInstances", Line.pages(registered(), DESCRIBED_A_CALL));
            if (registered() > 0)
                line.read("ecs", "DescribeContainerInstances", Line.pages(registered(), DESCRIBED_A_CALL));
        });
        var told = new ArrayList<ContainerInstance>();
        if (cluster().isPresent()) for (var host : cluster().get().instances()) told.add(host.toModel(arns));
        return Collections.unmodifiableList(told);
    }

    @Override
    public List<Task> tasks() {
        var found = new ArrayList<EcsTask>();
        if (cluster().isPresent())
            for (var task : cluster().get().tasks()) if (task.stoppedAt().isEmpty()) found.add(task);
        reading("read the tasks of cluster '" + cluster + "'", () -> {
            // those that are to run, and those that are to stop
            line.read("ecs", "ListTasks", Line.pages(found.size(), DESCRIBED_A_CALL) + 1);
            if (!found.isEmpty())
                line.read(
                        "ecs",
                        "DescribeTasks",
                        Line.pages(Math.min(found.size(), TASKS_DESCRIBED_MAX), DESCRIBED_A_CALL));
        });
        if (found.isEmpty()) return List.of();
        var told = new ArrayList<Task>(found.size());
        for (var task : found) told.add(task.toModel(arns));
        targets.onto(cluster().orElseThrow(), found, told);
        return Collections.unmodifiableList(told);
    }

    @Override
    public List<Service> services() {
        var services = cluster().stream()
                .flatMap(found -> found.services().stream())
                .filter(service -> service.status() != EcsService.Status.INACTIVE && !service.isExternal())
                .map(this::service)
                .toList();
        reading("read the services of cluster '" + cluster + "'", () -> {
            line.read("ecs", "ListServices", Line.pages(services.size(), DESCRIBED_A_CALL));
            if (!services.isEmpty())
                line.read("ecs", "DescribeServices", Line.pages(services.size(), SERVICES_DESCRIBED_A_CALL));
        });
        return services;
    }

    private Service service(EcsService service) {
        var definition = service.primary().definition();
        return new Service(
                service.name(),
                arns.service(cluster, service.name()),
                service.spec().scheduling(),
                definition.name(),
                definition.shape(),
                service.desired(),
                service.running(),
                service.pending(),
                service.spec().healthy(),
                deployments(service),
                Stream.concat(service.spec().constraints().stream(), definition.spec().constraints().stream())
                        .map(WorldCluster::constraint)
                        .toList(),
                new Ending(
                        balancers(service),
                        definition.stopTimeouts(),
                        definition.spec().volumes()),
                service.spec().strategies().stream().map(WorldCluster::strategy).toList());
    }

    private static Strategy strategy(PlacementStrategy strategy) {
        return switch (strategy) {
            case PlacementStrategy.Spread(var field) -> new Strategy("spread", field);
            case PlacementStrategy.Binpack(var measure) ->
                new Strategy("binpack", measure == PlacementStrategy.Measure.CPU ? "cpu" : "memory");
            case PlacementStrategy.Random random -> new Strategy("random", "");
        };
    }

    private List<Balancer> balancers(EcsService service) {
        var balancers = new ArrayList<Balancer>();
        for (var balancer : service.spec().loadBalancers())
            world.elb()
                    .region(region)
                    .findGroup(balancer.targetGroupArn())
                    .ifPresent(group ->
                            balancers.add(new Balancer(balancer.targetGroupArn(), group.deregistrationDelay())));
        return balancers;
    }

    private static Constraint constraint(PlacementConstraint constraint) {
        return switch (constraint) {
            case PlacementConstraint.DistinctInstance distinct -> new Constraint("distinctInstance", "");
            case PlacementConstraint.MemberOf(var expression) -> new Constraint("memberOf", expression);
        };
    }

    private static List<Deployment> deployments(EcsService service) {
        var told = new ArrayList<Deployment>();
        for (var deployment : service.deployments()) told.add(deployment(service, deployment));
        return Collections.unmodifiableList(told);
    }

    /** ECS lowers a superseded deployment's desired count as its tasks go. */
    private static Deployment deployment(EcsService service, EcsDeployment deployment) {
        var running = 0;
        var pending = 0;
        for (var task : service.tasks()) {
            if (task.deployment().orElse(null) != deployment || !task.isWanted()) continue;
            if (task.status() == TaskStatus.RUNNING) running++;
            else pending++;
        }
        return new Deployment(
                deployment.status().name(),
                deployment.definition().name(),
                deployment.definition().shape(),
                deployment.status() == EcsDeployment.Status.PRIMARY ? service.desired() : running + pending,
                running,
                pending);
    }
}
