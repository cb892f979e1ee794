package dev.ballast.decide.facts;

import dev.ballast.model.CapacityPool;
import dev.ballast.model.ContainerInstance;
import dev.ballast.model.Instance;
import dev.ballast.model.InstanceType;
import dev.ballast.model.Task;
import java.util.List;
import java.util.Optional;

/**
 * An instance with all that is known of it.
 *
 * @param owned false for a host that somebody else put into the cluster: it is room, but not Ballast's to end
 * @param type empty where the settings no longer name it
 * @param tasks those that hold a share of it, by ARN
 */
public record Host(
        String id,
        CapacityPool pool,
        Standing standing,
        boolean owned,
        Optional<Instance> instance,
        Optional<ContainerInstance> registration,
        Optional<InstanceType> type,
        List<Task> tasks) {

    /** Its container instance's ARN, empty where it is not registered. */
    public String arn() {
        return registration.map(ContainerInstance::arn).orElse("");
    }

    public boolean isDrainable() {
        return registration.isPresent() && registration.get().status() == ContainerInstance.Status.ACTIVE;
    }

    /** Its agent can be asked to start and stop tasks. */
    public boolean isConnected() {
        return registration.filter(ContainerInstance::agentConnected).isPresent();
    }

    public boolean isDraining() {
        return registration.isPresent() && registration.get().status() == ContainerInstance.Status.DRAINING;
    }

    /** EC2 says that it took it back. */
    public boolean isReclaimed() {
        return instance.filter(Instance::reclaimed).isPresent();
    }

    /** Itself where it is gone already. */
    Host leaving() {
        return standing == Standing.GONE ? this : with(Standing.LEAVING);
    }

    /** Itself unless it is draining. */
    Host recalled() {
        return standing == Standing.DRAINING ? with(Standing.STAYING) : this;
    }

    /** What a signal told. */
    Host gone() {
        return with(Standing.GONE);
    }

    private Host with(Standing other) {
        return new Host(id, pool, other, owned, instance, registration, type, tasks);
    }

    /** One of Ballast's own launches that EC2 does not list. */
    Host launchedInto(CapacityPool known, Types types) {
        return new Host(id, known, standing, true, instance, registration, types.of(known.instanceType()), tasks);
    }

    /** For a person: {@code i-12 (m5.large/eu-west-1a)}. */
    @Override
    public String toString() {
        return id + " (" + pool + ")";
    }
}
