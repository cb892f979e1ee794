package dev.ballast.decide.plan;

import dev.ballast.decide.pack.Room;
import dev.ballast.decide.pack.Spread;
import dev.ballast.decide.pack.Spread.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The rooms as they will be once ECS has placed what waits: a loss moves what stands on it then, and nothing else. */
final class Settled {
    private final GroupedRooms rooms;
    /** By group: what stands there already, and what waits and will. */
    private final SortedMap<String, List<Batch>> standing = new TreeMap<>();

    /**
     * @param running by group: what stands there already
     * @param waiting as ECS comes to it
     * @param before stay as they are
     */
    Settled(SortedMap<String, List<Batch>> running, List<Batch> waiting, GroupedRooms before) {
        rooms = before.copy();
        running.forEach((group, batches) -> standing.put(group, new ArrayList<>(batches)));
        for (var group : rooms.groups()) standing.putIfAbsent(group, new ArrayList<>());
        waiting.forEach(this::settle);
    }

    private void settle(Batch batch) {
        var before = rooms.all().stream()
                .mapToInt(room -> room.standing(batch.service()))
                .toArray();
        Spread.place(List.of(batch), rooms.all());
        var taken = new TreeMap<String, Integer>();
        for (var i = 0; i < before.length; i++) {
            var more = rooms.all().get(i).standing(batch.service()) - before[i];
            if (more > 0) taken.merge(rooms.group(i), more, Integer::sum);
        }
        taken.forEach((group, count) -> standing.get(group).add(batch.of(count)));
    }

    /** Hosts that nothing stands on yet: those that another list has beyond so many. */
    void add(GroupedRooms others, int from) {
        rooms.addCopies(others, from);
    }

    SortedSet<String> groups() {
        return new TreeSet<>(standing.keySet());
    }

    /** What stands on it by then. */
    List<Batch> lost(String group) {
        return Spread.together(standing.get(group));
    }

    List<Room> without(String group) {
        return rooms.without(group);
    }
}
