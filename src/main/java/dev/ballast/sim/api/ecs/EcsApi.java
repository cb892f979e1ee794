package dev.ballast.sim.api.ecs;

import dev.ballast.sim.api.Api;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.api.Service;
import dev.ballast.sim.world.ecs.Ecs;

/** Amazon Elastic Container Service, launch type EC2. */
public final class EcsApi implements Api {
    private final Ecs ecs;

    public EcsApi(Ecs ecs) {
        this.ecs = ecs;
    }

    @Override
    public Service service() {
        return Service.ECS;
    }

    @Override
    public void register(Operations operations) {
        new ClusterOperations(ecs).register(operations);
        new CapacityProviderOperations(ecs).register(operations);
        new InstanceOperations(ecs).register(operations);
        new AttributeOperations(ecs).register(operations);
        new TaskDefinitionOperations(ecs).register(operations);
        new TaskOperations(ecs).register(operations);
        new ServiceOperations(ecs).register(operations);
        new TaskSetOperations(ecs).register(operations);
        new AgentOperations(ecs).register(operations);
        new AccountOperations(ecs).register(operations);
    }
}
