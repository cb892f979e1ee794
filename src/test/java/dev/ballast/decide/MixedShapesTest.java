package dev.ballast.decide;

import static dev.ballast.decide.Told.actions;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.model.Action.LaunchInstances;
import dev.ballast.model.Settings.Backend;
import dev.ballast.model.Settings.Survive;
import dev.ballast.model.UsdPerHour;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many tasks of many shapes, for which hosts are chosen together. */
class MixedShapesTest {
    private static Given drawn(long seed, Survive survive) {
        var random = new Random(seed);
        var given = Given.cluster()
                .target(1)
                .survive(survive)
                .offered(
                        "m5.large",
                        "m5.xlarge",
                        "m5.2xlarge",
                        "c5.large",
                        "c5.xlarge",
                        "c5.2xlarge",
                        "r5.large",
                        "r5.xlarge",
                        "m6i.large",
                        "m6i.xlarge");
        for (var i = 0; i < 4 + random.nextInt(8); i++)
            given.service("s" + i, 1 + random.nextInt(20)).needing(256 << random.nextInt(4), 512 << random.nextInt(4));
        return given;
    }

    private static UsdPerHour price(Iterable<LaunchInstances> launches) {
        var sum = UsdPerHour.ZERO;
        for (var launch : launches)
            for (var offer : launch.offers()) sum = sum.plus(offer.price().times(launch.each()));
        return sum;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void everythingPacksAfterTheLossOfAnyPool(long seed) {
        var given = drawn(seed, Survive.POOL);
        var decision = given.decide();
        assertThat(actions(decision, LaunchInstances.class)).as("seed " + seed).isNotEmpty();
        assertThat(new Survival(given, decision).unsafe()).as("seed " + seed).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void whatIsOnItsWayIsNotBoughtAgainHoweverEcsWillPlaceOnIt(long seed) {
        for (var survive : new Survive[] {Survive.POOL, Survive.ZONE, Survive.NONE}) {
            var given = drawn(seed, survive);
            given.carryOut(given.decide());
            assertThat(actions(given.decide(), LaunchInstances.class))
                    .as("seed %d, survive %s: told by EC2's answer only", seed, survive)
                    .isEmpty();
            assertThat(actions(given.everythingRegisters().decide(), LaunchInstances.class))
                    .as("seed %d, survive %s: registered, nothing placed yet", seed, survive)
                    .isEmpty();
        }
    }

    /** Whose types AWS chooses: a number of unlike hosts that suit one another would be a number of others. */
    @Test
    void howManyASpotFleetKeepsIsFoundByARule() {
        for (var seed = 1; seed <= 10; seed++) {
            var reason = drawn(seed, Survive.POOL)
                    .backend(Backend.SPOT_FLEET)
                    .decide()
                    .steps()
                    .getFirst()
                    .reason();
            assertThat(reason.alternatives())
                    .as("seed " + seed)
                    .isNotEmpty()
                    .noneMatch(text -> text.contains("mix") || text.contains("proportions"));
        }
    }

    @Test
    void whatLostIsToldWithItsPrice() {
        var reason = drawn(1, Survive.POOL).decide().steps().getFirst().reason();
        assertThat(reason.alternatives()).isNotEmpty().anyMatch(text -> text.contains(" instead of $"));
    }
}
