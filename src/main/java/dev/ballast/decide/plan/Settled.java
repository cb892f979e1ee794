package dev.ballast.decide.plan;

import dev.ballast.decide.pack.Packing;
import dev.ballast.decide.pack.Room;
import dev.ballast.decide.pack.Spread;
import dev.ballast.decide.pack.Spread.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** The rooms as they will be once ECS has placed what waits: a loss moves what stands on it then, and nothing else. */
final class Settled {
    private final Stock stock;
    private final List<Batch> waiting;
    private final List<Room> rooms;
    private final List<String> groupOf;
    /** By room, by batch that waits: tasks that it takes. */
    private final List<int[]> taken = new ArrayList<>();

    private Settled(Stock stock, List<Room> rooms, List<String> groupOf) {
        this.stock = stock;
        waiting = stock.homelessBatches();
        this.rooms = Packing.copy(rooms);
        this.groupOf = new ArrayList<>(groupOf);
        for (var room : this.rooms) taken.add(standing(room));
        Spread.place(waiting, this.rooms);
        for (var i = 0; i < taken.size(); i++) {
            var now = standing(this.rooms.get(i));
            for (var batch = 0; batch < now.length; batch++) now[batch] -= taken.get(i)[batch];
            taken.set(i, now);
        }
    }

    private int[] standing(Room room) {
        return waiting.stream()
                .mapToInt(batch -> room.standing(batch.service()))
                .toArray();
    }

    /** @param groupOf what each room is lost with */
    static Settled of(Stock stock, List<Room> rooms, List<String> groupOf) {
        return new Settled(stock, rooms, groupOf);
    }

    /** A host that nothing stands on yet. */
    void add(Room room, String group) {
        rooms.add(room);
        groupOf.add(group);
        taken.add(new int[waiting.size()]);
    }

    SortedSet<String> groups() {
        var groups = new TreeSet<>(groupOf);
        groups.addAll(stock.tasksByGroup().keySet());
        return groups;
    }

    /** What stands on it by then. */
    List<Batch> lost(String group) {
        var lost = new ArrayList<>(stock.batchesOf(group));
        for (var batch = 0; batch < waiting.size(); batch++) {
            var count = 0;
            for (var i = 0; i < rooms.size(); i++) if (groupOf.get(i).equals(group)) count += taken.get(i)[batch];
            if (count > 0)
                lost.add(new Batch(
                        waiting.get(batch).service(), waiting.get(batch).piece(), count));
        }
        return Spread.together(lost);
    }

    List<Room> without(String group) {
        var survivors = new ArrayList<Room>(rooms.size());
        for (var i = 0; i < rooms.size(); i++) if (!groupOf.get(i).equals(group)) survivors.add(rooms.get(i));
        return survivors;
    }
}
