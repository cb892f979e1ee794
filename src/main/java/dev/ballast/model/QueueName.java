package dev.ballast.model;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.CRC32;

/** The name of the queue in which a cluster's signals come; its rules' names begin with it. */
public final class QueueName {
    /** EventBridge allows 64 characters for a rule, SQS 80 for a queue, ECS 255 for a cluster. */
    private static final int LENGTH_MAX = 48;

    private QueueName() {}

    /** A long cluster name is cut, and told from others by a hash. */
    public static String of(String cluster) {
        var name = "ballast-" + cluster;
        if (name.length() <= LENGTH_MAX) return name;
        var sum = new CRC32();
        sum.update(cluster.getBytes(StandardCharsets.UTF_8));
        var hash = String.format(Locale.ROOT, "-%08x", sum.getValue());
        return name.substring(0, LENGTH_MAX - hash.length()) + hash;
    }
}
