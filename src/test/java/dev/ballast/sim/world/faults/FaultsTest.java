package dev.ballast.sim.world.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ballast.model.CapacityPool;
import dev.ballast.sim.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class FaultsTest {
    private static final Instant START = Instant.parse("2026-01-05T08:00:00Z");
    private static final CapacityPool POOL = CapacityPool.spot("m5.large", "eu-west-1a");
    private static final Called RUN = new Called("ec2", "RunInstances", "eu-west-1");

    private final World world = new World(7, START, World.Rules.DEFAULT);
    private final Faults faults = world.faults();

    private static What.ApiError error(String code, Chance chance) {
        return new What.ApiError(Calls.ALL, new What.Refusal(code, "no", 400), chance);
    }

    private void pass(Duration duration) {
        world.time().advanceTo(world.time().now().plus(duration));
    }

    @Test
    void aFaultWithALengthEndsByItself() {
        var before = world.ec2().market().available(POOL);
        faults.begin(new What.Capacity(POOL, 0), Optional.of(Duration.ofMinutes(10)));
        assertThat(world.ec2().market().available(POOL)).isZero();
        pass(Duration.ofMinutes(10));
        assertThat(world.ec2().market().available(POOL)).isEqualTo(before);
        assertThat(faults.all()).isEmpty();
    }

    @Test
    void ofTwoFaultsOnOnePoolTheOtherStaysWhenOneEnds() {
        var first = faults.begin(new What.Capacity(POOL, 0), Optional.empty());
        faults.begin(new What.Capacity(POOL, 3), Optional.empty());
        var zone = faults.begin(new What.ZoneAway("eu-west-1a"), Optional.empty());
        faults.end(first.id());
        assertThat(world.ec2().market().available(POOL)).isZero();
        faults.end(zone.id());
        assertThat(world.ec2().market().available(POOL)).isEqualTo(3);
    }

    @Test
    void theFirstErrorWinsDelaysAddUpAndOneLossIsEnough() {
        faults.begin(error("First", Chance.ALWAYS), Optional.empty());
        faults.begin(error("Second", Chance.ALWAYS), Optional.empty());
        faults.begin(new What.SlowAnswer(Calls.ALL, Duration.ofSeconds(2), Chance.ALWAYS), Optional.empty());
        faults.begin(new What.SlowAnswer(Calls.ALL, Duration.ofSeconds(3), Chance.ALWAYS), Optional.empty());
        faults.begin(new What.LostAnswer(Calls.ALL, Chance.ALWAYS), Optional.empty());
        var fate = faults.befalls(RUN);
        assertThat(fate.refusal().orElseThrow().code()).isEqualTo("First");
        assertThat(fate.delay()).isEqualTo(Duration.ofSeconds(5));
        assertThat(fate.answerLost()).isTrue();
    }

    @Test
    void onlyTheCallsThatAreMeantAreHit() {
        var calls = new Calls(Optional.of("ec2"), Optional.of("RunInstances"), Optional.of("eu-west-1"));
        faults.begin(new What.LostAnswer(calls, new Chance(1, OptionalInt.of(2))), Optional.empty());
        assertThat(faults.befalls(new Called("ecs", "RunInstances", "eu-west-1")))
                .isEqualTo(Fate.NONE);
        assertThat(faults.befalls(new Called("ec2", "RunInstances", "us-east-1")))
                .isEqualTo(Fate.NONE);
        assertThat(faults.befalls(RUN).answerLost()).isTrue();
        assertThat(faults.all().getFirst().hits()).isEqualTo(1);
        assertThat(faults.befalls(RUN).answerLost()).isTrue();
        assertThat(faults.befalls(RUN)).isEqualTo(Fate.NONE);
    }

    @Test
    void theSameSeedDrawsTheSameHitsWhateverElseGoesWrong() {
        var alone = hits(new World(7, START, World.Rules.DEFAULT), List.of());
        var among = hits(
                new World(7, START, World.Rules.DEFAULT),
                List.of(new What.SlowAnswer(Calls.ALL, Duration.ofSeconds(1), new Chance(0.5, OptionalInt.empty()))));
        assertThat(alone).isEqualTo(among).contains(true, false);
    }

    private static List<Boolean> hits(World world, List<What> after) {
        world.faults().begin(error("Any", new Chance(0.4, OptionalInt.empty())), Optional.empty());
        after.forEach(what -> world.faults().begin(what, Optional.empty()));
        var hits = new ArrayList<Boolean>();
        for (var i = 0; i < 40; i++)
            hits.add(world.faults().befalls(RUN).refusal().isPresent());
        return hits;
    }

    @Test
    void aShareAndACountMustMakeSense() {
        assertThatThrownBy(() -> new Chance(0, OptionalInt.empty())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Chance(1.1, OptionalInt.empty())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Chance(1, OptionalInt.of(0))).isInstanceOf(IllegalArgumentException.class);
    }
}
