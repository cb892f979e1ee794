package dev.ballast.sim.world.ecs;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the agent of a current ECS-optimized Amazon Linux image says that its host can do; the same on every host. */
final class Attributes {
    static final String INSTANCE_TYPE = "ecs.instance-type";
    static final String ZONE = "ecs.availability-zone";
    static final String AMI_ID = "ecs.ami-id";
    static final String OS_TYPE = "ecs.os-type";
    static final String CPU_ARCHITECTURE = "ecs.cpu-architecture";
    static final String SUBNET_ID = "ecs.subnet-id";
    static final String VPC_ID = "ecs.vpc-id";
    static final String TASK_ENI = "ecs.capability.task-eni";

    static final SortedMap<String, String> CAPABILITIES = capabilities();

    private Attributes() {}

    private static SortedMap<String, String> capabilities() {
        var all = new TreeMap<String, String>();
        for (var name : new String[] {
            "com.amazonaws.ecs.capability.ecr-auth",
            "com.amazonaws.ecs.capability.logging-driver.awslogs",
            "com.amazonaws.ecs.capability.logging-driver.journald",
            "com.amazonaws.ecs.capability.logging-driver.json-file",
            "com.amazonaws.ecs.capability.logging-driver.none",
            "com.amazonaws.ecs.capability.logging-driver.syslog",
            "com.amazonaws.ecs.capability.privileged-container",
            "com.amazonaws.ecs.capability.task-iam-role",
            "com.amazonaws.ecs.capability.task-iam-role-network-host",
            "ecs.capability.container-health-check",
            "ecs.capability.container-ordering",
            "ecs.capability.docker-plugin.local",
            "ecs.capability.efs",
            "ecs.capability.env-files.s3",
            "ecs.capability.execution-role-awslogs",
            "ecs.capability.execution-role-ecr-pull",
            "ecs.capability.full-sync",
            "ecs.capability.increased-task-cpu-limit",
            "ecs.capability.pid-ipc-namespace-sharing",
            "ecs.capability.private-registry-authentication.secretsmanager",
            "ecs.capability.secrets.asm.bootstrap.log-driver",
            "ecs.capability.secrets.asm.environment-variables",
            "ecs.capability.secrets.ssm.bootstrap.log-driver",
            "ecs.capability.secrets.ssm.environment-variables",
            "ecs.capability.task-cpu-mem-limit",
            "ecs.capability.task-eia.optimized-cpu",
            TASK_ENI,
            "ecs.capability.task-eni-block-instance-metadata"
        }) all.put(name, "");
        for (var minor = 17; minor <= 44; minor++)
            all.put("com.amazonaws.ecs.capability.docker-remote-api.1." + minor, "");
        return Collections.unmodifiableSortedMap(all);
    }
}
