package dev.ballast.sim.world.ecs;

import dev.ballast.model.Resources;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.IntSupplier;

/** What of a host is taken: CPU, memory, network interfaces, GPUs and host ports. */
final class HostRoom {
    /** Always taken: SSH, Docker and the agent itself. */
    static final List<Integer> RESERVED_PORTS = List.of(22, 2375, 2376, 51678, 51679);

    /** Linux's default range for ports that the agent chooses. */
    private static final int FIRST_DYNAMIC_PORT = 32768;

    private static final int LAST_DYNAMIC_PORT = 60999;

    private final Resources registered;
    private final SortedSet<Integer> tcpPorts = new TreeSet<>();
    private final SortedSet<Integer> udpPorts = new TreeSet<>();
    private int cpuUnits;
    private int memoryMib;
    private int enis;
    private int gpus;
    private long changes;
    private int nextDynamicPort = FIRST_DYNAMIC_PORT;

    HostRoom(Resources registered) {
        this.registered = registered;
    }

    /** How often it has been taken from and given back to. */
    long changes() {
        return changes;
    }

    Resources registered() {
        return registered;
    }

    Resources remaining() {
        return registered.minus(new Resources(cpuUnits, memoryMib, enis, gpus));
    }

    int freeCpuUnits() {
        return registered.cpuUnits() - cpuUnits;
    }

    int freeMemoryMib() {
        return registered.memoryMib() - memoryMib;
    }

    int freeEnis() {
        return registered.enis() - enis;
    }

    int freeGpus() {
        return registered.gpus() - gpus;
    }

    List<Integer> takenTcpPorts() {
        var all = new TreeSet<>(tcpPorts);
        all.addAll(RESERVED_PORTS);
        return List.copyOf(all);
    }

    List<Integer> takenUdpPorts() {
        return List.copyOf(udpPorts);
    }

    boolean hasPortsFor(TaskDefinition definition) {
        for (var port : definition.tcpPorts())
            if (RESERVED_PORTS.contains(port) || tcpPorts.contains(port)) return false;
        for (var port : definition.udpPorts()) if (udpPorts.contains(port)) return false;
        return true;
    }

    /**
     * @param needs what the task takes, its overrides included
     * @param free says a host port that is free; empty: the room chooses as Linux would
     * @return the host ports that were chosen where the definition left them open, in its order
     */
    List<Integer> take(TaskDefinition definition, Resources needs, Optional<IntSupplier> free) {
        changes++;
        cpuUnits += needs.cpuUnits();
        memoryMib += needs.memoryMib();
        enis += needs.enis();
        gpus += needs.gpus();
        tcpPorts.addAll(definition.tcpPorts());
        udpPorts.addAll(definition.udpPorts());
        if (definition.dynamicPorts() == 0) return List.of();
        var chosen = new ArrayList<Integer>(definition.dynamicPorts());
        while (chosen.size() < definition.dynamicPorts())
            chosen.add(free.map(this::claim).orElseGet(this::nextDynamicPort));
        return Collections.unmodifiableList(chosen);
    }

    private int claim(IntSupplier free) {
        var port = free.getAsInt();
        tcpPorts.add(port);
        return port;
    }

    private int nextDynamicPort() {
        while (tcpPorts.contains(nextDynamicPort) || RESERVED_PORTS.contains(nextDynamicPort)) advance();
        var port = nextDynamicPort;
        tcpPorts.add(port);
        advance();
        return port;
    }

    private void advance() {
        nextDynamicPort = nextDynamicPort == LAST_DYNAMIC_PORT ? FIRST_DYNAMIC_PORT : nextDynamicPort + 1;
    }

    void giveBack(TaskDefinition definition, Resources needs, List<Integer> chosenPorts) {
        changes++;
        cpuUnits -= needs.cpuUnits();
        memoryMib -= needs.memoryMib();
        enis -= needs.enis();
        gpus -= needs.gpus();
        definition.tcpPorts().forEach(tcpPorts::remove);
        definition.udpPorts().forEach(udpPorts::remove);
        chosenPorts.forEach(tcpPorts::remove);
    }
}
