package dev.ballast.sim.world.ecs;

/** Told what happens in ECS, after its state has changed, at the world's {@code now}. */
public interface EcsListener {
    default void taskChanged(EcsTask task) {}

    /** Registered, drained, deregistered, connected or not, or with other resources left. */
    default void instanceChanged(EcsInstance instance) {}

    default void serviceAction(EcsService service, ServiceAction action, String reason) {}

    default void deploymentChanged(EcsService service, EcsDeployment deployment, DeploymentEvent event) {}

    /** The names of the "ECS Service Action" events that this world emits. */
    enum ServiceAction {
        SERVICE_STEADY_STATE("INFO"),
        SERVICE_TASK_START_IMPAIRED("WARN"),
        SERVICE_TASK_PLACEMENT_FAILURE("ERROR");

        private final String type;

        ServiceAction(String type) {
            this.type = type;
        }

        /** INFO, WARN or ERROR. */
        public String type() {
            return type;
        }
    }

    /** The names of the "ECS Deployment State Change" events. */
    enum DeploymentEvent {
        SERVICE_DEPLOYMENT_IN_PROGRESS("INFO"),
        SERVICE_DEPLOYMENT_COMPLETED("INFO"),
        SERVICE_DEPLOYMENT_FAILED("ERROR");

        private final String type;

        DeploymentEvent(String type) {
            this.type = type;
        }

        public String type() {
            return type;
        }
    }
}
