package dev.ballast.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.model.Outcome;
import dev.ballast.observe.CloudUnreachable;
import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.ClientTokens;
import dev.ballast.sim.api.CloudClock;
import dev.ballast.sim.api.WorldGate;
import dev.ballast.sim.api.sts.StsApi;
import dev.ballast.sim.wire.Admin;
import dev.ballast.sim.wire.ClockRoutes;
import dev.ballast.sim.wire.CloudServer;
import dev.ballast.sim.wire.Wire;
import dev.ballast.sim.world.core.WorldTime;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The room against the local cloud's own door, over HTTP. */
class LocalCloudTest {
    private static final Instant START = Instant.parse("2026-01-05T08:00:00Z");
    private static final long SEED = 7;

    private final CloudClock clock = new CloudClock(START, 20, () -> 0);
    private final WorldGate gate = new WorldGate(clock, new WorldTime(START));
    private final List<String> interrupted = new ArrayList<>();
    private CloudServer server;
    private AwsClients clients;

    @BeforeEach
    void start() {
        var admin = new Admin(SEED);
        ClockRoutes.register(admin, () -> new ClockRoutes.Time(clock, gate, SEED, "w" + SEED));
        admin.acts("interrupt", asked -> {
            var ids = asked.body().path("instanceIds");
            if (ids.isEmpty()) throw AwsError.refused("ValidationException", "instanceIds is empty");
            ids.forEach(id -> interrupted.add(id.asText()));
            return Map.of();
        });
        var wire = new Wire(List.of(new StsApi()), gate, new ClientTokens(), CallContext.DEFAULT_ACCOUNT_ID, SEED);
        server = CloudServer.start(wire, admin, clock, 0);
        clients = AwsClients.open(
                AwsPlace.resolve(Optional.empty(), Optional.empty(), Optional.of(server.endpoint()), Map.of()));
    }

    @AfterEach
    void stop() {
        clients.close();
        gate.close();
        server.close();
    }

    @Test
    void theAccountIsToldWithoutCredentials() {
        assertThat(clients.accountId()).isEqualTo(CallContext.DEFAULT_ACCOUNT_ID);
    }

    @Test
    void itsClockIsTaken() {
        var read = dev.ballast.aws.CloudClock.of(clients);
        assertThat(read.world()).contains(new dev.ballast.aws.CloudClock.World("w" + SEED, SEED));
        assertThat(read.speed()).isEqualTo(20);
        assertThat(read.instant()).isAfterOrEqualTo(START);
    }

    @Test
    void whileItIsPausedItsSpeedIsNone() {
        clock.pause();
        var read = dev.ballast.aws.CloudClock.of(clients);
        assertThat(read.speed()).isZero();
        assertThat(read.instant()).isEqualTo(START);
    }

    @Test
    void interruptionsGoThroughItsDoor() {
        var interruptions = new Interruptions(clients, "live", Optional.empty());
        assertThat(interruptions.interrupt("t", List.of("i-1", "i-2"))).isEqualTo(Outcome.DONE);
        assertThat(interrupted).containsExactly("i-1", "i-2");
        assertThat(interruptions.interrupt("t", List.of()))
                .isEqualTo(new Outcome.Refused("ValidationException", "instanceIds is empty"));
    }

    @Test
    void anUnknownOperationIsARefusalInAwssWords() {
        var writer = new AwsWriter(clients, "live", Optional.empty());
        assertThatThrownBy(() -> new AwsClusterReader(clients, "live", clock).instances())
                .isInstanceOf(CloudUnreachable.class)
                .hasMessageStartingWith(
                        "cannot read the instances of cluster 'live' in eu-west-1 at http://127.0.0.1:");
        assertThat(writer.perform(new dev.ballast.model.Step(
                        "t", new dev.ballast.model.Action.TerminateInstances(List.of("i-1")), null)))
                .isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void whereNobodyListensOneSentenceSaysSo() {
        var gone = server.endpoint();
        server.close();
        try (var lost = AwsClients.open(new AwsPlace("eu-west-1", Optional.empty(), Optional.of(gone)))) {
            assertThatThrownBy(() -> dev.ballast.aws.CloudClock.of(lost))
                    .isInstanceOf(CloudUnreachable.class)
                    .hasMessageContaining("no local cloud answers at " + gone)
                    .hasMessageContaining("ballast local");
            assertThatThrownBy(lost::accountId)
                    .isInstanceOf(CloudUnreachable.class)
                    .hasMessageContaining("nobody answers there");
        }
    }

    @Test
    void anotherAddressOnThisMachineIsLoopbackToo() {
        assertThat(new AwsPlace("eu-west-1", Optional.empty(), Optional.of(URI.create("http://127.0.0.2:1")))
                        .isLoopback())
                .isTrue();
    }
}
