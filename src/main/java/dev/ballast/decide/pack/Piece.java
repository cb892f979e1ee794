package dev.ballast.decide.pack;

import dev.ballast.model.TaskShape;
import java.util.Comparator;

/**
 * One kind of task, as far as packing can tell tasks apart. Its order is the order of packing: what is hard to place comes first.
 *
 * @param apart the service whose tasks may not share a host, empty where they may
 */
public record Piece(TaskShape shape, String apart) implements Comparable<Piece> {
    /** A GiB weighs as much as a quarter of a vCPU: the ratio of general-purpose types. */
    private static final int MIB_PER_CPU_UNIT = 4;

    private static final Comparator<Piece> HARDEST_FIRST = Comparator.<Piece>comparingInt(
                    piece -> -piece.shape.needs().gpus())
            .thenComparing(piece -> piece.shape.hostPorts().isEmpty())
            .thenComparingLong(piece -> -piece.bulk())
            .thenComparingInt(piece -> -piece.shape.needs().cpuUnits())
            .thenComparingInt(piece -> -piece.shape.needs().memoryMib())
            .thenComparingInt(piece -> -piece.shape.needs().enis())
            .thenComparing(piece -> piece.shape.architecture())
            .thenComparing(Piece::apart)
            .thenComparing(piece -> piece.shape.hostPorts().toString());

    public static Piece of(TaskShape shape) {
        return new Piece(shape, "");
    }

    private long bulk() {
        return Math.max(
                (long) shape.needs().cpuUnits() * MIB_PER_CPU_UNIT,
                shape.needs().memoryMib());
    }

    @Override
    public int compareTo(Piece other) {
        return HARDEST_FIRST.compare(this, other);
    }
}
