package dev.ballast.decide.pack;

import dev.ballast.model.Resources;
import dev.ballast.model.TaskShape;
import java.util.Collections;

/**
 * One kind of task, as far as packing can tell tasks apart. Its order is the order of packing: what is hard to place comes first.
 *
 * @param apart the service whose tasks may not share a host, empty where they may
 * @param placement the hosts on which they may be
 */
public record Piece(TaskShape shape, String apart, Placement placement) implements Comparable<Piece> {
    /** A GiB weighs as much as a quarter of a vCPU: the ratio of general-purpose types. */
    private static final int MIB_PER_CPU_UNIT = 4;

    /** Of tasks that may be on any host. */
    public Piece(TaskShape shape, String apart) {
        this(shape, apart, Placement.ANYWHERE);
    }

    public static Piece of(TaskShape shape) {
        return new Piece(shape, "");
    }

    /** Whether nothing but amounts tells it from the other: no ports, no host of its own, any host, the same architecture. */
    boolean isPlain(Piece like) {
        return isWithoutRivals() && placement.isAnywhere() && shape.architecture() == like.shape.architecture();
    }

    /** It may be on a host with any other, and with its like. */
    boolean isWithoutRivals() {
        return apart.isEmpty() && shape.hostPorts().isEmpty();
    }

    /** Whether one of these and one of those may not be on one host, room or no room. */
    boolean isRivalOf(Piece other) {
        return !apart.isEmpty() && apart.equals(other.apart)
                || !Collections.disjoint(shape.hostPorts(), other.shape.hostPorts());
    }

    /** The least that needs as much of everything as both do. */
    public Piece andAsLargeAs(Piece other) {
        var one = shape.needs();
        var two = other.shape.needs();
        var most = new Resources(
                Math.max(one.cpuUnits(), two.cpuUnits()),
                Math.max(one.memoryMib(), two.memoryMib()),
                Math.max(one.enis(), two.enis()),
                Math.max(one.gpus(), two.gpus()));
        return of(new TaskShape(most, shape.hostPorts(), shape.architecture()));
    }

    private long bulk() {
        return Math.max(
                (long) shape.needs().cpuUnits() * MIB_PER_CPU_UNIT,
                shape.needs().memoryMib());
    }

    /** By hand, because a plan compares pieces some hundred thousand times. */
    @Override
    public int compareTo(Piece other) {
        if (this == other) return 0;
        var needs = shape.needs();
        var others = other.shape.needs();
        if (needs.gpus() != others.gpus()) return Integer.compare(others.gpus(), needs.gpus());
        var anyHost = placement.isAnywhere();
        if (anyHost != other.placement.isAnywhere()) return anyHost ? 1 : -1;
        var anyPort = shape.hostPorts().isEmpty();
        if (anyPort != other.shape.hostPorts().isEmpty()) return anyPort ? 1 : -1;
        if (bulk() != other.bulk()) return Long.compare(other.bulk(), bulk());
        if (needs.cpuUnits() != others.cpuUnits()) return Integer.compare(others.cpuUnits(), needs.cpuUnits());
        if (needs.memoryMib() != others.memoryMib()) return Integer.compare(others.memoryMib(), needs.memoryMib());
        if (needs.enis() != others.enis()) return Integer.compare(others.enis(), needs.enis());
        if (shape.architecture() != other.shape.architecture())
            return shape.architecture().compareTo(other.shape.architecture());
        var byService = apart.compareTo(other.apart);
        if (byService != 0) return byService;
        var byPlacement = anyHost ? 0 : placement.compareTo(other.placement);
        if (byPlacement != 0 || anyPort) return byPlacement;
        return shape.hostPorts().toString().compareTo(other.shape.hostPorts().toString());
    }
}
