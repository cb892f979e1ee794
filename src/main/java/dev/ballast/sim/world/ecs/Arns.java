package dev.ballast.sim.world.ecs;

/** ECS's ARNs in the long format: they carry the cluster. */
public record Arns(String region, String accountId) {
    public String cluster(String name) {
        return arn("cluster/" + name);
    }

    public String instance(String cluster, String id) {
        return arn("container-instance/" + cluster + "/" + id);
    }

    public String task(String cluster, String id) {
        return arn("task/" + cluster + "/" + id);
    }

    public String service(String cluster, String name) {
        return arn("service/" + cluster + "/" + name);
    }

    /** @param id with or without the {@code ecs-svc/} before its digits */
    public String taskSet(String cluster, String service, String id) {
        return arn("task-set/" + cluster + "/" + service + "/ecs-svc/" + lastPart(id));
    }

    public String container(String cluster, String taskId, String id) {
        return arn("container/" + cluster + "/" + taskId + "/" + id);
    }

    public String taskDefinition(String family, int revision) {
        return arn("task-definition/" + family + ":" + revision);
    }

    public String capacityProvider(String name) {
        return arn("capacity-provider/" + name);
    }

    private String arn(String resource) {
        return "arn:aws:ecs:" + region + ":" + accountId + ":" + resource;
    }

    /** A name or id from what a caller may write: itself, or an ARN of the long or the short format. */
    public static String lastPart(String nameOrArn) {
        return nameOrArn.substring(nameOrArn.lastIndexOf('/') + 1);
    }
}
