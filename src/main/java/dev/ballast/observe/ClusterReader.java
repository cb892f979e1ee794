package dev.ballast.observe;

import dev.ballast.model.ContainerInstance;
import dev.ballast.model.Instance;
import dev.ballast.model.Service;
import dev.ballast.model.Task;
import java.util.List;

/**
 * Port in: one ECS cluster and its instances, as they are now.
 *
 * @see dev.ballast.observe.CloudUnreachable thrown by every method when AWS gave no usable answer
 */
public interface ClusterReader {
    /** Instances with this cluster's owner tag and instances that are registered in the cluster, terminated ones as long as EC2 shows them; by instance id. */
    List<Instance> instances();

    /** All but INACTIVE ones; by ARN. Empty where the cluster does not exist. */
    List<ContainerInstance> containerInstances();

    /** All tasks that are not STOPPED; by ARN. */
    List<Task> tasks();

    /** ACTIVE and DRAINING services; by name. */
    List<Service> services();
}
