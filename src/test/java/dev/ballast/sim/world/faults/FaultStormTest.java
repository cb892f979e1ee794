package dev.ballast.sim.world.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.sim.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FaultStormTest {
    private static final Instant START = Instant.parse("2026-01-05T08:00:00Z");
    private static final int WORLDS = 60;

    private static World world(long seed, Storminess storminess) {
        return new World(seed, START, World.Rules.DEFAULT.with(storminess));
    }

    private static void pass(World world, Duration duration) {
        world.time().advanceTo(world.time().now().plus(duration));
    }

    /** Every fault of a day, as it began. */
    private static List<Fault> day(World world) {
        var seen = new LinkedHashMap<String, Fault>();
        for (var second = 0; second < Duration.ofDays(1).toSeconds(); second += 5) {
            pass(world, Duration.ofSeconds(5));
            world.faults().all().forEach(fault -> seen.putIfAbsent(fault.id(), fault));
        }
        return new ArrayList<>(seen.values());
    }

    @Test
    void theSeedSaysAllOfItAndAnotherSeedSomethingElse() {
        var first = day(world(1, Storminess.STORM));
        assertThat(first).isNotEmpty().isEqualTo(day(world(1, Storminess.STORM)));
        assertThat(day(world(2, Storminess.STORM))).isNotEqualTo(first);
    }

    @Test
    void everyFaultEndsByItself() {
        assertThat(day(world(1, Storminess.STORM)))
                .allSatisfy(fault -> assertThat(fault.until()).isPresent());
    }

    @Test
    void withoutAStormNothingEverHappensByItself() {
        var world = world(1, Storminess.NONE);
        assertThat(world.time().nextEventAt()).isEmpty();
        pass(world, Duration.ofDays(7));
        assertThat(world.faults().all()).isEmpty();
    }

    @Test
    void whichKindsExistIsDrawnAndWithSomeThereAreFewer() {
        var inStorm = worldsByKind(Storminess.STORM);
        var withSome = worldsByKind(Storminess.SOME);
        // Kinds that hit hosts begin nowhere in a world without any.
        assertThat(inStorm)
                .containsOnlyKeys(
                        "ApiError",
                        "BootsNeverRegister",
                        "DoubledEvents",
                        "LateEvents",
                        "LostAnswer",
                        "LostEvents",
                        "PullsFail",
                        "SlowAnswer",
                        "WrongClock");
        assertThat(inStorm.values()).allMatch(worlds -> worlds > WORLDS / 2 && worlds < WORLDS);
        inStorm.forEach((kind, worlds) -> assertThat(withSome.get(kind)).isBetween(1, worlds - 1));
    }

    /** In how many worlds a kind was seen within two days. */
    private static Map<String, Integer> worldsByKind(Storminess storminess) {
        var worlds = new TreeMap<String, Integer>();
        for (var seed = 0; seed < WORLDS; seed++) {
            var world = world(seed, storminess);
            var kinds = new TreeSet<String>();
            var end = START.plus(Duration.ofDays(2));
            while (world.time().nextEventAt().filter(end::isAfter).isPresent()) {
                world.time().advanceTo(world.time().nextEventAt().orElseThrow());
                world.faults()
                        .all()
                        .forEach(fault -> kinds.add(fault.what().getClass().getSimpleName()));
            }
            for (var kind : kinds) worlds.merge(kind, 1, Integer::sum);
        }
        return worlds;
    }

    @Test
    void aStormThatSubsidesEndsWithItsLastFault() {
        var world = world(1, Storminess.STORM);
        pass(world, Duration.ofHours(6));
        world.storm().subside();
        pass(world, Duration.ofDays(2));
        assertThat(world.faults().all()).isEmpty();
        assertThat(world.time().nextEventAt()).isEmpty();
    }
}
