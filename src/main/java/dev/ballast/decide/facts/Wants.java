package dev.ballast.decide.facts;

import dev.ballast.decide.pack.Piece;
import dev.ballast.model.Service;
import dev.ballast.model.Service.Deployment;
import dev.ballast.model.Service.Scheduling;
import dev.ballast.model.Task;
import dev.ballast.model.TaskShape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The services, and what each wants next. */
public final class Wants {
    private final List<Service> services;
    private final Map<String, Service> byName = new LinkedHashMap<>();
    private final Map<String, Service> byGroup = new LinkedHashMap<>();
    private final List<Service> daemons = new ArrayList<>();

    Wants(List<Service> services) {
        this.services = services;
        for (var service : services) {
            byName.put(service.name(), service);
            byGroup.put("service:" + service.name(), service);
            if (service.scheduling() == Scheduling.DAEMON) daemons.add(service);
        }
    }

    public List<Service> services() {
        return services;
    }

    public Optional<Service> service(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    List<Service> daemons() {
        return daemons;
    }

    /** Null for a standalone task, and for one of a service that is gone: asked for every task, several times a decision. */
    Service serviceOf(Task task) {
        return byGroup.get(task.group());
    }

    /** The service that wants this task, empty for standalone and daemon tasks. */
    public Optional<Service> replicaServiceOf(Task task) {
        var service = serviceOf(task);
        return service != null && service.scheduling() == Scheduling.REPLICA ? Optional.of(service) : Optional.empty();
    }

    /** Whether a drain moves the service's tasks: ECS may stop one first, or start one too many. */
    public static boolean canMove(Service service) {
        long desired = service.desiredCount();
        var least = Math.ceilDiv(desired * service.healthy().minimum(), 100L);
        var most = desired * service.healthy().maximum() / 100;
        return least < desired || most > desired;
    }

    public boolean isDaemon(Task task) {
        var service = serviceOf(task);
        return service != null && service.scheduling() == Scheduling.DAEMON;
    }

    /** What the scheduler would start next for the service. */
    public static Piece next(Service service) {
        for (Deployment deployment : service.deployments())
            if (isPrimary(deployment)) return piece(service, deployment.shape());
        return piece(service, service.shape());
    }

    /** The task definition that the scheduler starts next. */
    static String nextDefinition(Service service) {
        for (Deployment deployment : service.deployments())
            if (isPrimary(deployment)) return deployment.taskDefinition();
        return service.taskDefinition();
    }

    private static boolean isPrimary(Deployment deployment) {
        return deployment.status().equals("PRIMARY");
    }

    static Piece piece(Service service, TaskShape shape) {
        return isApart(service) ? new Piece(shape, service.name()) : Piece.of(shape);
    }

    static boolean isApart(Service service) {
        for (var constraint : service.constraints()) if (constraint.type().equals("distinctInstance")) return true;
        return false;
    }
}
