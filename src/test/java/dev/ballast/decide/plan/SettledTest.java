package dev.ballast.decide.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.decide.pack.Piece;
import dev.ballast.decide.pack.Room;
import dev.ballast.decide.pack.Seating;
import dev.ballast.decide.pack.Spread.Batch;
import dev.ballast.model.Architecture;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.Resources;
import dev.ballast.model.TaskShape;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SettledTest {
    private static final Piece SMALL = Piece.of(TaskShape.of(256, 512));
    private static final Piece LARGE = Piece.of(TaskShape.of(2048, 4096));
    private static final int WEB = 0;

    private final GroupedRooms rooms = new GroupedRooms();

    private Room room(String pool) {
        var place = new Room.Place("host-" + pool, CapacityPool.spot(pool, "eu-west-1a"), Architecture.X86_64);
        var room = Room.of(place, Resources.of(4096, 16_384), List.of(), List.of());
        rooms.add(room, pool);
        return room;
    }

    private Settled settled(Batch... waiting) {
        return new Settled(new TreeMap<>(), List.of(waiting), rooms);
    }

    @Test
    void aLossTakesWhatWaitsNowAndWillStandThere() {
        room("a");
        room("b");
        var settled = settled(new Batch(WEB, SMALL, 4));

        assertThat(settled.lost("a")).containsExactly(new Batch(WEB, SMALL, 2));
        assertThat(settled.without("a"))
                .singleElement()
                .satisfies(room -> assertThat(room.standing(WEB)).isEqualTo(2));
    }

    @Test
    void whatRunsThereAlreadyIsLostWithIt() {
        room("a").with(WEB, 3);
        var running = new TreeMap<String, List<Batch>>();
        running.put("a", List.of(new Batch(WEB, SMALL, 3)));

        assertThat(new Settled(running, List.of(new Batch(WEB, SMALL, 1)), rooms).lost("a"))
                .containsExactly(new Batch(WEB, SMALL, 4));
    }

    @Test
    void eachKindOfOneServiceIsCountedByItself() {
        room("a");
        assertThat(settled(new Batch(WEB, LARGE, 1), new Batch(WEB, SMALL, 2)).lost("a"))
                .containsExactly(new Batch(WEB, LARGE, 1), new Batch(WEB, SMALL, 2));
    }

    @Test
    void whatIsLostIsPlacedAgainByItsServicesOwnStrategy() {
        room("a");
        var fullest = new Seating(false, Seating.Fill.LEAST_MEMORY);

        assertThat(settled(new Batch(WEB, SMALL, 2, fullest)).lost("a"))
                .extracting(Batch::seating)
                .containsExactly(fullest);
    }

    @Test
    void theRoomsThatAreAskedAboutStayAsTheyAre() {
        var room = room("a");
        settled(new Batch(WEB, SMALL, 2));
        assertThat(room.free()).isEqualTo(Resources.of(4096, 16_384));
        assertThat(room.standing(WEB)).isZero();
    }
}
