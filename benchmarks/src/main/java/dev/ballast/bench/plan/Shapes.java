package dev.ballast.bench.plan;

import dev.ballast.decide.pack.Load;
import dev.ballast.decide.pack.Piece;
import dev.ballast.model.TaskShape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.SequencedMap;

/** Tasks as the benches draw them: every CPU size with every memory size, each as likely as any other. */
final class Shapes {
    private static final List<Integer> CPU_UNITS = List.of(256, 512, 1024, 2048, 4096);
    private static final List<Integer> MEMORY_MIB = List.of(512, 1024, 2048, 4096, 8192, 16_384);

    private Shapes() {}

    /** In the order in which they are drawn: the CPU first, then the memory. */
    static List<TaskShape> drawn(long seed, int tasks) {
        var random = new Random(seed);
        var drawn = new ArrayList<TaskShape>(tasks);
        for (var i = 0; i < tasks; i++) {
            var cpuUnits = CPU_UNITS.get(random.nextInt(CPU_UNITS.size()));
            drawn.add(TaskShape.of(cpuUnits, MEMORY_MIB.get(random.nextInt(MEMORY_MIB.size()))));
        }
        return drawn;
    }

    static Load load(List<TaskShape> shapes) {
        var load = new Load();
        for (var shape : shapes) load.add(Piece.of(shape), 1);
        return load;
    }

    static SequencedMap<TaskShape, Integer> counts(long seed, int tasks) {
        var counts = new LinkedHashMap<TaskShape, Integer>();
        for (var shape : drawn(seed, tasks)) counts.merge(shape, 1, Integer::sum);
        return counts;
    }
}
