package dev.ballast.aws;

import dev.ballast.sim.api.Api;
import dev.ballast.sim.api.ClientTokens;
import dev.ballast.sim.api.CloudClock;
import dev.ballast.sim.api.WorldGate;
import dev.ballast.sim.api.ec2.Ec2Apis;
import dev.ballast.sim.api.ecs.EcsApi;
import dev.ballast.sim.api.eventbridge.EventBridgeApi;
import dev.ballast.sim.api.sqs.SqsApi;
import dev.ballast.sim.api.sts.StsApi;
import dev.ballast.sim.port.WorldPort;
import dev.ballast.sim.wire.Admin;
import dev.ballast.sim.wire.ClockRoutes;
import dev.ballast.sim.wire.CloudServer;
import dev.ballast.sim.wire.Wire;
import dev.ballast.sim.world.World;
import dev.ballast.sim.world.faults.ThrottleRules;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The local cloud on a free port, with its world at hand; its time stands still until a test lets it pass. */
final class WholeCloud implements AutoCloseable {
    static final long SEED = 7;
    static final String REGION = "eu-west-1";

    /** Where time stands still no bucket refills, and nothing here is about that. */
    private final World world =
            new World(SEED, Instant.parse("2026-01-05T08:00:00Z"), World.Rules.DEFAULT.with(ThrottleRules.NONE));

    private final CloudClock clock = new CloudClock(world.time().now(), 1, () -> 0);
    private final WorldGate gate = new WorldGate(clock, world.time());
    private final CloudServer server;

    WholeCloud() {
        var admin = new Admin(SEED);
        ClockRoutes.register(admin, () -> new ClockRoutes.Time(clock, gate, SEED, "whole"));
        admin.acts(
                "interrupt",
                asked -> ask(() -> {
                    var ids = new ArrayList<String>();
                    asked.body().path("instanceIds").forEach(id -> ids.add(id.asText()));
                    world.reclaim().instances(ids);
                    return Map.of();
                }));
        server =
                CloudServer.start(new Wire(apis(), gate, new ClientTokens(), world.accountId(), SEED), admin, clock, 0);
    }

    private List<Api> apis() {
        var apis = new ArrayList<>(Ec2Apis.of(world.ec2(), world.fleets()));
        apis.add(new EcsApi(world.ecs()));
        apis.add(new SqsApi(world.sqs(), () -> server.endpoint().toString()));
        apis.add(new EventBridgeApi(world.eventBridge()));
        apis.add(new StsApi());
        return apis;
    }

    URI endpoint() {
        return server.endpoint();
    }

    Instant now() {
        return clock.instant();
    }

    /** From now on it also says that its time stands still, so that whoever waits looks again. */
    void pause() {
        clock.pause();
    }

    void pass(Duration duration) {
        clock.advance(duration);
    }

    /** Behind the gate. */
    <T> T ask(Supplier<T> question) {
        return gate.call(now -> question.get());
    }

    /** No spot is left in it. */
    void closeZone(String zone) {
        ask(() -> {
            world.ec2().market().closeZone(zone, "test");
            return zone;
        });
    }

    WorldPort port(String cluster) {
        return ask(() -> new WorldPort(world, REGION, cluster));
    }

    @Override
    public void close() {
        gate.close();
        server.close();
    }
}
