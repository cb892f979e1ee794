package dev.ballast.aws;

import dev.ballast.model.Task;
import dev.ballast.model.TaskTarget;
import dev.ballast.model.TaskTarget.Address;
import dev.ballast.model.TaskTarget.State;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** Where a container is reached: by its host's id, or at an interface of its own, there at every port it opens. */
    record Endpoint(String container, int containerPort, Address address) {
        private static final int EVERY_PORT = 0;
    }

    private record Known(Map<Address, State> targets, Instant readAt) {}

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
                            container.name(), binding.containerPort(), new Address(instanceId, binding.hostPort())));
            for (var own : container.networkInterfaces())
                if (own.privateIpv4Address() != null)
                    endpoints.add(new Endpoint(
                            container.name(),
                            Endpoint.EVERY_PORT,
                            new Address(own.privateIpv4Address(), Endpoint.EVERY_PORT)));
        }
        return endpoints;
    }

    /** The same tasks with their targets, unhealthy where a target group does not find them healthy. */
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
        return tasks.stream().map(this::behind).toList();
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
            var answers = Together.each(Together.chunks(due, 1), group -> targets(group.getFirst()));
            for (var i = 0; i < due.size(); i++) known.put(due.get(i), new Known(answers.get(i), now));
        } catch (SdkException refused) {
            known.clear();
            refusedUntil = now.plus(REFUSED_PAUSE);
        }
    }

    private Map<Address, State> targets(String group) {
        try {
            return targets(clients.reads()
                    .loadBalancing()
                    .describeTargetHealth(request -> request.targetGroupArn(group))
                    .targetHealthDescriptions());
        } catch (TargetGroupNotFoundException deleted) {
            return Map.of();
        }
    }

    static Map<Address, State> targets(Collection<TargetHealthDescription> told) {
        var states = new LinkedHashMap<Address, State>();
        for (var one : told)
            states.put(
                    new Address(one.target().id(), one.target().port()),
                    state(one.targetHealth().state()));
        return states;
    }

    private static State state(TargetHealthStateEnum told) {
        return switch (told) {
            case INITIAL -> State.INITIAL;
            case HEALTHY -> State.HEALTHY;
            case UNHEALTHY -> State.UNHEALTHY;
            case UNHEALTHY_DRAINING -> State.UNHEALTHY_DRAINING;
            case UNUSED -> State.UNUSED;
            case DRAINING -> State.DRAINING;
            case UNAVAILABLE -> State.UNAVAILABLE;
            // a state that this SDK does not know: nothing says that requests would fail there
            case UNKNOWN_TO_SDK_VERSION -> State.UNAVAILABLE;
        };
    }

    private Task behind(Task task) {
        var balancers = balancers(task);
        if (balancers.isEmpty()) return task;
        var endpoints = endpointsByTask.getOrDefault(task.arn(), List.of());
        var targets = new ArrayList<TaskTarget>();
        var served = true;
        for (var balancer : balancers) {
            var group = known.get(balancer.targetGroupArn());
            if (group == null) continue; // nothing is known of it
            var serves = false;
            for (var endpoint : endpoints) {
                var address = target(endpoint, balancer);
                var state = address.map(group.targets()::get);
                if (state.isEmpty()) continue;
                targets.add(new TaskTarget(balancer.targetGroupArn(), address.get(), state.get()));
                serves |= state.get().serves();
            }
            served &= serves;
        }
        return targets.isEmpty() && served ? task : task.behind(targets, served);
    }

    /** The target that ECS registers for this container; empty for another container or port. */
    static Optional<Address> target(Endpoint endpoint, LoadBalancer balancer) {
        if (!endpoint.container().equals(balancer.containerName())) return Optional.empty();
        if (endpoint.containerPort() == Endpoint.EVERY_PORT)
            return Optional.of(new Address(endpoint.address().id(), balancer.containerPort()));
        return endpoint.containerPort() == balancer.containerPort()
                ? Optional.of(endpoint.address())
                : Optional.empty();
    }
}
