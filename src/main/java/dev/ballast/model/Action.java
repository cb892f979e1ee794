package dev.ballast.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One change to the world. Each is safe to send again with the same token. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "do")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Action.EnsureLaunchTemplate.class, name = "ensure-launch-template"),
    @JsonSubTypes.Type(value = Action.LaunchInstances.class, name = "launch-instances"),
    @JsonSubTypes.Type(value = Action.SetSpotFleetTarget.class, name = "set-spot-fleet-target"),
    @JsonSubTypes.Type(value = Action.CancelSpotFleet.class, name = "cancel-spot-fleet"),
    @JsonSubTypes.Type(value = Action.TerminateInstances.class, name = "terminate-instances"),
    @JsonSubTypes.Type(value = Action.DrainInstances.class, name = "drain-instances"),
    @JsonSubTypes.Type(value = Action.ActivateInstances.class, name = "activate-instances"),
    @JsonSubTypes.Type(value = Action.StopTask.class, name = "stop-task"),
    @JsonSubTypes.Type(value = Action.DeregisterTargets.class, name = "deregister-targets"),
    @JsonSubTypes.Type(value = Action.RerunTask.class, name = "rerun-task"),
    @JsonSubTypes.Type(value = Action.DeregisterContainerInstance.class, name = "deregister-container-instance"),
    @JsonSubTypes.Type(value = Action.InterruptInstances.class, name = "interrupt-instances"),
    @JsonSubTypes.Type(value = Action.PutCluster.class, name = "put-cluster"),
    @JsonSubTypes.Type(value = Action.PutService.class, name = "put-service"),
    @JsonSubTypes.Type(value = Action.DeleteService.class, name = "delete-service"),
    @JsonSubTypes.Type(value = Action.PutSignalQueue.class, name = "put-signal-queue")
})
public sealed interface Action {
    /** Creates the launch template under {@link LaunchTemplateSpec#name()} where it does not exist. */
    record EnsureLaunchTemplate(LaunchTemplateSpec template) implements Action {}

    /**
     * One EC2 Fleet of type instant over equal shares of some pools, all bought the same way.
     *
     * @param offers one a pool
     * @param each instances in every pool
     */
    record LaunchInstances(String templateName, List<Offer> offers, int each, Optional<UsdPerHour> maxPrice)
            implements Action {
        public LaunchInstances {
            offers = List.copyOf(offers);
        }

        public int total() {
            return offers.size() * each;
        }
    }

    /**
     * The backend spot-fleet: one maintained, diversified Spot Fleet. Requests it where it does not exist, else modifies
     * its target with excess capacity policy noTermination.
     *
     * @param fleetId empty where there is none yet
     */
    record SetSpotFleetTarget(
            Optional<String> fleetId,
            String templateName,
            String fleetRole,
            List<Offer> offers,
            int target,
            Optional<UsdPerHour> maxPrice)
            implements Action {
        public SetSpotFleetTarget {
            offers = List.copyOf(offers);
        }
    }

    /** Cancels the fleet and leaves its instances to be drained. */
    record CancelSpotFleet(String fleetId) implements Action {}

    record TerminateInstances(List<String> instanceIds) implements Action {
        public TerminateInstances {
            instanceIds = List.copyOf(instanceIds);
        }
    }

    /** At most {@link #MOST} a call, as ECS has it. */
    record DrainInstances(List<String> containerInstanceArns) implements Action {
        public static final int MOST = 10;

        public DrainInstances {
            containerInstanceArns = List.copyOf(containerInstanceArns);
        }
    }

    /** Takes a drain back. */
    record ActivateInstances(List<String> containerInstanceArns) implements Action {
        public ActivateInstances {
            containerInstanceArns = List.copyOf(containerInstanceArns);
        }
    }

    record StopTask(String taskArn, String why) implements Action {}

    /** Takes targets of one group out of their load balancer: no new requests come to them, those under way may end. */
    record DeregisterTargets(String targetGroupArn, List<TaskTarget.Address> targets) implements Action {
        public DeregisterTargets {
            targets = List.copyOf(targets);
        }
    }

    /** Starts a standalone task again elsewhere, with the overrides it had. */
    record RerunTask(String taskArn) implements Action {}

    /** For stopped instances and dead agents: ECS does not notice them by itself. */
    record DeregisterContainerInstance(String containerInstanceArn) implements Action {}

    /** On the local cloud at once, on AWS through FIS: the notice, and two minutes later the end. */
    record InterruptInstances(List<String> instanceIds) implements Action {
        public InterruptInstances {
            instanceIds = List.copyOf(instanceIds);
        }
    }

    /** Creates the ECS cluster where it does not exist. */
    record PutCluster() implements Action {}

    /** Creates or updates a service and its task definition. */
    record PutService(ServiceSpec service) implements Action {}

    record DeleteService(String name) implements Action {}

    /** Creates the cluster's SQS queue and the EventBridge rules that feed it, where they do not exist. */
    record PutSignalQueue() implements Action {}

    /** @param image the container's; the local cloud does not pull it */
    record ServiceSpec(
            String name,
            String image,
            TaskShape shape,
            int desiredCount,
            Service.HealthyPercent healthy,
            Duration stopTimeout) {}
}
