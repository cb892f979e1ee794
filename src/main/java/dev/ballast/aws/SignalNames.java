package dev.ballast.aws;

import dev.ballast.model.QueueName;
import java.util.List;

/**
 * The names of a cluster's queues and rules.
 *
 * @param asideQueue for messages that nobody can read
 * @param rules that feed the queue
 * @param changesQueue for what ECS says
 * @param changes the rule that feeds it
 */
record SignalNames(String queue, String asideQueue, List<Rule> rules, String changesQueue, Rule changes) {
    private static final String EC2 = "aws.ec2";

    /** A rule of the account's default event bus. */
    record Rule(String name, String pattern) {}

    static SignalNames of(String cluster) {
        var stem = QueueName.of(cluster);
        return new SignalNames(
                stem,
                stem + "-aside",
                List.of(
                        new Rule(stem + "-interruption", pattern(EC2, "EC2 Spot Instance Interruption Warning", "")),
                        new Rule(stem + "-rebalance", pattern(EC2, "EC2 Instance Rebalance Recommendation", "")),
                        // an instance that starts is no news: the account's every launch would come here
                        new Rule(
                                stem + "-state",
                                pattern(
                                        EC2,
                                        "EC2 Instance State-change Notification",
                                        "{\"state\":[\"shutting-down\",\"stopping\",\"stopped\",\"terminated\"]}")),
                        new Rule(
                                stem + "-health",
                                pattern(
                                        "aws.health",
                                        "AWS Health Event",
                                        "{\"service\":[\"EC2\"],\"eventTypeCategory\":[\"scheduledChange\"]}"))),
                stem + "-changes",
                // tasks that come and go are no news by themselves: a deployment would keep the loop looking
                new Rule(
                        stem + "-ecs",
                        pattern(
                                "aws.ecs",
                                "ECS Container Instance State Change\",\"ECS Service Action",
                                "{\"clusterArn\":[{\"suffix\":\":cluster/" + cluster + "\"}]}")));
    }

    /** @param detail empty for every one of that type */
    private static String pattern(String source, String detailType, String detail) {
        return "{\"source\":[\"" + source + "\"],\"detail-type\":[\"" + detailType + "\"]"
                + (detail.isEmpty() ? "" : ",\"detail\":" + detail) + "}";
    }
}
