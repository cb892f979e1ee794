package dev.ballast.decide.pack;

import java.util.ArrayList;
import java.util.List;

/**
 * First fit, the hardest kind first, in the order of the rooms. Counting by kind makes it linear in kinds times rooms. One
 * more room at the end of the list never makes anything fail that fitted before; the plan relies on that.
 */
public final class Packing {
    private Packing() {}

    /**
     * Places what fits; the rooms change.
     *
     * @return what found no room
     */
    public static Load pack(Load load, List<Room> rooms) {
        var left = new Load();
        load.forEach((piece, count) -> {
            var rest = count;
            for (var room : rooms) {
                if (rest == 0) break;
                rest -= room.put(piece, rest);
            }
            left.add(piece, rest);
        });
        return left;
    }

    /** Places everything, or leaves the rooms as they were and returns false. */
    public static boolean packAll(Load load, List<Room> rooms) {
        var placed = new ArrayList<Placed>();
        for (var entry : load.counts().entrySet()) {
            int rest = entry.getValue();
            for (var room : rooms) {
                if (rest == 0) break;
                var count = room.put(entry.getKey(), rest);
                if (count > 0) placed.add(new Placed(room, entry.getKey(), count));
                rest -= count;
            }
            if (rest > 0) {
                for (var one : placed.reversed()) one.room.giveBack(one.piece, one.count);
                return false;
            }
        }
        return true;
    }

    private record Placed(Room room, Piece piece, int count) {}

    public static List<Room> copy(List<Room> rooms) {
        var copies = new ArrayList<Room>(rooms.size());
        for (var room : rooms) copies.add(room.copy());
        return copies;
    }
}
