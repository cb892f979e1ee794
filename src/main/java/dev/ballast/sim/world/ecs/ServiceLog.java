package dev.ballast.sim.world.ecs;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes service events in AWS's words, and emits what goes with them. */
final class ServiceLog {
    private static final String ADVICE =
            "For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.";
    private static final String UNPLACEABLE =
            "was unable to place a task because no container instance met all of its requirements. ";

    private final Ground ground;

    ServiceLog(Ground ground) {
        this.ground = ground;
    }

    private void say(EcsService service, String text) {
        service.add(new EcsService.Event(ground.ids.uuid(), ground.now(), "(service " + service.name() + ") " + text));
    }

    void started(EcsService service, List<EcsTask> tasks) {
        if (!tasks.isEmpty()) say(service, "has started " + tasks.size() + " tasks: " + names(tasks) + ".");
    }

    void stopped(EcsService service, List<EcsTask> tasks) {
        if (!tasks.isEmpty()) say(service, "has stopped " + tasks.size() + " running tasks: " + names(tasks) + ".");
    }

    private static String names(List<EcsTask> tasks) {
        return tasks.stream().map(task -> "(task " + task.id() + ")").collect(Collectors.joining(" "));
    }

    /** Said once, and again only after the service could place or the reason is another one. */
    void unplaceable(EcsService service, Optional<Placement.Closest> closest) {
        var reason = closest.map(host -> host.unfit().reason()).orElse("RESOURCE:INSTANCE");
        var text = UNPLACEABLE
                + closest.map(host -> "The closest matching (container-instance "
                                + host.instance().id() + ") " + host.unfit().eventText() + ". ")
                        .orElse("Reason: No Container Instances were found in your cluster. ")
                + ADVICE;
        fault(service, text);
        ground.listeners.forEach(listener ->
                listener.serviceAction(service, EcsListener.ServiceAction.SERVICE_TASK_PLACEMENT_FAILURE, reason));
    }

    void registered(EcsService service) {
        for (var balancer : service.spec().loadBalancers())
            say(service, "registered 1 targets in (target-group " + balancer.targetGroupArn() + ")");
    }

    void deregistered(EcsService service) {
        for (var balancer : service.spec().loadBalancers())
            say(service, "deregistered 1 targets in (target-group " + balancer.targetGroupArn() + ")");
    }

    void unhealthy(EcsService service, EcsTask task) {
        var balancer = service.spec().loadBalancers().getFirst();
        say(
                service,
                "(instance " + task.instance().instanceId() + ") (port " + TaskLife.hostPort(task, balancer)
                        + ") is unhealthy in (target-group " + balancer.targetGroupArn()
                        + ") due to (reason Request timed out).");
    }

    void stuck(EcsService service) {
        fault(
                service,
                "was unable to stop or start tasks during a deployment because of the service deployment configuration. "
                        + "Update the minimumHealthyPercent or maximumPercent value and try again.");
    }

    private void fault(EcsService service, String text) {
        if (text.equals(service.openFault)) return;
        service.openFault = text;
        say(service, text);
    }

    void impaired(EcsService service) {
        say(service, "is unable to consistently start tasks successfully. " + ADVICE);
        ground.listeners.forEach(listener -> listener.serviceAction(
                service, EcsListener.ServiceAction.SERVICE_TASK_START_IMPAIRED, "unable to start tasks"));
    }

    void steady(EcsService service) {
        service.openFault = null;
        say(service, "has reached a steady state.");
        ground.listeners.forEach(listener -> listener.serviceAction(
                service, EcsListener.ServiceAction.SERVICE_STEADY_STATE, "service has reached a steady state"));
    }

    void began(EcsService service, EcsDeployment deployment) {
        tell(service, deployment, EcsListener.DeploymentEvent.SERVICE_DEPLOYMENT_IN_PROGRESS);
    }

    void completed(EcsService service, EcsDeployment deployment) {
        say(service, "(deployment " + deployment.id() + ") deployment completed.");
        tell(service, deployment, EcsListener.DeploymentEvent.SERVICE_DEPLOYMENT_COMPLETED);
    }

    void failed(EcsService service, EcsDeployment deployment) {
        say(service, "(deployment " + deployment.id() + ") deployment failed: tasks failed to start.");
        tell(service, deployment, EcsListener.DeploymentEvent.SERVICE_DEPLOYMENT_FAILED);
    }

    void rollsBack(EcsService service, EcsDeployment deployment) {
        say(service, "rolling back to (deployment " + deployment.id() + ").");
    }

    private void tell(EcsService service, EcsDeployment deployment, EcsListener.DeploymentEvent event) {
        ground.listeners.forEach(listener -> listener.deploymentChanged(service, deployment, event));
    }
}
