package dev.ballast.model;

/**
 * What tasks take from a host, in ECS's units: 1024 CPU units are a vCPU. An ENI here is one that awsvpc tasks can use (a
 * branch ENI with trunking, else what is left beside the host's own).
 */
public record Resources(int cpuUnits, int memoryMib, int enis, int gpus) {
    public static final Resources NONE = new Resources(0, 0, 0, 0);

    public static Resources of(int cpuUnits, int memoryMib) {
        return new Resources(cpuUnits, memoryMib, 0, 0);
    }

    public Resources plus(Resources other) {
        return new Resources(
                cpuUnits + other.cpuUnits, memoryMib + other.memoryMib, enis + other.enis, gpus + other.gpus);
    }

    public Resources minus(Resources other) {
        return new Resources(
                cpuUnits - other.cpuUnits, memoryMib - other.memoryMib, enis - other.enis, gpus - other.gpus);
    }

    public Resources times(int count) {
        return new Resources(cpuUnits * count, memoryMib * count, enis * count, gpus * count);
    }

    /** True where every dimension of this fits into {@code room}. */
    public boolean fitsInto(Resources room) {
        return cpuUnits <= room.cpuUnits && memoryMib <= room.memoryMib && enis <= room.enis && gpus <= room.gpus;
    }
}
