package dev.ballast.sim.api;

/**
 * Some operations of one service, with the methods that answer them:
 *
 * <pre>{@code
 * public void register(Operations operations) {
 *     operations.on("DescribeInstances", DescribeInstancesRequest::builder, this::describeInstances);
 * }
 *
 * private DescribeInstancesResponse describeInstances(DescribeInstancesRequest request, CallContext context) { … }
 * }</pre>
 */
public interface Api {
    Service service();

    void register(Operations operations);
}
