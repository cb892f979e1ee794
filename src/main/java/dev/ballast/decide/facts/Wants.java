package dev.ballast.decide.facts;

import dev.ballast.decide.pack.Piece;
import dev.ballast.decide.pack.Placement;
import dev.ballast.decide.pack.Seating;
import dev.ballast.model.Service;
import dev.ballast.model.Service.Constraint;
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
    /**
     * A service with what is asked about each of its tasks.
     *
     * @param index its place among the services
     * @param nextDefinition the task definition that the scheduler starts next
     * @param next what that takes
     * @param apart whether no two of its tasks may share a host
     * @param seating where they land
     */
    record Wanted(int index, Service service, String nextDefinition, Piece next, boolean apart, Seating seating) {
        static Wanted of(int index, Service service) {
            return new Wanted(
                    index,
                    service,
                    Wants.nextDefinition(service),
                    Wants.next(service),
                    isApart(service),
                    Seating.of(service.strategies()));
        }

        /** Nearly all tasks are, and mostly by the very same value. */
        boolean isShapedLikeNext(TaskShape shape) {
            return shape == next.shape() || shape.equals(next.shape());
        }

        Piece piece(TaskShape shape) {
            return Wants.piece(service, shape);
        }
    }

    private final List<Service> services;
    private final Map<String, Service> byName = new LinkedHashMap<>();
    private final Map<String, Wanted> byGroup = new LinkedHashMap<>();
    /** By index. */
    private final List<Wanted> all = new ArrayList<>();

    private final List<Wanted> daemons = new ArrayList<>();

    Wants(List<Service> services) {
        this.services = services;
        for (var i = 0; i < services.size(); i++) {
            var service = services.get(i);
            byName.put(service.name(), service);
            var wanted = Wanted.of(i, service);
            all.add(wanted);
            byGroup.put("service:" + service.name(), wanted);
            if (service.scheduling() == Scheduling.DAEMON) daemons.add(wanted);
        }
    }

    public List<Service> services() {
        return services;
    }

    public Optional<Service> service(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** In the order of the services. */
    List<Wanted> all() {
        return all;
    }

    List<Wanted> daemons() {
        return daemons;
    }

    /** Null for a standalone task, and for one of a service that is gone: asked for every task. */
    Wanted wanted(Task task) {
        return byGroup.get(task.group());
    }

    private Service serviceOf(Task task) {
        var wanted = wanted(task);
        return wanted == null ? null : wanted.service();
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
            if (deployment.isPrimary()) return piece(service, deployment.shape());
        return piece(service, service.shape());
    }

    private static String nextDefinition(Service service) {
        for (Deployment deployment : service.deployments())
            if (deployment.isPrimary()) return deployment.taskDefinition();
        return service.taskDefinition();
    }

    static Piece piece(Service service, TaskShape shape) {
        return new Piece(shape, isApart(service) ? service.name() : "", placement(service));
    }

    /** The hosts on which its tasks may be. */
    public static Placement placement(Service service) {
        if (service.constraints().isEmpty()) return Placement.ANYWHERE;
        return Placement.of(service.constraints().stream()
                .filter(constraint -> constraint.type().equals("memberOf"))
                .map(Constraint::expression)
                .toList());
    }

    private static boolean isApart(Service service) {
        for (var constraint : service.constraints()) if (constraint.type().equals("distinctInstance")) return true;
        return false;
    }
}
