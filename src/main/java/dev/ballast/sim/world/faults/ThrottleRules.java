package dev.ballast.sim.world.faults;

import dev.ballast.sim.world.faults.Called.Extent;
import java.util.List;
import java.util.Optional;

/**
 * How fast calls may come: the first limit on calls that means a call holds for it, and the first on resources; a call that none means
 * is never throttled.
 *
 * @see <a href="https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html">EC2's buckets</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/request-throttling.html">ECS's buckets</a>
 */
public record ThrottleRules(List<Limit> limits) {
    public ThrottleRules {
        limits = List.copyOf(limits);
    }

    /** Whose bucket a limit's operations take from. */
    public enum Sharing {
        /** Each has one of its own, all of one size. */
        EACH,
        /** All take from one. */
        TOGETHER
    }

    /** What takes a token. */
    public enum Counting {
        CALLS,
        /** Each instance that the call starts, stops or ends. */
        RESOURCES
    }

    /**
     * @param operations by name, a star at the end for whatever follows
     * @param extent empty: whatever the call asks for
     * @param burst what the bucket holds
     * @param perSecond what flows back into it
     */
    public record Limit(
            String service,
            List<String> operations,
            Optional<Extent> extent,
            Sharing sharing,
            Counting counting,
            int burst,
            int perSecond) {
        public Limit {
            operations = List.copyOf(operations);
            if (burst < 1 || perSecond < 1)
                throw new IllegalArgumentException(
                        "a bucket holds and refills at least one token, not " + burst + " and " + perSecond);
        }

        boolean means(Called called) {
            if (!service.equals(called.service())
                    || !extent.map(called.extent()::equals).orElse(true)) return false;
            for (var pattern : operations)
                if (pattern.endsWith("*")
                        ? called.operation().startsWith(pattern.substring(0, pattern.length() - 1))
                        : called.operation().equals(pattern)) return true;
            return false;
        }
    }

    public static final ThrottleRules NONE = new ThrottleRules(List.of());

    /**
     * What AWS documents for EC2 and ECS. EC2 counts every operation by itself, ECS by groups. Left out is every service that states no
     * numbers.
     */
    public static final ThrottleRules AWS = new ThrottleRules(List.of(
            ec2(5, 2, "RunInstances"),
            ec2(100, 5, "TerminateInstances"),
            ec2(100, 10, "CreateTags"),
            new Limit(
                    "ec2",
                    List.of("DescribeInstances"),
                    Optional.of(Extent.ALL),
                    Sharing.TOGETHER,
                    Counting.CALLS,
                    50,
                    10),
            ec2(100, 20, "Describe*", "Get*", "List*", "Search*"),
            ec2(50, 5, "*"),
            instances(1_000, 2, "RunInstances", "StartInstances"),
            instances(1_000, 20, "TerminateInstances", "StopInstances"),
            ecs(20, 1, "RegisterTaskDefinition", "DeregisterTaskDefinition"),
            ecs(5, 1, "DeleteTaskDefinitions"),
            ecs(50, 20, "DescribeTaskDefinition", "ListTaskDefinitions", "ListTaskDefinitionFamilies"),
            ecs(
                    100,
                    40,
                    "UpdateContainerInstancesState",
                    "StopTask",
                    "RunTask",
                    "StartTask",
                    "DeregisterContainerInstance",
                    "PutAttributes",
                    "DeleteAttributes"),
            ecs(
                    100,
                    20,
                    "DescribeContainerInstances",
                    "ListContainerInstances",
                    "DescribeTasks",
                    "ListTasks",
                    "ListAttributes"),
            ecs(50, 5, "CreateService", "UpdateService", "DeleteService"),
            ecs(100, 20, "DescribeServices", "ListServices", "ListServicesByNamespace")));

    private static Limit ec2(int burst, int perSecond, String... operations) {
        return new Limit("ec2", List.of(operations), Optional.empty(), Sharing.EACH, Counting.CALLS, burst, perSecond);
    }

    private static Limit instances(int burst, int perSecond, String... operations) {
        return new Limit(
                "ec2", List.of(operations), Optional.empty(), Sharing.EACH, Counting.RESOURCES, burst, perSecond);
    }

    private static Limit ecs(int burst, int perSecond, String... operations) {
        return new Limit(
                "ecs", List.of(operations), Optional.empty(), Sharing.TOGETHER, Counting.CALLS, burst, perSecond);
    }
}
