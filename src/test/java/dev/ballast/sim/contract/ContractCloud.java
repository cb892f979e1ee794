package dev.ballast.sim.contract;

import dev.ballast.model.Architecture;
import dev.ballast.model.InstanceType;
import dev.ballast.sim.api.Api;
import dev.ballast.sim.api.ClientTokens;
import dev.ballast.sim.api.CloudClock;
import dev.ballast.sim.api.WorldGate;
import dev.ballast.sim.api.admin.LiveWorld;
import dev.ballast.sim.api.ec2.InstanceMetadataService;
import dev.ballast.sim.wire.Admin;
import dev.ballast.sim.wire.CloudServer;
import dev.ballast.sim.wire.MetadataDoor;
import dev.ballast.sim.wire.Wire;
import dev.ballast.sim.world.World;
import dev.ballast.sim.world.ecs.Machine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.regions.Region;

/**
 * The whole cloud on a free port, for the real SDK; its time stands still until a test moves it. Its wire asks nobody what becomes of
 * a call: nothing is throttled or goes wrong in it.
 */
final class ContractCloud implements AutoCloseable {
    static final long SEED = 7;
    static final String REGION = "eu-west-1";

    final World world;
    final CloudClock clock;
    final WorldGate gate;
    final CloudServer server;
    /** The operations that clients of this cloud had answered, by their name in the API. */
    final Set<String> driven = ConcurrentHashMap.newKeySet();

    private int hosts;

    ContractCloud() {
        this(World.Rules.DEFAULT);
    }

    ContractCloud(World.Rules rules) {
        world = new World(SEED, Instant.parse("2026-01-05T08:00:00Z"), rules);
        clock = new CloudClock(world.time().now(), 1, () -> 0);
        gate = new WorldGate(clock, world.time());
        var wire = new Wire(apis(), gate, new ClientTokens(), world.accountId(), SEED);
        var metadata = new MetadataDoor(new InstanceMetadataService(gate, world.ec2()));
        server = CloudServer.start(wire, new Admin(SEED), Optional.of(metadata), clock, 0);
    }

    List<Api> apis() {
        return LiveWorld.apis(world, () -> server.endpoint().toString());
    }

    <B extends AwsClientBuilder<B, C>, C> C client(B builder) {
        return client(builder, Region.of(REGION));
    }

    <B extends AwsClientBuilder<B, C>, C> C client(B builder, Region region) {
        return builder.endpointOverride(server.endpoint())
                .region(region)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", "secret")))
                .overrideConfiguration(override -> override.retryStrategy(retries -> retries.maxAttempts(1))
                        .addExecutionInterceptor(new Recorder()))
                .build();
    }

    private final class Recorder implements ExecutionInterceptor {
        @Override
        public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
            driven.add(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
        }
    }

    void pass(Duration duration) {
        clock.advance(duration);
    }

    /** A host with 2 vCPUs and 8 GiB whose agent registers with the cluster. */
    void host(String cluster, String zone) {
        var type = new InstanceType(
                "m5.large", Architecture.X86_64, 2, 8192, 3, 0, 0, new InstanceType.TypeTraits(true, false, false));
        var config = new TreeMap<>(Map.of("ECS_CLUSTER", cluster));
        var id = "i-%017x".formatted(++hosts);
        var machine = new Machine(id, type, REGION + zone, "ami-1", "subnet-1", "vpc-1", Map.of(), config);
        gate.call(now -> {
            world.ecs().region(REGION).hosts().booted(machine);
            return null;
        });
        pass(Duration.ofSeconds(10));
    }

    @Override
    public void close() {
        gate.close();
        server.close();
    }
}
