package dev.ballast.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.aws.ServiceTargets.Endpoint;
import dev.ballast.model.TaskTarget.Address;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;

class ServiceTargetsTest {
    private static final LoadBalancer BALANCER = LoadBalancer.builder()
            .targetGroupArn("arn:tg/web")
            .containerName("web")
            .containerPort(8080)
            .build();

    @Test
    void aBridgedContainerIsReachedAtItsHostsPort() {
        var task = Task.builder()
                .containers(c -> c.name("web")
                        .networkBindings(
                                b -> b.containerPort(8080).hostPort(32_768),
                                b -> b.containerPort(9090).hostPort(32_769)))
                .build();
        assertThat(targets(task)).containsExactly(Optional.of(new Address("i-1", 32_768)), Optional.empty());
    }

    @Test
    void aContainerWithItsOwnInterfaceIsReachedThere() {
        var task = Task.builder()
                .containers(c -> c.name("web").networkInterfaces(n -> n.privateIpv4Address("10.0.0.7")))
                .build();
        assertThat(targets(task)).containsExactly(Optional.of(new Address("10.0.0.7", 8080)));
    }

    @Test
    void anotherContainerOfTheTaskIsNoTarget() {
        var task = Task.builder()
                .containers(c -> c.name("sidecar")
                        .networkBindings(b -> b.containerPort(8080).hostPort(32_768)))
                .build();
        assertThat(targets(task)).containsExactly(Optional.empty());
    }

    @Test
    void onlyHealthyAndUncheckedTargetsServe() {
        var told = List.of(
                target("i-1", "healthy"),
                target("i-2", "initial"),
                target("i-3", "draining"),
                target("i-4", "unavailable"),
                target("i-5", "unhealthy"));
        assertThat(ServiceTargets.targets(told).entrySet().stream()
                        .filter(one -> one.getValue().serves())
                        .map(one -> one.getKey().toString()))
                .containsExactly("i-1:80", "i-4:80");
    }

    private static List<Optional<Address>> targets(Task task) {
        return ServiceTargets.endpoints(task, "i-1").stream()
                .map((Endpoint endpoint) -> ServiceTargets.target(endpoint, BALANCER))
                .toList();
    }

    private static TargetHealthDescription target(String id, String state) {
        return TargetHealthDescription.builder()
                .target(t -> t.id(id).port(80))
                .targetHealth(h -> h.state(state))
                .build();
    }
}
