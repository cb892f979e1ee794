package dev.ballast.sim.api.admin;

import dev.ballast.sim.api.Api;
import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.ClientTokens;
import dev.ballast.sim.api.CloudClock;
import dev.ballast.sim.api.Fate;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.api.Service;
import dev.ballast.sim.api.WorldGate;
import dev.ballast.sim.api.chronicle.Beginning;
import dev.ballast.sim.api.chronicle.Chronicle;
import dev.ballast.sim.api.chronicle.Deeds;
import dev.ballast.sim.api.ec2.Ec2Apis;
import dev.ballast.sim.api.ec2.InstanceMetadataService;
import dev.ballast.sim.api.ecs.EcsApi;
import dev.ballast.sim.api.elbv2.Elbv2Api;
import dev.ballast.sim.api.eventbridge.EventBridgeApi;
import dev.ballast.sim.api.fis.FisApi;
import dev.ballast.sim.api.iam.IamApi;
import dev.ballast.sim.api.pricing.PricingApi;
import dev.ballast.sim.api.secretsmanager.SecretsManagerApi;
import dev.ballast.sim.api.sqs.SqsApi;
import dev.ballast.sim.api.ssm.SsmApi;
import dev.ballast.sim.api.sts.StsApi;
import dev.ballast.sim.world.World;
import dev.ballast.sim.world.faults.Called;
import dev.ballast.sim.world.faults.What;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.StartInstancesRequest;
import software.amazon.awssdk.services.ec2.model.StopInstancesRequest;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesRequest;

/** A world with all that belongs to it and goes with it: its clock, its gate, its APIs and the client tokens that it has seen. */
public final class LiveWorld {
    private final World world;
    private final Instant start;
    private final String id;
    private final CloudClock clock;
    private final WorldGate gate;
    private final ClientTokens tokens = new ClientTokens();
    private final Deeds deeds;
    private final Map<Service, Operations> services;
    private final InstanceMetadataService metadata;

    /**
     * @param chronicle what is done is kept there
     * @param endpoint of the server, for the URLs in answers; asked when one is written
     */
    LiveWorld(World world, Beginning beginning, Chronicle chronicle, CloudClock clock, Supplier<String> endpoint) {
        this.world = world;
        this.start = beginning.start();
        this.id = id(beginning);
        this.deeds = new Deeds(chronicle, beginning.number(), world.draws()::drawn);
        this.clock = clock;
        this.gate = new WorldGate(clock, world.time());
        this.services = Operations.of(apis(world, endpoint));
        this.metadata = new InstanceMetadataService(gate, world.ec2());
    }

    /** Seed and start make a world; the same ones make the same world again only where nobody has called it yet. */
    private static String id(Beginning beginning) {
        var id = "local-" + beginning.seed() + "-"
                + Long.toString(beginning.start().toEpochMilli(), Character.MAX_RADIX);
        return beginning.number() == 1 ? id : id + "-" + beginning.number();
    }

    /** Every service over one world. */
    public static List<Api> apis(World world, Supplier<String> endpoint) {
        var apis = new ArrayList<>(Ec2Apis.of(world.ec2(), world.fleets()));
        apis.add(new EcsApi(world.ecs()));
        apis.add(new SqsApi(world.sqs(), endpoint));
        apis.add(new EventBridgeApi(world.eventBridge()));
        apis.add(new Elbv2Api(world.elb(), world.ec2()));
        apis.add(new SsmApi(world.ssm()));
        apis.add(new SecretsManagerApi(world.secrets()));
        apis.add(new FisApi(world.fis()));
        apis.add(new PricingApi());
        apis.add(new StsApi());
        apis.add(new IamApi());
        return apis;
    }

    /** To be touched behind the gate only. */
    public World world() {
        return world;
    }

    /** No other world has it: what is remembered of one is wrong in another. */
    public String id() {
        return id;
    }

    public long seed() {
        return world.draws().seed();
    }

    /** Its first moment. */
    public Instant start() {
        return start;
    }

    public CloudClock clock() {
        return clock;
    }

    public WorldGate gate() {
        return gate;
    }

    public ClientTokens tokens() {
        return tokens;
    }

    /** What is done to it, to be told behind the gate. */
    public Deeds deeds() {
        return deeds;
    }

    public Map<Service, Operations> services() {
        return services;
    }

    public InstanceMetadataService metadata() {
        return metadata;
    }

    public String accountId() {
        return world.accountId();
    }

    /** Asks the world's token buckets, and then its faults: a call that is throttled reaches nothing that can fail. */
    public Fate.Teller fates() {
        return this::fate;
    }

    private Fate fate(CallContext call, AwsRequest request) {
        if (deeds.areRetold()) return Fate.NONE;
        var called = new Called(call.service().signingName(), call.operation(), call.region())
                .with(extent(request))
                .with(instances(request));
        var throttled = world.throttles().refuse(called).map(LiveWorld::error);
        if (throttled.isPresent()) return new Fate(throttled, Duration.ZERO, false);
        var troubled = world.faults().troubleCalls();
        var fate = world.faults().befalls(called);
        if (troubled) deeds.fate(called.service(), called.operation(), called.region(), call.now());
        return new Fate(fate.refusal().map(LiveWorld::error), fate.delay(), fate.answerLost());
    }

    /** What faults said of a call that is retold is known; that they were asked changes what they say of the next ones. */
    public Fate befall(String service, String operation, String region) {
        world.faults().befalls(new Called(service, operation, region));
        return Fate.NONE;
    }

    private static AwsError error(What.Refusal said) {
        return AwsError.withStatus(said.status(), said.code(), said.message());
    }

    /** What EC2 counts beside the call itself: every instance that it would start, stop or end. */
    private static int instances(AwsRequest request) {
        return switch (request) {
            case RunInstancesRequest asked -> asked.maxCount() == null ? 0 : asked.maxCount();
            case StartInstancesRequest asked -> asked.instanceIds().size();
            case StopInstancesRequest asked -> asked.instanceIds().size();
            case TerminateInstancesRequest asked -> asked.instanceIds().size();
            default -> 0;
        };
    }

    /** EC2 counts apart who asks for all instances in one answer. */
    private static Called.Extent extent(AwsRequest request) {
        return request instanceof DescribeInstancesRequest asked
                        && asked.instanceIds().isEmpty()
                        && asked.filters().isEmpty()
                        && asked.maxResults() == null
                ? Called.Extent.ALL
                : Called.Extent.SOME;
    }
}
