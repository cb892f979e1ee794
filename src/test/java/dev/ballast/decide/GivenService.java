package dev.ballast.decide;

import dev.ballast.model.Service;
import dev.ballast.model.Service.Balancer;
import dev.ballast.model.Service.Constraint;
import dev.ballast.model.Service.Ending;
import dev.ballast.model.Service.HealthyPercent;
import dev.ballast.model.Service.Scheduling;
import dev.ballast.model.TaskShape;
import dev.ballast.model.TaskVolume;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One service of the fixture; what is not said is as typical as can be. */
final class GivenService {
    final String name;
    int desired;
    TaskShape shape = TaskShape.of(512, 1024);
    Scheduling scheduling = Scheduling.REPLICA;
    HealthyPercent healthy = new HealthyPercent(100, 200);
    Duration deregistrationDelay = Duration.ofSeconds(10);
    Duration stopTimeout = Duration.ofSeconds(30);
    /** Empty: one, which has all tasks. */
    final List<Service.Deployment> deployments = new ArrayList<>();

    final List<Constraint> constraints = new ArrayList<>();
    final List<TaskVolume> volumes = new ArrayList<>();

    GivenService(String name, int desired) {
        this.name = name;
        this.desired = desired;
    }

    GivenService needing(int cpuUnits, int memoryMib) {
        shape = TaskShape.of(cpuUnits, memoryMib);
        return this;
    }

    GivenService onPort(int port) {
        shape = new TaskShape(shape.needs(), List.of(port), shape.architecture());
        return this;
    }

    GivenService healthy(int minimum, int maximum) {
        healthy = new HealthyPercent(minimum, maximum);
        return this;
    }

    GivenService endingIn(Duration deregistrationDelay, Duration stopTimeout) {
        this.deregistrationDelay = deregistrationDelay;
        this.stopTimeout = stopTimeout;
        return this;
    }

    GivenService daemon() {
        scheduling = Scheduling.DAEMON;
        return this;
    }

    GivenService apart() {
        constraints.add(new Constraint("distinctInstance", ""));
        return this;
    }

    /** Of a task definition that takes twice as much for each revision: {@code PRIMARY 2: 4 wanted, 1 running}. */
    GivenService deploying(Service.Deployment.Kind kind, String status, int revision, int desired, int running) {
        deployments.add(new Service.Deployment(
                status, taskDefinition(revision), ofRevision(revision), desired, running, 0, kind));
        return this;
    }

    TaskShape ofRevision(int revision) {
        return TaskShape.of(shape.needs().cpuUnits() * revision, shape.needs().memoryMib() * revision);
    }

    String taskDefinition(int revision) {
        return "arn:td/" + name + ":" + revision;
    }

    GivenService keepingDataOn(TaskVolume.Keeper keeper, boolean written) {
        volumes.add(new TaskVolume("data", keeper, written));
        return this;
    }

    GivenService boundTo(String expression) {
        constraints.add(new Constraint("memberOf", expression));
        return this;
    }

    private List<Balancer> balancers() {
        return deregistrationDelay.isZero()
                ? List.of()
                : List.of(new Balancer("arn:targetgroup/" + name, deregistrationDelay));
    }

    String taskDefinition() {
        return "arn:td/" + name + ":1";
    }

    Service told(int running, int pending) {
        return new Service(
                name,
                "arn:service/" + name,
                scheduling,
                taskDefinition(),
                shape,
                desired,
                running,
                pending,
                healthy,
                deployments.isEmpty()
                        ? List.of(new Service.Deployment("PRIMARY", taskDefinition(), shape, desired, running, pending))
                        : deployments,
                constraints,
                new Ending(balancers(), new TreeMap<>(Map.of("app", stopTimeout)), volumes));
    }
}
