package dev.ballast.sim.world.ec2;

import dev.ballast.model.Architecture;
import dev.ballast.sim.world.core.Ids;
import dev.ballast.sim.world.core.Refused;
import dev.ballast.sim.world.ec2.MachineImage.EcsAgent;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** A region's images: AWS's own that a fresh account sees, and those that requests brought along. */
public final class Images {
    /** The account that publishes ECS images. */
    public static final String ECS_OWNER = "591542846629";
    /** The account that publishes Amazon Linux. */
    public static final String AMAZON_LINUX_OWNER = "137112412989";
    /** The one image that has the same id in every region here: the one that old fleet requests name. */
    public static final String ECS_2015_09 = "ami-76e95b05";

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9()\\[\\] ./\\-'@_]{3,128}");

    private final Map<String, MachineImage> byId = new LinkedHashMap<>();
    /** Images that were adopted and not launched yet. */
    private final Set<String> adopted = new TreeSet<>();

    /** What was deregistered is not adopted again. */
    private final Set<String> deregistered = new TreeSet<>();

    private final Ids ids;
    private final Ec2Rules rules;
    private final MachineImage ecsX86;
    private final MachineImage ecsArm;
    private final MachineImage bottlerocketX86;
    private final MachineImage bottlerocketArm;
    private final MachineImage amazonLinux2X86;
    private final MachineImage amazonLinux2Arm;

    Images(Ids ids, Ec2Rules rules) {
        this.ids = ids;
        this.rules = rules;
        ecsX86 = add(ecs(ids, "al2023-ami-ecs-hvm-2023.0.20251108-kernel-6.1-x86_64", Architecture.X86_64));
        ecsArm = add(ecs(ids, "al2023-ami-ecs-hvm-2023.0.20251108-kernel-6.1-arm64", Architecture.ARM64));
        bottlerocketX86 = add(bottlerocket(ids, "bottlerocket-aws-ecs-2-x86_64-v1.50.0-9b9a1f3e", Architecture.X86_64));
        bottlerocketArm = add(bottlerocket(ids, "bottlerocket-aws-ecs-2-aarch64-v1.50.0-9b9a1f3e", Architecture.ARM64));
        add(new MachineImage(
                ECS_2015_09,
                "amzn-ami-2015.09.f-amazon-ecs-optimized",
                "Amazon Linux AMI 2015.09.f x86_64 ECS HVM GP2",
                Architecture.X86_64,
                "/dev/xvda",
                List.of(
                        BlockDevice.ebs("/dev/xvda", BlockDevice.Ebs.of(8, "snap-c9fd1e2b", "gp2")),
                        BlockDevice.ebs("/dev/xvdcz", BlockDevice.Ebs.of(22, "", "gp2"))),
                ECS_OWNER,
                "amazon",
                Instant.parse("2016-02-10T23:22:35Z"),
                EcsAgent.ECS_INIT));
        add(plain(ids, "al2023-ami-2023.9.20251105.0-kernel-6.1-x86_64", Architecture.X86_64));
        add(plain(ids, "al2023-ami-2023.9.20251105.0-kernel-6.1-arm64", Architecture.ARM64));
        amazonLinux2X86 = add(amazonLinux2(ids, "amzn2-ami-ecs-hvm-2.0.20251108-x86_64-ebs", Architecture.X86_64));
        amazonLinux2Arm = add(amazonLinux2(ids, "amzn2-ami-ecs-hvm-2.0.20251108-arm64-ebs", Architecture.ARM64));
    }

    private static MachineImage amazonLinux2(Ids ids, String name, Architecture architecture) {
        return new MachineImage(
                ids.ec2("ami"),
                name,
                "Amazon Linux AMI 2.0.20251108 " + architecture.ec2Name() + " ECS HVM GP2",
                architecture,
                "/dev/xvda",
                List.of(BlockDevice.ebs("/dev/xvda", BlockDevice.Ebs.of(30, ids.ec2("snap"), "gp2"))),
                ECS_OWNER,
                "amazon",
                Instant.parse("2025-11-11T19:03:12Z"),
                EcsAgent.ECS_INIT);
    }

    private static MachineImage ecs(Ids ids, String name, Architecture architecture) {
        return new MachineImage(
                ids.ec2("ami"),
                name,
                "Amazon Linux AMI 2023.0.20251108 " + architecture.ec2Name() + " ECS HVM EBS",
                architecture,
                "/dev/xvda",
                List.of(BlockDevice.ebs("/dev/xvda", BlockDevice.Ebs.of(30, ids.ec2("snap"), "gp3"))),
                ECS_OWNER,
                "amazon",
                Instant.parse("2025-11-11T19:01:47Z"),
                EcsAgent.ECS_INIT);
    }

    private static MachineImage bottlerocket(Ids ids, String name, Architecture architecture) {
        return new MachineImage(
                ids.ec2("ami"),
                name,
                name,
                architecture,
                "/dev/xvda",
                List.of(
                        BlockDevice.ebs("/dev/xvda", BlockDevice.Ebs.of(2, ids.ec2("snap"), "gp2")),
                        BlockDevice.ebs("/dev/xvdb", BlockDevice.Ebs.of(20, ids.ec2("snap"), "gp2"))),
                "092701018921",
                "amazon",
                Instant.parse("2025-10-30T22:10:11Z"),
                EcsAgent.BOTTLEROCKET);
    }

    private static MachineImage plain(Ids ids, String name, Architecture architecture) {
        return new MachineImage(
                ids.ec2("ami"),
                name,
                "Amazon Linux 2023 AMI 2023.9.20251105.0 " + architecture.ec2Name() + " HVM kernel-6.1",
                architecture,
                "/dev/xvda",
                List.of(BlockDevice.ebs("/dev/xvda", BlockDevice.Ebs.of(8, ids.ec2("snap"), "gp3"))),
                AMAZON_LINUX_OWNER,
                "amazon",
                Instant.parse("2025-11-06T00:58:20Z"),
                EcsAgent.NONE);
    }

    private MachineImage add(MachineImage image) {
        byId.put(image.id(), image);
        return image;
    }

    public Collection<MachineImage> all() {
        return Collections.unmodifiableCollection(byId.values());
    }

    public Optional<MachineImage> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** The current ECS image, which SSM's {@code …/recommended} parameters name. */
    public MachineImage recommended(Architecture architecture) {
        return architecture == Architecture.ARM64 ? ecsArm : ecsX86;
    }

    /** The current ECS image on Amazon Linux 2, which SSM's {@code …/amazon-linux-2/recommended} parameters name. */
    public MachineImage recommendedAmazonLinux2(Architecture architecture) {
        return architecture == Architecture.ARM64 ? amazonLinux2Arm : amazonLinux2X86;
    }

    /** Bottlerocket's current ECS image, which SSM's {@code /aws/service/bottlerocket/…} parameters name. */
    public MachineImage recommendedBottlerocket(Architecture architecture) {
        return architecture == Architecture.ARM64 ? bottlerocketArm : bottlerocketX86;
    }

    /** What a new image is made of; the rest is as in the image that it comes from. */
    public record Draft(String name, String description, List<BlockDevice> blockDevices) {}

    /**
     * An image of this account, made like another.
     *
     * @throws Refused InvalidAMIName.Malformed, InvalidAMIName.Duplicate
     */
    public MachineImage create(Draft draft, MachineImage like, Instant now) {
        if (!NAME.matcher(draft.name()).matches())
            throw new Refused(
                    "InvalidAMIName.Malformed",
                    "AMI names must be between 3 and 128 characters long, and may contain letters, numbers, '(', ')', '.',"
                            + " '-', '/', '_', spaces, square brackets, single quotes and the at-sign");
        for (var own : byId.values())
            if (own.ownerId().equals(rules.accountId()) && own.name().equals(draft.name()))
                throw new Refused(
                        "InvalidAMIName.Duplicate",
                        "AMI name " + draft.name() + " is already in use by AMI " + own.id());
        return add(new MachineImage(
                ids.ec2("ami"),
                draft.name(),
                draft.description(),
                like.architecture(),
                like.rootDevice(),
                draft.blockDevices(),
                rules.accountId(),
                "",
                now,
                like.agent()));
    }

    /** @throws Refused InvalidAMIID.NotFound, AuthFailure for somebody else's */
    public void deregister(String id) {
        ResourceId.IMAGE.check(id);
        var image = find(id).orElseThrow(() -> ResourceId.IMAGE.notFound(id));
        if (!image.ownerId().equals(rules.accountId()))
            throw new Refused("AuthFailure", "Not authorized for image:" + id);
        byId.remove(id);
        adopted.remove(id);
        deregistered.add(id);
    }

    /**
     * The image of that id. An unknown one is adopted as this account's own copy of the current ECS image: what a team's
     * private image for its cluster most likely is.
     *
     * @throws Refused InvalidAMIID.Malformed or .NotFound
     */
    public MachineImage named(String id) {
        var known = byId.get(id);
        if (known != null) return known;
        ResourceId.IMAGE.check(id);
        if (rules.unknownIds() == Ec2Rules.UnknownIds.REFUSED || deregistered.contains(id))
            throw ResourceId.IMAGE.notFound(id);
        return adopt(id, Architecture.X86_64);
    }

    /**
     * The same for a launch. Nothing tells an adopted image's architecture before somebody launches it: it is what the first
     * launch needs.
     */
    MachineImage toLaunch(String id, Architecture needed) {
        var image = named(id);
        var settled = !adopted.remove(id);
        return settled || image.architecture() == needed ? image : settle(id, needed);
    }

    private MachineImage settle(String id, Architecture architecture) {
        var image = adopt(id, architecture);
        adopted.remove(id);
        return image;
    }

    private MachineImage adopt(String id, Architecture architecture) {
        adopted.add(id);
        var like = recommended(architecture);
        return add(new MachineImage(
                id,
                "adopted-" + id,
                "Named by a request; taken for a copy of " + like.name(),
                architecture,
                like.rootDevice(),
                like.blockDevices(),
                rules.accountId(),
                "",
                like.createdAt(),
                EcsAgent.ECS_INIT));
    }
}
