package dev.ballast.model;

import java.util.Map;
import java.util.Optional;

/**
 * A volume of a task definition whose data outlives or leaves the task, and does not come along to another host. What ends with the task
 * anyway is not one, nor is a network file system: EFS, FSx, NFS.
 *
 * @param written false where every container mounts it read-only
 */
public record TaskVolume(String name, Keeper keeper, boolean written) {
    /** Where the data is. */
    public enum Keeper {
        /** In a folder of the host, or in a Docker volume that tasks of the host share: it ends with the instance. */
        HOST,
        /** With a third-party Docker plug-in; most lend one volume to one host at a time. */
        PLUGIN,
        /** On an EBS volume that ECS attaches for one task of a service, and deletes with it. */
        EBS
    }

    /**
     * Who keeps a Docker volume.
     *
     * @param shared ECS's scope: false where the volume ends with the task
     * @param driver Docker's own is "local"
     * @return empty where the data ends with the task, or is reached from every host
     */
    public static Optional<Keeper> ofDocker(boolean shared, String driver, Map<String, String> options) {
        if (!shared || driver.equals("amazon-ecs-volume-plugin")) return Optional.empty(); // the plug-in mounts EFS
        if (!driver.equals("local")) return Optional.of(Keeper.PLUGIN);
        var type = options.getOrDefault("type", "");
        return type.startsWith("nfs") || type.equals("cifs") ? Optional.empty() : Optional.of(Keeper.HOST);
    }
}
