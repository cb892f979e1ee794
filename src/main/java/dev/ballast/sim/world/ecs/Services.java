package dev.ballast.sim.world.ecs;

import dev.ballast.sim.world.core.Refused;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What callers do to services; the scheduler does the rest. */
public final class Services {
    /** Members whose change makes a new deployment, by their name in the API. */
    private static final List<String> DEPLOYED = List.of(
            "networkConfiguration",
            "platformVersion",
            "serviceRegistries",
            "capacityProviderStrategy",
            "enableExecuteCommand",
            "enableECSManagedTags",
            "propagateTags",
            "serviceConnectConfiguration",
            "volumeConfigurations");

    private final Ground ground;
    private final ServiceScheduler scheduler;
    private final EcsRegion region;

    /** Whether an update makes a new deployment of what did not change. */
    public enum Deploy {
        WHERE_CHANGED,
        ALWAYS
    }

    Services(Ground ground, ServiceScheduler scheduler, EcsRegion region) {
        this.ground = ground;
        this.scheduler = scheduler;
        this.region = region;
    }

    /** @throws Refused InvalidParameterException where an ACTIVE or DRAINING service has the name, or what it names does not exist */
    public EcsService create(EcsCluster cluster, EcsService.Spec spec, Map<String, String> tags) {
        var before = cluster.service(spec.name());
        if (before.isPresent() && before.get().status() == EcsService.Status.ACTIVE)
            throw new Refused("InvalidParameterException", "Creation of service was not idempotent.");
        if (before.isPresent() && before.get().status() == EcsService.Status.DRAINING)
            throw new Refused("InvalidParameterException", "Unable to Start a service that is still Draining.");
        check(spec);
        var service = new EcsService(cluster, spec, tags, ground.now());
        cluster.services.put(spec.name(), service);
        if (!spec.isExternal()) scheduler.begin(service, spec.definition(), spec.asGiven());
        return service;
    }

    private void check(EcsService.Spec spec) {
        if (spec.desired() < 0) throw new Refused("InvalidParameterException", "desiredCount cannot be negative.");
        if (spec.isDaemonWithStrategy())
            throw new Refused(
                    "InvalidParameterException",
                    "Placement strategies are not supported with DAEMON scheduling strategy.");
        for (var constraint : spec.constraints())
            if (constraint instanceof PlacementConstraint.MemberOf member) ClusterQuery.of(member.expression());
        if (spec.isExternal()) return;
        for (var balancer : spec.loadBalancers()) check(spec, balancer);
    }

    private void check(EcsService.Spec spec, EcsService.LoadBalancer balancer) {
        ground.targetGroups().check(balancer, spec.definition());
        var container = spec.definition().spec().containers().stream()
                .filter(one -> one.name().equals(balancer.containerName()))
                .findFirst()
                .orElseThrow(() -> new Refused(
                        "InvalidParameterException",
                        "The container " + balancer.containerName() + " does not exist in the task definition."));
        if (container.ports().stream().noneMatch(port -> port.containerPort() == balancer.containerPort()))
            throw new Refused(
                    "InvalidParameterException",
                    "The container " + balancer.containerName() + " did not have a container port "
                            + balancer.containerPort() + " defined.");
    }

    /** INACTIVE ones too. */
    public Optional<EcsService> find(EcsCluster cluster, String reference) {
        return cluster.service(Arns.lastPart(reference));
    }

    /**
     * UpdateService: the service is run like this from now on.
     *
     * @throws Refused ServiceNotActiveException
     */
    public EcsService update(EcsService service, EcsService.Spec changed, Deploy deploy) {
        if (service.status() != EcsService.Status.ACTIVE)
            throw new Refused("ServiceNotActiveException", "Service was not ACTIVE.");
        check(changed);
        var before = service.spec();
        service.spec(changed);
        if (service.isExternal()) return service;
        scheduler.forgetFailures(service);
        var differs = before.definition() != changed.definition()
                || !before.loadBalancers().equals(changed.loadBalancers())
                || DEPLOYED.stream()
                        .anyMatch(member -> !Objects.equals(
                                before.asGiven().get(member), changed.asGiven().get(member)));
        if (differs || deploy == Deploy.ALWAYS) scheduler.begin(service, changed.definition(), changed.asGiven());
        scheduler.wake(service);
        return service;
    }

    /** @throws Refused InvalidParameterException while a REPLICA service is scaled above zero */
    public EcsService delete(EcsService service) {
        if (!service.taskSets.isEmpty())
            throw new Refused("InvalidParameterException", "The service cannot be stopped while it has task sets.");
        if (!service.isDaemon() && service.spec().desired() > 0)
            throw new Refused("InvalidParameterException", "The service cannot be stopped while it is scaled above 0.");
        return deleteByForce(service);
    }

    public EcsService deleteByForce(EcsService service) {
        if (service.status() == EcsService.Status.INACTIVE)
            throw new Refused("ServiceNotFoundException", "Service not found.");
        if (service.status() == EcsService.Status.ACTIVE) {
            service.spec(service.spec().withDesired(0));
            service.desired(0);
            service.status(EcsService.Status.DRAINING);
            service.taskSets.forEach(set -> set.definition().released());
            service.taskSets.clear();
            scheduler.deleted(service);
        }
        return service;
    }

    /** All of a cluster that are not INACTIVE, by name. */
    public List<EcsService> of(EcsCluster cluster) {
        return cluster.services.values().stream()
                .filter(service -> service.status() != EcsService.Status.INACTIVE)
                .toList();
    }
}
