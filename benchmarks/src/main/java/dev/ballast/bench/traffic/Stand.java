package dev.ballast.bench.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ballast.app.session.AwsPorts;
import dev.ballast.app.session.JournalFolder;
import dev.ballast.app.session.Session;
import dev.ballast.app.session.SettingsFile;
import dev.ballast.app.session.Work;
import dev.ballast.app.view.Feed;
import dev.ballast.aws.AwsPlace;
import dev.ballast.bench.cloud.Served;
import dev.ballast.config.Overrides;
import dev.ballast.loop.Tick;
import dev.ballast.model.Action;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.Instance;
import dev.ballast.model.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;

/**
 * A cluster that Ballast has brought up in a local cloud, with one service of real programs behind a real port; then AWS takes a pool
 * away. Until everything stands the cloud's time runs fast; what is measured runs on ours.
 */
final class Stand implements AutoCloseable {
    private static final String CLUSTER = "bench";
    private static final String SERVICE = "page";
    private static final String REGION = "eu-west-1";
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final Duration STANDS_WITHIN = Duration.ofSeconds(120);
    private static final Duration LONG_POLL = Duration.ofSeconds(20);
    private static final int SPEED_OF_HOSTS = 30;
    static final int DESIRED = 6;

    /** Who looks after the cluster when the notice comes. */
    enum Keeper {
        /** Its loop runs. */
        BALLAST,
        /** Nobody but the agents, with ECS_ENABLE_SPOT_INSTANCE_DRAINING. */
        AGENTS
    }

    /** @param victims the pool's instances */
    record Loss(String pool, List<String> victims) {}

    private final Served cloud;
    private final Keeper keeper;
    private final Path folder;
    private final EcsClient ecs;
    private final Ec2Client ec2;
    private final ElasticLoadBalancingV2Client elb;
    private final HttpClient http = HttpClient.newHttpClient();
    private Session session;
    private Work work;
    private Thread loop;

    private Stand(Served cloud, Keeper keeper, Path folder) {
        this.cloud = cloud;
        this.keeper = keeper;
        this.folder = folder;
        ecs = client(EcsClient.builder());
        ec2 = client(Ec2Client.builder());
        elb = client(ElasticLoadBalancingV2Client.builder());
    }

    private <B extends AwsClientBuilder<B, C>, C> C client(B builder) {
        return builder.endpointOverride(cloud.endpoint())
                .region(Region.of(REGION))
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", "none")))
                .build();
    }

    /** @param speedOfPrograms seconds of the cloud in a second of ours while the service comes up, whose programs take their time */
    static Stand set(Path home, long seed, Keeper keeper, int speedOfPrograms)
            throws IOException, InterruptedException {
        var folder = Files.createTempDirectory("ballast-traffic-");
        var cloud = Served.ballast(
                home,
                seed,
                "",
                List.of(
                        "--speed",
                        "" + SPEED_OF_HOSTS,
                        "--tasks",
                        "process",
                        "--task-dir",
                        folder.resolve("tasks").toString()));
        var stand = new Stand(cloud, keeper, folder);
        try {
            stand.open();
            stand.work.ask(new Action.PutCluster(), "the bench needs its cluster");
            stand.work.ask(new Action.PutSignalQueue(), "notices come through this queue");
            stand.run(Stand::hostsStand);
            stand.serve(speedOfPrograms);
            stand.run(Stand::servicesStand);
            stand.shut();
            // A long poll that nobody waits for any more would take the first notice with it.
            TimeUnit.MILLISECONDS.sleep(LONG_POLL.dividedBy(speedOfPrograms).toMillis());
            stand.speed(1);
            return stand;
        } catch (RuntimeException | IOException | InterruptedException failed) {
            stand.close();
            throw failed;
        }
    }

    private void open() {
        var place = new AwsPlace(REGION, Optional.empty(), Optional.of(cloud.endpoint()));
        var ports = new AwsPorts(place, CLUSTER);
        session = new Session(
                ports,
                Optional.of(settings()),
                folder.resolve("ballast.yaml"),
                Optional.of(new JournalFolder(folder, ports.place())));
        work = session.work(new PrintWriter(System.err));
    }

    private void shut() {
        if (work != null) work.close();
        if (session != null) session.close();
        work = null;
        session = null;
    }

    /** One type in three zones: a pool is a third of the hosts. */
    private Settings settings() {
        return SettingsFile.of(
                """
                cluster: %s
                region: %s
                capacity:
                  target: %d
                  types: [m5.large]
                  survive: none
                interruption:
                  agent-drains: %s
                """.formatted(CLUSTER, REGION, DESIRED, keeper == Keeper.AGENTS),
                "the bench's ballast.yaml",
                Overrides.none());
    }

    private void run(java.util.function.Predicate<Tick> goal) throws InterruptedException {
        try (var feed = new Feed(new PrintWriter(System.err), CLUSTER, goal, PATIENCE)) {
            work.run(feed);
            if (feed.isExpired()) throw new IllegalStateException("the cluster does not come to stand");
        }
    }

    private static boolean hostsStand(Tick tick) {
        return tick.decision().settled()
                && tick.observation().containerInstances().value().size() >= DESIRED;
    }

    private static boolean servicesStand(Tick tick) {
        var services = tick.observation().services().value();
        return tick.decision().settled()
                && !services.isEmpty()
                && services.stream().allMatch(service -> service.runningCount() >= service.desiredCount());
    }

    /** One task fills a host, so that a drain without a replacement has nowhere to go. */
    private void serve(int speedOfPrograms) throws IOException, InterruptedException {
        var subnets = ec2.describeSubnets().subnets();
        var group = elb.createTargetGroup(it -> it.name(SERVICE)
                        .protocol(ProtocolEnum.HTTP)
                        .port(80)
                        .vpcId(subnets.getFirst().vpcId())
                        .healthCheckPath("/health")
                        .healthCheckIntervalSeconds(5)
                        .healthyThresholdCount(2))
                .targetGroups()
                .getFirst()
                .targetGroupArn();
        elb.modifyTargetGroupAttributes(it -> it.targetGroupArn(group)
                .attributes(
                        one -> one.key("deregistration_delay.timeout_seconds").value("20")));
        var balancer = elb.createLoadBalancer(it -> it.name(SERVICE)
                        .subnets(subnets.stream()
                                .limit(2)
                                .map(one -> one.subnetId())
                                .toList()))
                .loadBalancers()
                .getFirst()
                .loadBalancerArn();
        elb.createListener(it -> it.loadBalancerArn(balancer)
                .port(80)
                .protocol(ProtocolEnum.HTTP)
                .defaultActions(one -> one.type(ActionTypeEnum.FORWARD).targetGroupArn(group)));
        ecs.registerTaskDefinition(it -> it.family(SERVICE)
                .containerDefinitions(ContainerDefinition.builder()
                        .name(SERVICE)
                        .image("registry.example.com/page:1")
                        .cpu(1200)
                        .memory(512)
                        .command(Page.command())
                        .stopTimeout(20)
                        .portMappings(port -> port.containerPort(80))
                        .build()));
        speed(speedOfPrograms);
        ecs.createService(it -> it.cluster(CLUSTER)
                .serviceName(SERVICE)
                .taskDefinition(SERVICE)
                .desiredCount(DESIRED)
                .healthCheckGracePeriodSeconds(60)
                .deploymentConfiguration(one -> one.minimumHealthyPercent(100).maximumPercent(200))
                .loadBalancers(
                        one -> one.targetGroupArn(group).containerName(SERVICE).containerPort(80)));
        shut();
        open();
        var end = System.nanoTime() + STANDS_WITHIN.toNanos();
        while (healthy(group) < DESIRED) {
            if (System.nanoTime() > end) throw new IllegalStateException("the service does not come to stand");
            TimeUnit.MILLISECONDS.sleep(500);
        }
    }

    private long healthy(String group) {
        return elb.describeTargetHealth(it -> it.targetGroupArn(group)).targetHealthDescriptions().stream()
                .filter(one -> one.targetHealth().stateAsString().equals("healthy"))
                .count();
    }

    private void speed(int speed) throws IOException, InterruptedException {
        ask("clock", Optional.of("{\"speed\": " + speed + "}"));
    }

    private JsonNode ask(String name, Optional<String> body) throws IOException, InterruptedException {
        var signed = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/" + REGION
                + "/ballast/aws4_request, SignedHeaders=host, Signature=0";
        var request = HttpRequest.newBuilder(cloud.endpoint().resolve("/_ballast/" + name))
                .header("Authorization", signed)
                .header("X-Amz-Date", "20260101T000000Z");
        body.ifPresent(text -> request.POST(HttpRequest.BodyPublishers.ofString(text)));
        var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) throw new IOException(name + " was refused: " + answer.body());
        return JsonMapper.builder().build().readTree(answer.body());
    }

    /** Where the load balancer's listener is on this machine. */
    URI url() throws IOException, InterruptedException {
        return URI.create(ask("programs", Optional.empty())
                .path("listeners")
                .path(0)
                .path("url")
                .asText());
    }

    /** From here on the cluster is in its keeper's hands. */
    void keep() throws InterruptedException {
        if (keeper == Keeper.AGENTS) return;
        open();
        loop = Thread.ofPlatform().name("ballast").start(() -> {
            try {
                run(tick -> false);
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** The whole pool with most instances is given notice. */
    Loss lose() throws IOException, InterruptedException {
        Map<CapacityPool, List<String>> pools = new TreeMap<>();
        try (var ports = new AwsPorts(new AwsPlace(REGION, Optional.empty(), Optional.of(cloud.endpoint())), CLUSTER)) {
            for (Instance instance : ports.cluster().instances())
                pools.computeIfAbsent(instance.pool(), first -> new java.util.ArrayList<>())
                        .add(instance.instanceId());
        }
        var most = pools.entrySet().stream()
                .max(Comparator.comparingInt(entry -> entry.getValue().size()))
                .orElseThrow();
        var ids = most.getValue().stream().map(id -> "\"" + id + "\"").toList();
        ask("interrupt", Optional.of("{\"instanceIds\": [" + String.join(",", ids) + "]}"));
        return new Loss(most.getKey().toString(), most.getValue());
    }

    @Override
    public void close() {
        if (loop != null) {
            loop.interrupt();
            try {
                loop.join(Duration.ofSeconds(30));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        shut();
        ecs.close();
        ec2.close();
        elb.close();
        cloud.close();
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        } catch (IOException left) {
            System.err.println("bench: " + folder + " is left behind: " + left.getMessage());
        }
    }
}
