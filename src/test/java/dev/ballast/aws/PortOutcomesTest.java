package dev.ballast.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.aws.AwsErrors.Meaning;
import dev.ballast.model.Action;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.InstanceCatalogue;
import dev.ballast.model.Offer;
import dev.ballast.model.Outcome;
import dev.ballast.model.Outcome.Failure;
import dev.ballast.model.Step;
import dev.ballast.model.UsdPerHour;
import dev.ballast.sim.port.WorldPort;
import dev.ballast.sim.world.World;
import dev.ballast.sim.world.faults.Calls;
import dev.ballast.sim.world.faults.Chance;
import dev.ballast.sim.world.faults.What;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a refused call comes to in the port in this process must be what it comes to here. */
class PortOutcomesTest {
    private static final CapacityPool POOL = CapacityPool.spot("m5.large", "eu-west-1a");
    private static final int BAD_REQUEST = 400;

    private final World world = new World(7, Instant.parse("2026-01-05T08:00:00Z"), World.Rules.DEFAULT);
    private final WorldPort port = new WorldPort(world, "eu-west-1", "live");

    static Stream<Arguments> refusals() {
        return Stream.concat(
                AwsErrors.TABLE.keySet().stream().map(code -> Arguments.of(code, BAD_REQUEST)),
                Stream.of(
                        Arguments.of("SomethingNew", BAD_REQUEST),
                        Arguments.of("SomethingNew", 429),
                        Arguments.of("SomethingNew", 503),
                        Arguments.of("InsufficientInstanceCapacity", 500),
                        Arguments.of("RequestLimitExceeded", 503)));
    }

    private Outcome refused(String code, int status, Action action) {
        world.faults()
                .begin(
                        new What.ApiError(Calls.ALL, new What.Refusal(code, "no", status), Chance.ALWAYS),
                        Optional.empty());
        return port.writer().perform(new Step("token", action, null));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void aRefusedStopIsTheOutcomeOfTheOneTable(String code, int status) {
        assertThat(refused(code, status, new Action.StopTask("arn/of/a/task", "why")))
                .isEqualTo(AwsErrors.outcome(AwsErrorsTest.answer(code, status, "no")));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void aRefusedLaunchIsWhatARefusedFleetIs(String code, int status) {
        var type = InstanceCatalogue.find("m5.large").orElseThrow().type();
        var offer = new Offer(POOL, type, UsdPerHour.ZERO, UsdPerHour.ZERO, "subnet-1", 0);
        var error = AwsErrorsTest.answer(code, status, "no");
        var nowhere = new FleetAnswer(List.of(), List.of(), List.of(new Failure(POOL.toString(), code, "no")));
        var here = switch (AwsErrors.meaning(error)) {
            case THROTTLED, UNSURE -> AwsErrors.outcome(error);
            default -> nowhere.outcome(Map.of(POOL, 1));
        };
        var launch = new Action.LaunchInstances("template", List.of(offer), 1, Optional.empty());
        // A launch under that code has happened and is gone: it is looked for, and that is another story.
        if (AwsErrors.meaning(error) != Meaning.LAUNCHED_AND_GONE)
            assertThat(refused(code, status, launch)).isEqualTo(here);
    }
}
