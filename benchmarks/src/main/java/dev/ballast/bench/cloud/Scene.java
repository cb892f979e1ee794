package dev.ballast.bench.cloud;

import dev.ballast.bench.load.Recorded;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.AllocationStrategy;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.Task;

/**
 * The same small world in any cloud, made through its API: one spot fleet of {@value #INSTANCES} instances that are the hosts
 * of one cluster, and ten tasks. The requests are recorded while the SDK makes it.
 */
final class Scene {
    static final int INSTANCES = 20;

    /** Room for a million of {@link #TASK_MIB} on 20 of them, so that no replay of RunTask fills them. */
    private static final String INSTANCE_TYPE = "m5.24xlarge";

    /** The least that Docker takes. */
    private static final int TASK_MIB = 6;

    private static final int TASKS = 10;
    private static final String CLUSTER = "bench";
    private static final String FAMILY = "tiny";
    private static final String FLEET_ROLE = "arn:aws:iam::123456789012:role/aws-ec2-spot-fleet-tagging-role";

    private final Clients clients;
    private final Ec2Client ec2;
    private final EcsClient ecs;

    private Scene(Clients clients) {
        this.clients = clients;
        this.ec2 = clients.ec2();
        this.ecs = clients.ecs();
    }

    /** Who makes hosts of instances. */
    enum Boots {
        /** An instance boots and its agent registers it, as on AWS. */
        BY_THEMSELVES,
        /** Nothing boots there: the caller registers what would have registered itself. */
        NEVER
    }

    /** @return the four operations' requests, in their order in the mix */
    static List<Recorded> make(Clients clients, Boots boots) {
        return new Scene(clients).made(boots);
    }

    private List<Recorded> made(Boots boots) {
        ecs.createCluster(it -> it.clusterName(CLUSTER));
        ecs.registerTaskDefinition(it -> it.family(FAMILY)
                .containerDefinitions(c ->
                        c.name("main").image("busybox").memory(TASK_MIB).cpu(0).essential(true)));
        var fleet = fleet();
        if (boots == Boots.BY_THEMSELVES) clients.advance(Duration.ofMinutes(10));
        var instances = ec2.describeInstances().reservations().stream()
                .flatMap(reservation -> reservation.instances().stream())
                .toList();
        if (instances.size() != INSTANCES)
            throw new IllegalStateException(instances.size() + " instances instead of " + INSTANCES);
        if (boots == Boots.NEVER)
            for (var instance : instances)
                ecs.registerContainerInstance(it -> it.cluster(CLUSTER)
                        .instanceIdentityDocument("{\"instanceId\":\"" + instance.instanceId() + "\"}")
                        .instanceIdentityDocumentSignature("none"));
        var tasks = ecs.runTask(it -> it.cluster(CLUSTER).taskDefinition(FAMILY).count(TASKS));
        if (tasks.tasks().size() != TASKS)
            throw new IllegalStateException("no room for tasks: "
                    + tasks.failures().stream().map(Failure::reason).toList());
        var arns = tasks.tasks().stream().map(Task::taskArn).toList();
        if (boots == Boots.BY_THEMSELVES) clients.advance(Duration.ofMinutes(2));
        var recorder = clients.recorder();
        return List.of(
                recorder.of(() -> ec2.describeSpotFleetRequests(it -> it.spotFleetRequestIds(fleet))),
                recorder.of(ec2::describeInstances),
                recorder.of(() -> ecs.runTask(
                        it -> it.cluster(CLUSTER).taskDefinition(FAMILY).clientToken(Recorded.Token.PLACEHOLDER))),
                recorder.of(() -> ecs.describeTasks(it -> it.cluster(CLUSTER).tasks(arns))));
    }

    private String fleet() {
        var script = "#!/bin/bash\necho ECS_CLUSTER=" + CLUSTER + " >> /etc/ecs/ecs.config\n";
        var userData = Base64.getEncoder().encodeToString(script.getBytes(StandardCharsets.UTF_8));
        var image = ec2.describeImages(it -> it.owners("amazon"))
                .images()
                .getFirst()
                .imageId();
        return ec2.requestSpotFleet(it -> it.spotFleetRequestConfig(config -> config.iamFleetRole(FLEET_ROLE)
                        .targetCapacity(INSTANCES)
                        .allocationStrategy(AllocationStrategy.LOWEST_PRICE)
                        .launchSpecifications(launch -> launch.imageId(image)
                                .instanceType(INSTANCE_TYPE)
                                .userData(userData))))
                .spotFleetRequestId();
    }
}
