package dev.ballast.sim.world.ec2;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What an instance is launched with, apart from type, subnet and the way it is bought, which differ by pool. Shared by
 * all the instances of a launch.
 *
 * @param blockDevices as asked for; the image's own come on top
 * @param publicAddress empty: as the subnet says
 * @param instanceTags put on every instance at launch
 */
public record LaunchSpec(
        MachineImage image,
        Optional<String> keyName,
        List<String> securityGroupIds,
        Optional<InstanceProfile> profile,
        UserData userData,
        List<BlockDevice> blockDevices,
        Optional<Boolean> publicAddress,
        SortedMap<String, String> instanceTags,
        SortedMap<String, String> volumeTags,
        Switches switches) {

    /** An IAM instance profile by its ARN; the world knows no more of it than that. */
    public record InstanceProfile(String arn, String id) {
        /** The profile of that ARN; its id follows from the ARN, so that whoever asks for it sees the same one. */
        public static InstanceProfile at(String arn) {
            var id = new StringBuilder("AIPA");
            for (var at = 0; id.length() < 21; at++) id.append((char) ('A' + Math.floorMod(arn.hashCode() >> at, 26)));
            return new InstanceProfile(arn, id.toString());
        }

        public String name() {
            return arn.substring(arn.lastIndexOf('/') + 1);
        }
    }

    /** What DescribeInstances and DescribeInstanceAttribute repeat; the two protections are heeded, the metadata too. */
    public record Switches(
            boolean detailedMonitoring,
            boolean ebsOptimized,
            boolean terminationProtected,
            boolean stopProtected,
            boolean terminatesOnShutdown,
            boolean sourceDestChecked,
            MetadataOptions metadata) {
        public static final Switches DEFAULT =
                new Switches(false, false, false, false, false, true, MetadataOptions.DEFAULT);

        public Switches monitored(boolean inDetail) {
            return new Switches(
                    inDetail,
                    ebsOptimized,
                    terminationProtected,
                    stopProtected,
                    terminatesOnShutdown,
                    sourceDestChecked,
                    metadata);
        }

        public Switches with(MetadataOptions other) {
            return new Switches(
                    detailedMonitoring,
                    ebsOptimized,
                    terminationProtected,
                    stopProtected,
                    terminatesOnShutdown,
                    sourceDestChecked,
                    other);
        }
    }

    /** How the instance's metadata answers; HttpTokens is optional unless said otherwise. */
    public record MetadataOptions(boolean tokensRequired, int hopLimit, boolean enabled, boolean tagsShown) {
        public static final MetadataOptions DEFAULT = new MetadataOptions(false, 1, true, false);
    }

    LaunchSpec with(UserData other) {
        return new LaunchSpec(
                image,
                keyName,
                securityGroupIds,
                profile,
                other,
                blockDevices,
                publicAddress,
                instanceTags,
                volumeTags,
                switches);
    }

    LaunchSpec with(Optional<InstanceProfile> other) {
        return new LaunchSpec(
                image,
                keyName,
                securityGroupIds,
                other,
                userData,
                blockDevices,
                publicAddress,
                instanceTags,
                volumeTags,
                switches);
    }

    public LaunchSpec {
        securityGroupIds = List.copyOf(securityGroupIds);
        blockDevices = List.copyOf(blockDevices);
    }
}
