package dev.ballast.model;

/** EC2's instance states. */
public enum InstanceState {
    PENDING("pending", 0),
    RUNNING("running", 16),
    SHUTTING_DOWN("shutting-down", 32),
    TERMINATED("terminated", 48),
    STOPPING("stopping", 64),
    STOPPED("stopped", 80);

    private final String ec2Name;
    private final int code;

    InstanceState(String ec2Name, int code) {
        this.ec2Name = ec2Name;
        this.code = code;
    }

    public String ec2Name() {
        return ec2Name;
    }

    public int code() {
        return code;
    }

    /** True while the instance is, or is about to be, of use. */
    public boolean isAlive() {
        return this == PENDING || this == RUNNING;
    }

    /** @throws IllegalArgumentException for a state that EC2 does not have */
    public static InstanceState of(String ec2Name) {
        for (var state : values()) if (state.ec2Name.equals(ec2Name)) return state;
        throw new IllegalArgumentException("unknown instance state '" + ec2Name + "'");
    }
}
