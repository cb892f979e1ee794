package dev.ballast.model;

import java.util.List;

/** What one task of a task definition needs from its host. */
public record TaskShape(Resources needs, List<Integer> hostPorts, Architecture architecture) {
    public TaskShape {
        hostPorts = List.copyOf(hostPorts);
    }

    public static TaskShape of(int cpuUnits, int memoryMib) {
        return new TaskShape(Resources.of(cpuUnits, memoryMib), List.of(), Architecture.X86_64);
    }
}
