package dev.ballast.sim.world.ec2;

import dev.ballast.sim.world.core.Refused;
import java.util.regex.Pattern;

/** The kinds of EC2 ids, what they look like, and the codes with which EC2 refuses them. */
public enum ResourceId {
    INSTANCE("i", "InvalidInstanceID", "instance ID"),
    IMAGE("ami", "InvalidAMIID", "image id"),
    SUBNET("subnet", "InvalidSubnetID", "subnet ID"),
    VPC("vpc", "InvalidVpcID", "vpc ID"),
    SECURITY_GROUP("sg", "InvalidGroup", "security group"),
    SECURITY_GROUP_RULE("sgr", "InvalidSecurityGroupRuleId", "security group rule ID"),
    VOLUME("vol", "InvalidVolume", "volume"),
    SNAPSHOT("snap", "InvalidSnapshot", "snapshot"),
    NETWORK_INTERFACE("eni", "InvalidNetworkInterfaceID", "network interface"),
    INTERNET_GATEWAY("igw", "InvalidInternetGatewayID", "internetGateway ID"),
    ROUTE_TABLE("rtb", "InvalidRouteTableID", "routeTable ID"),
    KEY_PAIR("key", "InvalidKeyPair", "key pair"),
    SPOT_INSTANCE_REQUEST("sir", "InvalidSpotInstanceRequestID", "spot instance request ID"),
    LAUNCH_TEMPLATE("lt", "InvalidLaunchTemplateId", "launch template ID");

    private final String prefix;
    private final String code;
    private final String noun;
    private final Pattern form;

    ResourceId(String prefix, String code, String noun) {
        this.prefix = prefix;
        this.code = code;
        this.noun = noun;
        // Spot requests have had 8 letters and digits from the start; everything else 8 or 17 hex digits.
        form = Pattern.compile(prefix.equals("sir") ? "sir-[0-9a-z]{8}" : prefix + "-(?:[0-9a-f]{8}|[0-9a-f]{17})");
    }

    public String prefix() {
        return prefix;
    }

    public boolean isWellFormed(String id) {
        return form.matcher(id).matches();
    }

    public Refused malformed(String id) {
        return switch (this) {
            case SUBNET, VPC ->
                new Refused(code + ".Malformed", "Invalid id: \"" + id + "\" (expecting \"" + prefix + "-...\")");
            case INTERNET_GATEWAY, ROUTE_TABLE, SECURITY_GROUP_RULE ->
                new Refused(
                        code.replace("ID", "Id") + ".Malformed",
                        "Invalid id: \"" + id + "\" (expecting \"" + prefix + "-...\")");
            case SECURITY_GROUP ->
                new Refused("InvalidGroupId.Malformed", "Invalid id: \"" + id + "\" (expecting \"sg-...\")");
            case VOLUME, SNAPSHOT, NETWORK_INTERFACE, KEY_PAIR ->
                new Refused(
                        "InvalidParameterValue",
                        "Value (" + id + ") for parameter " + noun + " is invalid. Expected: '" + prefix + "-...'.");
            case INSTANCE, IMAGE, SPOT_INSTANCE_REQUEST, LAUNCH_TEMPLATE ->
                new Refused(code + ".Malformed", "Invalid id: \"" + id + "\" (expecting \"" + prefix + "-...\")");
        };
    }

    public Refused notFound(String id) {
        return switch (this) {
            case IMAGE -> new Refused("InvalidAMIID.NotFound", "The image id '[" + id + "]' does not exist");
            case LAUNCH_TEMPLATE ->
                new Refused(
                        "InvalidLaunchTemplateId.NotFound",
                        "The specified launch template, with template ID " + id + ", does not exist.");
            case VOLUME, SNAPSHOT -> new Refused(code + ".NotFound", "The " + noun + " '" + id + "' does not exist.");
            default -> new Refused(code + ".NotFound", "The " + noun + " '" + id + "' does not exist");
        };
    }

    /** @throws Refused …Malformed unless the id has this kind's form */
    public void check(String id) {
        if (!isWellFormed(id)) throw malformed(id);
    }
}
