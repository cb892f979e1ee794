package dev.ballast.aws;

import java.util.List;

/**
 * What Ballast may do on AWS, as IAM actions, by what it is needed for. A policy is made from this list, and a test holds it against
 * the SDK calls of this room, both ways.
 *
 * @param actions with the service's prefix, as a policy writes them
 */
public record Permissions(String purpose, Kind kind, List<String> actions) {
    public enum Kind {
        /** Changes nothing; enough for every command that only looks. */
        READ,
        /** Keeps the cluster. */
        WRITE,
        /** Sets up once, or on request only. */
        SETUP
    }

    public Permissions {
        actions = List.copyOf(actions);
    }

    public static List<Permissions> all() {
        return List.of(
                new Permissions("who is calling", Kind.READ, List.of("sts:GetCallerIdentity")),
                new Permissions(
                        "the cluster",
                        Kind.READ,
                        List.of(
                                "ec2:DescribeInstances",
                                "ecs:ListContainerInstances",
                                "ecs:DescribeContainerInstances",
                                "ecs:ListTasks",
                                "ecs:DescribeTasks",
                                "ecs:ListServices",
                                "ecs:DescribeServices",
                                "ecs:DescribeClusters",
                                "ecs:DescribeTaskDefinition",
                                "ecs:GetTaskProtection",
                                "elasticloadbalancing:DescribeTargetGroupAttributes",
                                "elasticloadbalancing:DescribeTargetHealth")),
                new Permissions(
                        "what can be bought",
                        Kind.READ,
                        List.of(
                                "ec2:DescribeInstanceTypes",
                                "ec2:DescribeInstanceTypeOfferings",
                                "ec2:DescribeSubnets",
                                "ec2:DescribeSpotPriceHistory",
                                // asked for only with capacity.placement-scores: on
                                "ec2:GetSpotPlacementScores",
                                "ec2:DescribeImages",
                                "ssm:GetParameter",
                                "pricing:GetProducts")),
                new Permissions(
                        "interruption notices",
                        Kind.READ,
                        List.of(
                                "sqs:GetQueueUrl",
                                "sqs:GetQueueAttributes",
                                "sqs:ReceiveMessage",
                                "sqs:DeleteMessage",
                                "ec2:DescribeSpotInstanceRequests")),
                new Permissions(
                        "instances: launch and terminate",
                        Kind.WRITE,
                        List.of(
                                "ec2:CreateLaunchTemplate",
                                "ec2:CreateFleet",
                                "ec2:DescribeFleets",
                                "ec2:RequestSpotFleet",
                                "ec2:ModifySpotFleetRequest",
                                "ec2:CancelSpotFleetRequests",
                                "ec2:TerminateInstances",
                                // checked on the caller by CreateFleet and RequestSpotFleet
                                "ec2:RunInstances",
                                "ec2:CreateTags",
                                "iam:PassRole")),
                new Permissions(
                        "hosts and tasks: drain, stop, run again",
                        Kind.WRITE,
                        List.of(
                                "ecs:UpdateContainerInstancesState",
                                "ecs:DeregisterContainerInstance",
                                "ecs:StopTask",
                                "ecs:RunTask",
                                "elasticloadbalancing:DeregisterTargets",
                                "ec2:DescribeNetworkInterfaces")),
                new Permissions(
                        "cluster and services",
                        Kind.SETUP,
                        List.of(
                                "ecs:CreateCluster",
                                "ecs:RegisterTaskDefinition",
                                "ecs:CreateService",
                                "ecs:UpdateService",
                                "ecs:DeleteService",
                                "ecs:TagResource")),
                new Permissions(
                        "the signal queue and its rules",
                        Kind.SETUP,
                        List.of(
                                "sqs:CreateQueue",
                                "sqs:SetQueueAttributes",
                                "sqs:TagQueue",
                                "events:PutRule",
                                "events:PutTargets",
                                "events:TagResource")),
                new Permissions(
                        "interrupting on purpose",
                        Kind.SETUP,
                        List.of(
                                "fis:CreateExperimentTemplate",
                                "fis:StartExperiment",
                                "fis:DeleteExperimentTemplate",
                                "fis:TagResource")));
    }
}
