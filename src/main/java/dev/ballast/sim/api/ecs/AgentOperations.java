package dev.ballast.sim.api.ecs;

import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.world.ecs.Ecs;
import software.amazon.awssdk.services.ecs.model.DiscoverPollEndpointRequest;
import software.amazon.awssdk.services.ecs.model.DiscoverPollEndpointResponse;
import software.amazon.awssdk.services.ecs.model.ExecuteCommandRequest;
import software.amazon.awssdk.services.ecs.model.ExecuteCommandResponse;

/** What goes through an agent: where it would connect to, and commands inside tasks, which no task here can run. */
final class AgentOperations {
    private final Ecs ecs;

    AgentOperations(Ecs ecs) {
        this.ecs = ecs;
    }

    void register(Operations operations) {
        operations.on("DiscoverPollEndpoint", DiscoverPollEndpointRequest::builder, this::discover);
        operations.on("ExecuteCommand", ExecuteCommandRequest::builder, this::execute);
    }

    /** AWS's own addresses: agents of this world need none. */
    private DiscoverPollEndpointResponse discover(DiscoverPollEndpointRequest request, CallContext context) {
        var domain = context.region() + ".amazonaws.com/";
        return DiscoverPollEndpointResponse.builder()
                .endpoint("https://ecs-a-1." + domain)
                .telemetryEndpoint("https://ecs-t-1." + domain)
                .serviceConnectEndpoint("https://ecs-sc-1." + domain)
                .build();
    }

    /** A task here has no process that could run a command: it is refused as where the command agent does not run. */
    private ExecuteCommandResponse execute(ExecuteCommandRequest request, CallContext context) {
        var cluster = Given.cluster(Given.region(ecs, context), request.cluster());
        var task = cluster.task(request.task().substring(request.task().lastIndexOf('/') + 1))
                .orElseThrow(() -> Given.invalid("The referenced task was not found."));
        if (!task.isRunning())
            throw Given.invalid("The task is in the " + task.status() + " state, and cannot run commands.");
        if (!Boolean.TRUE.equals(task.asGiven().get("enableExecuteCommand")))
            throw Given.invalid(
                    "The execute command failed because execute command was not enabled when the task was run or"
                            + " the execute command agent isn\u2019t running. Wait and try again or run a new task with execute"
                            + " command enabled and try again.");
        throw AwsError.refused(
                "TargetNotConnectedException", "The execute command failed due to an internal error. Try again later.");
    }
}
