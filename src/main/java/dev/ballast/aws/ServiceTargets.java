package dev.ballast.aws;

import dev.ballast.model.Task;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/**
 * What load balancers say of tasks: a task of a service with target groups serves once each of them finds it healthy. ECS itself tells
 * only what container health checks say. One call a target group; in a cluster with very many, a reading asks about those
 * whose answer is oldest. Where Elastic Load Balancing refuses, it says nothing.
 */
final class ServiceTargets {
    private static final int CALLS_MAX = 50;
    private static final Duration REFUSED_PAUSE = Duration.ofMinutes(5);

    /** Where a container is reached: {@code i-…:port} by its host, {@code 10.…:port} by an interface of its own. */
    record Endpoint(String container, int containerPort, String address) {}

    private record Known(Set<String> healthy, Instant readAt) {}

    private final AwsClients clients;
    private final InstantSource clock;
    private final Map<String, List<LoadBalancer>> balancersByService = new TreeMap<>();
    private final Map<String, List<Endpoint>> endpointsByTask = new TreeMap<>();
    private final Map<String, Known> known = new TreeMap<>();
    private Instant refusedUntil = Instant.MIN;

    ServiceTargets(AwsClients clients, InstantSource clock) {
        this.clients = clients;
        this.clock = clock;
    }

    void services(Collection<Service> told) {
        balancersByService.clear();
        for (var service : told) {
            var balancers = service.loadBalancers().stream()
                    .filter(balancer -> balancer.targetGroupArn() != null)
                    .toList();
            if (!balancers.isEmpty()) balancersByService.put(service.serviceName(), balancers);
        }
    }

    /** @param instanceId of its host */
    void task(software.amazon.awssdk.services.ecs.model.Task told, String instanceId) {
        endpointsByTask.put(told.taskArn(), endpoints(told, instanceId));
    }

    static List<Endpoint> endpoints(software.amazon.awssdk.services.ecs.model.Task told, String instanceId) {
        var endpoints = new ArrayList<Endpoint>();
        for (Container container : told.containers()) {
            for (var binding : container.networkBindings())
                if (binding.hostPort() != null && binding.containerPort() != null)
                    endpoints.add(new Endpoint(
                            container.name(), binding.containerPort(), instanceId + ":" + binding.hostPort()));
            // with an interface of its own a container is reached at every port it opens
            for (var own : container.networkInterfaces())
                if (own.privateIpv4Address() != null)
                    endpoints.add(new Endpoint(container.name(), 0, own.privateIpv4Address()));
        }
        return endpoints;
    }

    /** The same tasks, unhealthy where a target group does not find them healthy. */
    List<Task> onto(List<Task> tasks) {
        var groups = new TreeSet<String>();
        var arns = new TreeSet<String>();
        for (var task : tasks) {
            arns.add(task.arn());
            for (var balancer : balancers(task)) groups.add(balancer.targetGroupArn());
        }
        endpointsByTask.keySet().retainAll(arns);
        known.keySet().retainAll(groups);
        var now = clock.instant();
        if (!now.isBefore(refusedUntil)) refresh(groups, now);
        return tasks.stream()
                .map(task -> task.healthy() && !isServed(task) ? unhealthy(task) : task)
                .toList();
    }

    private List<LoadBalancer> balancers(Task task) {
        return task.service().map(balancersByService::get).orElse(List.of());
    }

    private void refresh(Set<String> groups, Instant now) {
        var due = groups.stream()
                .sorted(Comparator.comparing(
                        group -> known.containsKey(group) ? known.get(group).readAt() : Instant.MIN))
                .limit(CALLS_MAX)
                .toList();
        try {
            var answers = Together.each(Together.chunks(due, 1), group -> healthy(group.getFirst()));
            for (var i = 0; i < due.size(); i++) known.put(due.get(i), new Known(answers.get(i), now));
        } catch (SdkException refused) {
            known.clear();
            refusedUntil = now.plus(REFUSED_PAUSE);
        }
    }

    private Set<String> healthy(String group) {
        try {
            return healthy(clients.reads()
                    .loadBalancing()
                    .describeTargetHealth(request -> request.targetGroupArn(group))
                    .targetHealthDescriptions());
        } catch (TargetGroupNotFoundException deleted) {
            return Set.of();
        }
    }

    /** Unavailable means that nobody checks. */
    static Set<String> healthy(Collection<TargetHealthDescription> told) {
        var healthy = new TreeSet<String>();
        for (var one : told) {
            var state = one.targetHealth().state();
            if (state == TargetHealthStateEnum.HEALTHY || state == TargetHealthStateEnum.UNAVAILABLE)
                healthy.add(one.target().id() + ":" + one.target().port());
        }
        return healthy;
    }

    private boolean isServed(Task task) {
        for (var balancer : balancers(task)) {
            var group = known.get(balancer.targetGroupArn());
            if (group == null) continue; // nothing is known of it
            var endpoints = endpointsByTask.getOrDefault(task.arn(), List.of());
            if (endpoints.stream().noneMatch(endpoint -> group.healthy().contains(target(endpoint, balancer))))
                return false;
        }
        return true;
    }

    /** The target that ECS registers for this container; empty for another container or port. */
    static String target(Endpoint endpoint, LoadBalancer balancer) {
        if (!endpoint.container().equals(balancer.containerName())) return "";
        if (endpoint.containerPort() == 0) return endpoint.address() + ":" + balancer.containerPort();
        return endpoint.containerPort() == balancer.containerPort() ? endpoint.address() : "";
    }

    private static Task unhealthy(Task task) {
        return new Task(
                task.arn(),
                task.taskDefinition(),
                task.group(),
                task.containerInstanceArn(),
                task.lastStatus(),
                task.desiredStatus(),
                false,
                task.shape(),
                task.createdAt(),
                task.startedAt(),
                task.protectedUntil());
    }
}
