package dev.ballast.decide.pack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.decide.pack.Seating.Fill;
import dev.ballast.decide.pack.Spread.Batch;
import dev.ballast.model.Architecture;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.Resources;
import dev.ballast.model.Service.Strategy;
import dev.ballast.model.TaskShape;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeatingTest {
    private static final String ZONES = "attribute:ecs.availability-zone";
    private static final int WEB = 0;
    private static final int BATCH = 1;
    private static final Piece SMALL = Piece.of(TaskShape.of(256, 512));
    private static final Piece LARGE = Piece.of(TaskShape.of(1024, 3072));

    /** Of {@code spread:FIELD+binpack:memory}. */
    private static List<Strategy> strategies(String text) {
        if (text == null) return List.of();
        return Arrays.stream(text.replace("ZONES", ZONES).split("\\+"))
                .map(one -> one.split(":", 2))
                .map(parts -> new Strategy(parts[0], parts.length > 1 ? parts[1] : ""))
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        ", true, FEWEST",
        "spread:ZONES, true, FEWEST",
        "spread:ZONES+spread:instanceId, true, FEWEST",
        "spread:ZONES+binpack:memory, true, LEAST_MEMORY",
        "spread:ZONES+binpack:CPU, true, LEAST_CPU",
        "spread:ZONES+random, true, FEWEST",
        "spread:instanceId, false, FEWEST",
        "spread:host, false, FEWEST",
        // each host is a group of its own, so what comes after it decides nothing
        "spread:instanceId+spread:ZONES, false, FEWEST",
        "binpack:memory, false, LEAST_MEMORY",
        "binpack:cpu+spread:ZONES, false, LEAST_CPU",
        "random, false, FEWEST",
        // not reckoned with
        "spread:attribute:ecs.instance-type+spread:ZONES, true, FEWEST",
    })
    void theStrategiesSayWhereTheNextTaskGoes(String strategies, boolean byZone, Fill fill) {
        assertThat(Seating.of(strategies(strategies))).isEqualTo(new Seating(byZone, fill));
    }

    /** Three hosts: the first in zone a with two tasks and least memory, the others in zone b; the last has least CPU. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        ", 2 1 1",
        "spread:ZONES+spread:instanceId, 2 1 1",
        "spread:ZONES+binpack:memory, 2 2 0",
        "spread:ZONES+binpack:cpu, 2 0 2",
        "spread:instanceId, 2 1 1",
        "binpack:memory, 4 0 0",
        "binpack:cpu, 2 0 2",
    })
    void twoTasksLandByTheirServicesStrategy(String strategies, String standing) {
        var rooms = List.of(
                room("a1", "a", Resources.of(4096, 2048)).with(WEB, 2),
                room("b1", "b", Resources.of(4096, 4096)),
                room("b2", "b", Resources.of(2048, 8192)));

        var left = Spread.place(List.of(new Batch(WEB, SMALL, 2, Seating.of(strategies(strategies)))), rooms);

        assertThat(left).isEmpty();
        assertThat(rooms.stream().map(room -> String.valueOf(room.standing(WEB))))
                .containsExactly(standing.split(" "));
    }

    @Test
    void aFullHostIsPassedAndTheRestIsLeft() {
        var rooms = List.of(
                room("a1", "a", Resources.of(512, 1024)),
                room("a2", "a", Resources.of(256, 512)),
                room("b1", "b", Resources.of(256, 100)));

        var left = Spread.place(List.of(new Batch(WEB, SMALL, 5, Seating.of(strategies("binpack:memory")))), rooms);

        assertThat(rooms.stream().map(room -> room.standing(WEB))).containsExactly(2, 1, 0);
        assertThat(left).extracting(Batch::count).containsExactly(2);
    }

    /** Spread over both hosts the small ones leave no place for the large one; packed they do, whoever comes first. */
    @Test
    void tasksThatArePackedLeaveRoomForALargeOne() {
        var rooms = List.of(room("a1", "a", Resources.of(1024, 3072)), room("b1", "b", Resources.of(1040, 3100)));
        var packed = Seating.of(strategies("binpack:memory"));

        assertThat(Spread.left(List.of(new Batch(BATCH, LARGE, 1), new Batch(WEB, SMALL, 2)), rooms)
                        .counts())
                .containsOnlyKeys(LARGE);
        assertThat(Spread.left(List.of(new Batch(BATCH, LARGE, 1, packed), new Batch(WEB, SMALL, 2, packed)), rooms)
                        .isEmpty())
                .isTrue();
    }

    @Test
    void withoutZonesAFullZoneHoldsNobodyUp() {
        var rooms =
                List.of(room("a1", "a", Resources.of(100, 100)).with(WEB, 3), room("b1", "b", Resources.of(512, 1024)));
        var batches = List.of(
                new Batch(WEB, SMALL, 2, Seating.of(strategies("spread:instanceId"))),
                new Batch(BATCH, LARGE, 1, Seating.of(strategies("random"))));
        assertThat(Spread.left(batches, rooms).counts()).containsOnlyKeys(LARGE);
    }

    private static Room room(String host, String zone, Resources free) {
        var pool = CapacityPool.of("m5.xlarge/eu-west-1" + zone);
        return Room.of(new Room.Place(host, pool, Architecture.X86_64), free, List.of(), List.of());
    }
}
