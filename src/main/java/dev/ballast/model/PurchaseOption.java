package dev.ballast.model;

/** How an instance is bought. */
public enum PurchaseOption {
    SPOT("spot"),
    ON_DEMAND("on-demand");

    private final String ec2Name;

    PurchaseOption(String ec2Name) {
        this.ec2Name = ec2Name;
    }

    /** EC2's word in fleet requests and in {@code DefaultTargetCapacityType}. */
    public String ec2Name() {
        return ec2Name;
    }
}
