package dev.ballast.decide.mix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.decide.pack.Load;
import dev.ballast.decide.pack.Piece;
import dev.ballast.decide.pack.Placement;
import dev.ballast.decide.pack.Room;
import dev.ballast.model.Architecture;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.Resources;
import dev.ballast.model.TaskShape;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The cheapest mix for tasks that may not be everywhere: hosts that are alike but for their zone are not of one kind. */
class BoundMixTest {
    private static final TaskShape SHAPE = TaskShape.of(256, 512);

    private static Piece in(String zones) {
        return new Piece(SHAPE, "", Placement.of(List.of("attribute:ecs.availability-zone in [" + zones + "]")));
    }

    private static Offered offered(String zone, long micros, String lostWith) {
        var place = new Room.Place("", CapacityPool.spot("m5.xlarge", zone), Architecture.X86_64);
        return new Offered(Room.of(place, Resources.of(4096, 16_384), Set.of(), Set.of()), micros, lostWith);
    }

    private static List<Integer> hosts(Load load, List<Offered> offers) {
        return CheapestMix.of(load, offers).orElseThrow().hosts();
    }

    @Test
    void boundTasksAreHeldWhereTheyMayBeThoughItIsDearer() {
        var offers = List.of(offered("a", 100, ""), offered("b", 150, ""));
        var load = Load.of(in("b"), 16);
        load.add(Piece.of(SHAPE), 32);

        assertThat(hosts(load, offers)).containsExactly(2, 1);
    }

    @Test
    void boundTasksLeaveTheRestOfTheirHostToTheOthers() {
        var offers = List.of(offered("a", 100, ""), offered("b", 150, ""));
        var load = Load.of(in("b"), 8);
        load.add(Piece.of(SHAPE), 24);

        assertThat(hosts(load, offers)).containsExactly(1, 1);
    }

    @Test
    void theirSpareIsWhereTheyMayBeToo() {
        var offers = List.of(offered("a", 100, "a"), offered("b", 100, "b"), offered("c", 90, "c"));
        assertThat(hosts(Load.of(in("a, b"), 16), offers)).containsExactly(1, 1, 0);
    }

    @Test
    void whatMayBeNowhereIsNotHeld() {
        assertThat(CheapestMix.of(Load.of(in("d"), 1), List.of(offered("a", 100, ""))))
                .isEmpty();
    }
}
