package dev.ballast.decide.pack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.decide.pack.Spread.Batch;
import dev.ballast.model.Architecture;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.Resources;
import dev.ballast.model.TaskShape;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {
    private static final int WEB = 0;
    private static final int BATCH = 1;
    private static final Piece SMALL = Piece.of(TaskShape.of(256, 512));
    private static final Piece LARGE = Piece.of(TaskShape.of(1024, 3072));

    @Test
    void tasksGoToTheZoneWithTheFewestOfTheirServiceAndThereToTheHostWithTheFewest() {
        var rooms = List.of(room("a1", "a").with(WEB, 2), room("b1", "b").with(WEB, 1), room("b2", "b"));

        assertThat(Spread.place(List.of(new Batch(WEB, SMALL, 1)), rooms)).isEmpty();

        assertThat(rooms.stream().map(room -> room.standing(WEB))).containsExactly(2, 1, 1);
    }

    @Test
    void tasksOfOtherServicesAreNotCounted() {
        var rooms = List.of(room("a1", "a").with(BATCH, 5), room("b1", "b").with(WEB, 1));

        Spread.place(List.of(new Batch(WEB, SMALL, 1)), rooms);

        assertThat(rooms.getFirst().standing(WEB)).isEqualTo(1);
    }

    /** Two small tasks and one large one pack onto two half-empty hosts, but the small ones are spread over both. */
    @Test
    void whatPacksMayYetFindNoPlace() {
        var batches = List.of(new Batch(BATCH, LARGE, 1), new Batch(WEB, SMALL, 2));
        var load = new Load();
        for (var batch : batches) load.add(batch.piece(), batch.count());

        assertThat(Packing.packAll(load, new ArrayList<>(List.of(tight("a1", "a"), tight("b1", "b")))))
                .isTrue();
        assertThat(Spread.left(batches, List.of(tight("a1", "a"), tight("b1", "b")))
                        .counts())
                .containsOnlyKeys(LARGE);
    }

    @Test
    void whatFindsNoPlaceLeavesTheRoomsAsTheyWere() {
        var rooms = List.of(tight("a1", "a"), tight("b1", "b"));

        assertThat(Spread.placeAll(List.of(new Batch(BATCH, LARGE, 1), new Batch(WEB, SMALL, 2)), rooms))
                .isFalse();

        assertThat(rooms.stream().map(Room::free)).containsOnly(Resources.of(1024, 3072));
        assertThat(rooms.stream().map(room -> room.standing(WEB))).containsOnly(0);
    }

    @Test
    void withRoomForAsManyOfTheLargestNoOrderCanGoWrong() {
        var rooms = List.of(room("a1", "a"), room("b1", "b"));

        assertThat(Spread.placeAll(List.of(new Batch(BATCH, LARGE, 1), new Batch(WEB, SMALL, 2)), rooms))
                .isTrue();
        assertThat(rooms.stream().mapToInt(room -> room.standing(WEB)).sum()).isEqualTo(2);
        assertThat(rooms.stream().mapToInt(room -> room.standing(BATCH)).sum()).isEqualTo(1);
    }

    @Test
    void oneMoreIsOneOfTheHardest() {
        var batches = List.of(new Batch(WEB, SMALL, 2), new Batch(BATCH, LARGE, 1));

        assertThat(Spread.andOneMore(batches)).containsExactly(new Batch(WEB, SMALL, 2), new Batch(BATCH, LARGE, 2));
        assertThat(Spread.andOneMore(List.of())).isEmpty();
    }

    @Test
    void tasksOfAServiceOnSeveralHostsArePlacedTogether() {
        var batches = List.of(new Batch(WEB, SMALL, 2), new Batch(BATCH, LARGE, 1), new Batch(WEB, SMALL, 3));

        assertThat(Spread.together(batches)).containsExactly(new Batch(WEB, SMALL, 5), new Batch(BATCH, LARGE, 1));
    }

    private static Room room(String host, String zone) {
        return Room.of(place(host, zone), Resources.of(4096, 16_384), List.of(), List.of());
    }

    /** Holds one large task, or some small ones. */
    private static Room tight(String host, String zone) {
        return Room.of(place(host, zone), Resources.of(1024, 3072), List.of(), List.of());
    }

    private static Room.Place place(String host, String zone) {
        return new Room.Place(host, CapacityPool.of("m5.xlarge/eu-west-1" + zone), Architecture.X86_64);
    }
}
