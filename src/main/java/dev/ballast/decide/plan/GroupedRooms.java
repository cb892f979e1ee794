package dev.ballast.decide.plan;

import dev.ballast.decide.pack.Room;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Rooms, each with the name of what it is lost with. */
final class GroupedRooms {
    private final List<Room> rooms = new ArrayList<>();
    private final List<String> groups = new ArrayList<>();

    void add(Room room, String group) {
        rooms.add(room);
        groups.add(group);
    }

    /** Another list of the same rooms. */
    GroupedRooms withRoomForMore() {
        var more = new GroupedRooms();
        for (var i = 0; i < rooms.size(); i++) more.add(rooms.get(i), groups.get(i));
        return more;
    }

    GroupedRooms copy() {
        var copy = new GroupedRooms();
        for (var i = 0; i < rooms.size(); i++) copy.add(rooms.get(i).copy(), groups.get(i));
        return copy;
    }

    /** Copies of those that another has beyond so many. */
    void addCopies(GroupedRooms other, int from) {
        for (var i = from; i < other.size(); i++) add(other.rooms.get(i).copy(), other.groups.get(i));
    }

    int size() {
        return rooms.size();
    }

    /** In the order in which they came; it grows as they do. */
    List<Room> all() {
        return rooms;
    }

    String group(int index) {
        return groups.get(index);
    }

    SortedSet<String> groups() {
        return new TreeSet<>(groups);
    }

    /** What the loss of a group leaves. */
    List<Room> without(String group) {
        var survivors = new ArrayList<Room>(rooms.size());
        for (var i = 0; i < rooms.size(); i++) if (!groups.get(i).equals(group)) survivors.add(rooms.get(i));
        return survivors;
    }
}
