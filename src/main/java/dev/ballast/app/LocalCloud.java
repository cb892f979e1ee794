package dev.ballast.app;

import dev.ballast.sim.api.Api;
import dev.ballast.sim.api.ClientTokens;
import dev.ballast.sim.api.CloudClock;
import dev.ballast.sim.api.Gate;
import dev.ballast.sim.api.WorldGate;
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
import dev.ballast.sim.wire.Admin;
import dev.ballast.sim.wire.ClockRoutes;
import dev.ballast.sim.wire.CloudServer;
import dev.ballast.sim.wire.MetadataDoor;
import dev.ballast.sim.wire.Wire;
import dev.ballast.sim.world.World;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** The local cloud of this process: a world, its clock, and the wire in front of it, wired by constructors. */
public final class LocalCloud implements AutoCloseable {
    /**
     * @param port 0 picks a free one
     * @param speed seconds of the world in a second of ours
     * @param start the world's first moment
     */
    public record Options(int port, long seed, double speed, Instant start, World.Rules rules) {}

    private final World world;
    private final WorldGate gate;
    private final CloudServer server;
    private final Options options;

    private LocalCloud(World world, WorldGate gate, CloudServer server, Options options) {
        this.world = world;
        this.gate = gate;
        this.server = server;
        this.options = options;
    }

    /** @throws IllegalStateException where the port is taken */
    public static LocalCloud start(Options options) {
        var world = new World(options.seed(), options.start(), options.rules());
        var clock = new CloudClock(options.start(), options.speed(), System::nanoTime);
        var gate = new WorldGate(clock, world.time());
        // Queue URLs carry the endpoint, whose port is known only once the server listens.
        var endpoint = new AtomicReference<URI>();
        var wire = new Wire(
                apis(world, () -> endpoint.get().toString()),
                gate,
                new ClientTokens(),
                world.accountId(),
                options.seed());
        var admin = new Admin(options.seed());
        ClockRoutes.register(admin, clock, options.seed(), worldId(options));
        InterruptRoute.register(admin, gate, world);
        try {
            var metadata = new MetadataDoor(new InstanceMetadataService(gate, world.ec2()));
            var server = CloudServer.start(wire, admin, Optional.of(metadata), clock, options.port());
            endpoint.set(server.endpoint());
            return new LocalCloud(world, gate, server, options);
        } catch (RuntimeException failed) {
            gate.close();
            throw failed;
        }
    }

    /** Seed and start make a world; the same ones make the same world again only where nobody has called it yet. */
    private static String worldId(Options options) {
        return "local-" + options.seed() + "-" + Long.toString(options.start().toEpochMilli(), Character.MAX_RADIX);
    }

    private static List<Api> apis(World world, Supplier<String> endpoint) {
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

    /** For --endpoint-url. */
    public URI endpoint() {
        return server.endpoint();
    }

    /** To be touched behind the gate only. */
    public World world() {
        return world;
    }

    public Gate gate() {
        return gate;
    }

    public Options options() {
        return options;
    }

    @Override
    public void close() {
        server.close();
        gate.close();
    }
}
