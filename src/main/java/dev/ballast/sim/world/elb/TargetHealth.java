package dev.ballast.sim.world.elb;

/** A target's state with what DescribeTargetHealth says beside it; empty texts where it says nothing. */
public enum TargetHealth {
    INITIAL("initial", "Elb.RegistrationInProgress", "Target registration is in progress"),
    HEALTHY("healthy", "", ""),
    UNHEALTHY("unhealthy", "Target.Timeout", "Request timed out"),
    DRAINING("draining", "Target.DeregistrationInProgress", "Target deregistration is in progress"),
    UNUSED("unused", "Target.NotInUse", "Target group is not configured to receive traffic from the load balancer"),
    INVALID("unused", "Target.InvalidState", "Target is in the stopped or terminated state");

    private final String state;
    private final String reason;
    private final String description;

    TargetHealth(String state, String reason, String description) {
        this.state = state;
        this.reason = reason;
        this.description = description;
    }

    public String state() {
        return state;
    }

    public String reason() {
        return reason;
    }

    public String description() {
        return description;
    }
}
