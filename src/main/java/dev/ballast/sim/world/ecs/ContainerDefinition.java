package dev.ballast.sim.world.ecs;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the world must know of a container; the rest of its definition is kept as it was registered.
 *
 * @param memoryMib hard limit, 0 where unsaid
 * @param memoryReservationMib soft limit, 0 where unsaid; where it is set it is what the task takes from the host
 * @param stopTimeout between SIGTERM and SIGKILL; empty leaves it to the agent
 * @param healthCheck whether the definition has one
 * @param behaviour how the program in it behaves in this world
 */
public record ContainerDefinition(
        String name,
        String image,
        int cpuUnits,
        int memoryMib,
        int memoryReservationMib,
        int gpus,
        boolean essential,
        List<PortMapping> ports,
        Optional<Duration> stopTimeout,
        boolean healthCheck,
        Behaviour behaviour) {

    public enum Transport {
        TCP,
        UDP
    }

    /** @param hostPort 0 lets the agent choose */
    public record PortMapping(int containerPort, int hostPort, Transport transport) {}

    /**
     * How the program behaves: the world runs none.
     *
     * @param endsAfterSigterm empty: a short drawn time; longer than the stop timeout: it is killed
     * @param runsFor ends by itself after this long; empty: never
     * @param exitCode with which it ends by itself
     */
    public record Behaviour(Optional<Duration> endsAfterSigterm, Optional<Duration> runsFor, int exitCode) {
        /** Longer than any stop timeout. */
        public static final Duration NEVER = Duration.ofDays(365);

        public static final Behaviour SERVER = new Behaviour(Optional.empty(), Optional.empty(), 0);
        public static final Behaviour IGNORES_SIGTERM = new Behaviour(Optional.of(NEVER), Optional.empty(), 0);

        public static Behaviour job(Duration runsFor, int exitCode) {
            return new Behaviour(Optional.empty(), Optional.of(runsFor), exitCode);
        }
    }

    public ContainerDefinition {
        ports = List.copyOf(ports);
    }

    /** An essential container without ports that behaves. */
    public static ContainerDefinition of(String name, String image, int cpuUnits, int memoryMib) {
        return new ContainerDefinition(
                name, image, cpuUnits, memoryMib, 0, 0, true, List.of(), Optional.empty(), false, Behaviour.SERVER);
    }

    public ContainerDefinition withPorts(PortMapping... mappings) {
        return new ContainerDefinition(
                name,
                image,
                cpuUnits,
                memoryMib,
                memoryReservationMib,
                gpus,
                essential,
                List.of(mappings),
                stopTimeout,
                healthCheck,
                behaviour);
    }

    public ContainerDefinition withGpus(int count) {
        return new ContainerDefinition(
                name,
                image,
                cpuUnits,
                memoryMib,
                memoryReservationMib,
                count,
                essential,
                ports,
                stopTimeout,
                healthCheck,
                behaviour);
    }

    public ContainerDefinition withStopTimeout(Duration timeout) {
        return new ContainerDefinition(
                name,
                image,
                cpuUnits,
                memoryMib,
                memoryReservationMib,
                gpus,
                essential,
                ports,
                Optional.of(timeout),
                healthCheck,
                behaviour);
    }

    public ContainerDefinition withHealthCheck() {
        return new ContainerDefinition(
                name,
                image,
                cpuUnits,
                memoryMib,
                memoryReservationMib,
                gpus,
                essential,
                ports,
                stopTimeout,
                true,
                behaviour);
    }

    public ContainerDefinition behaving(Behaviour other) {
        return new ContainerDefinition(
                name,
                image,
                cpuUnits,
                memoryMib,
                memoryReservationMib,
                gpus,
                essential,
                ports,
                stopTimeout,
                healthCheck,
                other);
    }

    /** What it takes of the host's memory. */
    public int takenMemoryMib() {
        return memoryReservationMib > 0 ? memoryReservationMib : memoryMib;
    }
}
