package dev.ballast.simulation;

import dev.ballast.sim.world.World;
import dev.ballast.sim.world.ecs.ContainerDefinition;
import dev.ballast.sim.world.ecs.EcsService;
import dev.ballast.sim.world.ecs.TaskDefinition;
import java.util.List;
import java.util.TreeMap;

/** The services of a scenario, as their team creates them. */
final class Workloads {
    /** Stands where secrets stand; nothing that Ballast writes may contain it. */
    static final String SECRET = "correct-horse-battery-staple";

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
            ecs.services().create(cluster, spec, new TreeMap<>());
        }
        ecs.taskDefinitions()
                .register(TaskDefinition.Spec.of("job", ContainerDefinition.of("job", "registry/job:1", 256, 512)));
    }

    static TaskDefinition.Spec definition(Scenario.Workload one) {
        return TaskDefinition.Spec.of(
                one.name(),
                ContainerDefinition.of(one.name(), "registry/" + one.name() + ":1", one.cpuUnits(), one.memoryMib()));
    }
}
