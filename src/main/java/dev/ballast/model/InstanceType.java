package dev.ballast.model;

/**
 * An EC2 instance type as DescribeInstanceTypes tells it.
 *
 * @param memoryMib what EC2 states; a host offers less, see {@link #offered(int)}
 * @param maxEnis network interfaces including the host's own
 * @param branchEnis interfaces for awsvpc tasks with trunking, 0 where the type cannot trunk
 */
public record InstanceType(
        String name,
        Architecture architecture,
        int vcpus,
        int memoryMib,
        int maxEnis,
        int branchEnis,
        int gpus,
        TypeTraits traits) {

    /** What decides whether a type is taken by default. */
    public record TypeTraits(boolean currentGeneration, boolean burstable, boolean bareMetal) {}

    /**
     * What a host of this type registers with ECS. The kernel and firmware keep about 3 % of the memory (a real 16 / 64
     * GiB host leaves 62): inferred from registered resources, so measured hosts replace it as soon as one is seen.
     *
     * @param reservedMemoryMib ECS_RESERVED_MEMORY
     */
    public Resources offered(int reservedMemoryMib) {
        var kernelMib = Math.max(90, memoryMib * 3 / 100);
        return new Resources(vcpus * 1024, memoryMib - kernelMib - reservedMemoryMib, Math.max(0, maxEnis - 1), gpus);
    }

    /** {@code m5} of {@code m5.2xlarge}. */
    public String family() {
        return name.substring(0, Math.max(0, name.indexOf('.')));
    }
}
