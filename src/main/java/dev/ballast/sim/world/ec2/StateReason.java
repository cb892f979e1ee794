package dev.ballast.sim.world.ec2;

/** Why an instance is no longer running, in EC2's own words; {@code transition} is the older, shorter form of it. */
public record StateReason(String code, String message, String transition) {
    public static final StateReason LAUNCHING = new StateReason("pending", "pending", "");
    public static final StateReason USER = new StateReason(
            "Client.UserInitiatedShutdown", "Client.UserInitiatedShutdown: User initiated shutdown", "User initiated");
    public static final StateReason SPOT = new StateReason(
            "Server.SpotInstanceTermination",
            "Server.SpotInstanceTermination: Spot instance termination",
            "Server.SpotInstanceTermination");
    public static final StateReason SPOT_STOP = new StateReason(
            "Server.SpotInstanceShutdown",
            "Server.SpotInstanceShutdown: Spot instance stopped",
            "Server.SpotInstanceShutdown");
}
