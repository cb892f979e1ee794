package dev.ballast.sim.host.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ballast.app.LocalCloud;
import dev.ballast.sim.api.admin.Secrecy;
import dev.ballast.sim.world.World;
import dev.ballast.sim.world.faults.ThrottleRules;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;

/** A local cloud with real tasks, and hosts in the cluster {@code web}. Its time moves by hand, programs run in ours. */
final class RealCloud implements AutoCloseable {
    static final long SEED = 11;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration MOMENT = Duration.ofMillis(20);
    private static final ObjectMapper JSON = new ObjectMapper();

    final LocalCloud cloud;
    final Ec2Client ec2;
    final EcsClient ecs;
    final ElasticLoadBalancingV2Client elb;
    final List<String> hosts;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    RealCloud(RealTasks.Options tasks, int hosts) {
        cloud = LocalCloud.start(
                new LocalCloud.Options(
                        0,
                        SEED,
                        1,
                        Instant.parse("2026-01-05T08:00:00Z"),
                        World.Rules.DEFAULT.with(ThrottleRules.NONE),
                        Secrecy.HIDDEN,
                        Optional.empty(),
                        Optional.of(tasks)),
                () -> 0);
        ec2 = client(Ec2Client.builder());
        ecs = client(EcsClient.builder());
        elb = client(ElasticLoadBalancingV2Client.builder());
        ecs.createCluster(it -> it.clusterName("web"));
        this.hosts = hosts == 0 ? List.of() : hosts(hosts);
    }

    private List<String> hosts(int count) {
        var userData = Base64.getEncoder()
                .encodeToString(
                        "#!/bin/bash\necho ECS_CLUSTER=web >> /etc/ecs/ecs.config\n".getBytes(StandardCharsets.UTF_8));
        var ids = ec2
                .runInstances(it -> it.imageId(
                                "resolve:ssm:/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id")
                        .instanceType("m5.large")
                        .minCount(count)
                        .maxCount(count)
                        .userData(userData))
                .instances()
                .stream()
                .map(one -> one.instanceId())
                .toList();
        pass(Duration.ofMinutes(3));
        return ids;
    }

    private <B extends AwsClientBuilder<B, C>, C> C client(B builder) {
        return builder.endpointOverride(cloud.endpoint())
                .region(Region.EU_WEST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", "secret")))
                .build();
    }

    static ContainerDefinition.Builder container(String name, List<String> command) {
        return ContainerDefinition.builder()
                .name(name)
                .image("busybox")
                .memory(64)
                .command(command);
    }

    static ContainerDefinition.Builder page(String name) {
        return container("page", Page.command())
                .environment(KeyValuePair.builder().name("NAME").value(name).build())
                .portMappings(port -> port.containerPort(80));
    }

    void define(String family, ContainerDefinition.Builder... containers) {
        var all = new ArrayList<ContainerDefinition>();
        for (var one : containers) all.add(one.build());
        ecs.registerTaskDefinition(it -> it.family(family).containerDefinitions(all));
    }

    /** A standalone task that has come to RUNNING or past it. */
    String run(String family) {
        var arn = ecs.runTask(it -> it.cluster("web").taskDefinition(family))
                .tasks()
                .getFirst()
                .taskArn();
        until(
                "task runs",
                () -> List.of("RUNNING", "STOPPED").contains(task(arn).lastStatus()));
        return arn;
    }

    Task task(String arn) {
        return ecs.describeTasks(it -> it.cluster("web").tasks(arn)).tasks().getFirst();
    }

    Task stopped(String arn) {
        until("task stops", () -> task(arn).lastStatus().equals("STOPPED"));
        return task(arn);
    }

    List<Task> tasks(String family) {
        var arns = ecs.listTasks(it -> it.cluster("web").family(family)).taskArns();
        return arns.isEmpty()
                ? List.of()
                : ecs.describeTasks(it -> it.cluster("web").tasks(arns)).tasks();
    }

    /** Lets the cloud's time pass second by second until it is so, with a moment of ours in between: programs run in that. */
    void until(String what, BooleanSupplier isSo) {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (!isSo.getAsBoolean()) {
            if (System.nanoTime() > end) throw new AssertionError("never: " + what + "; seed " + SEED);
            pass(Duration.ofSeconds(1));
            LockSupport.parkNanos(MOMENT.toNanos());
        }
    }

    void pass(Duration duration) {
        var answer = send(HttpRequest.newBuilder(cloud.endpoint().resolve("/_ballast/clock"))
                .header("X-Ballast-Token", cloud.token())
                .POST(HttpRequest.BodyPublishers.ofString("{\"advance\":\"" + duration + "\"}")));
        if (answer.statusCode() != 200) throw new AssertionError(answer.body());
    }

    JsonNode programs() {
        try {
            return JSON.readTree(
                    get(cloud.endpoint().resolve("/_ballast/programs")).body());
        } catch (IOException malformed) {
            throw new AssertionError(malformed);
        }
    }

    /** A listener of a load balancer of its own before a new target group of that name, checked every 5 s. */
    String balance(String name, int port) {
        var all = ec2.describeSubnets().subnets();
        var vpc = all.getFirst().vpcId();
        var subnets = all.stream().limit(2).map(one -> one.subnetId()).toList();
        var group = elb.createTargetGroup(it -> it.name(name)
                        .protocol(ProtocolEnum.HTTP)
                        .port(80)
                        .vpcId(vpc)
                        .healthCheckIntervalSeconds(5)
                        .healthyThresholdCount(2))
                .targetGroups()
                .getFirst()
                .targetGroupArn();
        elb.modifyTargetGroupAttributes(it -> it.targetGroupArn(group)
                .attributes(
                        one -> one.key("deregistration_delay.timeout_seconds").value("10")));
        var balancer = elb.createLoadBalancer(it -> it.name(name).subnets(subnets))
                .loadBalancers()
                .getFirst()
                .loadBalancerArn();
        elb.createListener(it -> it.loadBalancerArn(balancer)
                .port(port)
                .protocol(ProtocolEnum.HTTP)
                .defaultActions(action -> action.type(ActionTypeEnum.FORWARD).targetGroupArn(group)));
        return group;
    }

    void serve(String family, int desired, String group) {
        ecs.createService(it -> it.cluster("web")
                .serviceName(family)
                .taskDefinition(family)
                .desiredCount(desired)
                // A program that takes a second of ours to start takes a minute of the cloud's.
                .healthCheckGracePeriodSeconds(3600)
                .loadBalancers(
                        one -> one.targetGroupArn(group).containerName("page").containerPort(80)));
    }

    long healthy(String group) {
        return elb.describeTargetHealth(it -> it.targetGroupArn(group)).targetHealthDescriptions().stream()
                .filter(one -> one.targetHealth().stateAsString().equals("healthy"))
                .count();
    }

    /** Where the listener of that load balancer really is. */
    URI listener(String name) {
        var url = new String[1];
        until("a listener is open", () -> {
            for (var one : programs().path("listeners"))
                if (one.path("loadBalancer").asText().equals(name) && one.hasNonNull("url"))
                    url[0] = one.path("url").asText();
            return url[0] != null;
        });
        return URI.create(url[0]);
    }

    HttpResponse<String> get(URI uri) {
        return send(HttpRequest.newBuilder(uri));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new AssertionError(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    HttpClient http() {
        return http;
    }

    @Override
    public void close() {
        cloud.close();
        ec2.close();
        ecs.close();
        elb.close();
        http.close();
    }
}
