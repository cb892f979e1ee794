package dev.ballast.aws;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;

/**
 * The names of a cluster's queue and rules.
 *
 * @param asideQueue for messages that nobody can read
 */
record SignalNames(String queue, String asideQueue, List<Rule> rules) {
    /** EventBridge allows 64 characters for a rule, SQS 80 for a queue, ECS 255 for a cluster. */
    private static final int STEM_MAX = 48;

    private static final String EC2 = "aws.ec2";

    /** A rule of the account's default event bus. */
    record Rule(String name, String pattern) {}

    static SignalNames of(String cluster) {
        var stem = stem(cluster);
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
                                        "{\"service\":[\"EC2\"],\"eventTypeCategory\":[\"scheduledChange\"]}"))));
    }

    /** @param detail empty for every one of that type */
    private static String pattern(String source, String detailType, String detail) {
        return "{\"source\":[\"" + source + "\"],\"detail-type\":[\"" + detailType + "\"]"
                + (detail.isEmpty() ? "" : ",\"detail\":" + detail) + "}";
    }

    private static String stem(String cluster) {
        var stem = "ballast-" + cluster;
        if (stem.length() <= STEM_MAX) return stem;
        var sum = new CRC32();
        sum.update(cluster.getBytes(StandardCharsets.UTF_8));
        var hash = String.format("-%08x", sum.getValue());
        return stem.substring(0, STEM_MAX - hash.length()) + hash;
    }
}
