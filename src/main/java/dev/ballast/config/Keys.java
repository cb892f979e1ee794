package dev.ballast.config;

import static dev.ballast.config.SettingKey.Form.LIST;
import static dev.ballast.config.SettingKey.Form.LIST_OR_ONE;
import static dev.ballast.config.SettingKey.Form.MAP;
import static dev.ballast.config.SettingKey.Form.ONE;
import static dev.ballast.config.SettingKey.optional;
import static dev.ballast.config.SettingKey.required;
import static dev.ballast.config.SettingKey.withDefault;

import dev.ballast.model.Architecture;
import dev.ballast.model.LossBand;
import dev.ballast.model.Settings;
import dev.ballast.model.Target;
import dev.ballast.model.UsdPerHour;
import java.time.Duration;
import java.util.List;

/** Every key of ballast.yaml, in the order in which a person reads them. */
final class Keys {
    private static final String ID = "([0-9a-f]{8}|[0-9a-f]{17})";
    private static final Kind<Architecture> ARCHITECTURE = new Kind<>(
            "x86_64 or arm64", Architecture::of, Architecture::ec2Name, Kind.Shape.words(List.of("x86_64", "arm64")));

    static final SettingKey<String> CLUSTER = required(
            "cluster",
            Kinds.text("a cluster name of letters, digits, - and _, at most 255", "[A-Za-z0-9][A-Za-z0-9_-]{0,254}"),
            ONE,
            "The ECS cluster that is kept upright. It is created where it does not exist.");
    static final SettingKey<String> REGION = optional(
            "region",
            Kinds.text("a region such as eu-west-1", "[a-z]{2,4}(-[a-z]+){1,3}-\\d{1,2}"),
            ONE,
            "--region, AWS_REGION, or the profile's region",
            "The AWS region of the cluster. Images, subnets and prices belong to one region.");

    static final SettingKey<Target> TARGET = required(
            "capacity.target",
            Kinds.TARGET,
            ONE,
            "At least this much is kept, whatever the tasks need: instances, vCPUs or memory.");
    static final SettingKey<String> TYPES = required(
            "capacity.types",
            Kinds.text("an instance type such as m5.xlarge", "[a-z][a-z0-9-]*\\.[a-z0-9-]+"),
            LIST,
            "The instance types that may be bought, or a mapping of requirements (below). Each type in each zone is a market"
                    + " of its own, and what is lost together is one market: many types are what makes spot safe.");
    static final SettingKey<WholeRange> TYPES_VCPUS = optional(
            "capacity.types.vcpus",
            WholeRange.kind("vCPUs, one number or a range such as 2-8"),
            ONE,
            "any",
            "Instead of a list: every type with so many vCPUs.");
    static final SettingKey<WholeRange> TYPES_MEMORY = optional(
            "capacity.types.memory",
            WholeRange.kind("GiB, one number or a range such as 8-64 GiB"),
            ONE,
            "any",
            "Instead of a list: every type with so much memory, in GiB.");
    static final SettingKey<Architecture> TYPES_ARCHITECTURE = withDefault(
            "capacity.types.architecture",
            ARCHITECTURE,
            Architecture.X86_64,
            "Instead of a list: the processors. An image boots on one of them only.");
    static final SettingKey<String> TYPES_EXCLUDE = optional(
            "capacity.types.exclude",
            Kinds.text("a family such as t3 or a type such as m5.large", "[a-z][a-z0-9-]*(\\.[a-z0-9-]+)?"),
            LIST,
            "nothing",
            "Instead of a list: families and types that are not wanted although they fit.");
    static final SettingKey<Boolean> TYPES_BURSTABLE = withDefault(
            "capacity.types.burstable",
            Kinds.YES_OR_NO,
            false,
            "Instead of a list: take t types as well. They slow down when their CPU credits are spent.");
    static final SettingKey<Boolean> TYPES_PREVIOUS_GENERATION = withDefault(
            "capacity.types.previous-generation",
            Kinds.YES_OR_NO,
            false,
            "Instead of a list: take types as well that AWS calls previous generation.");
    static final SettingKey<Settings.Survive> SURVIVE = withDefault(
            "capacity.survive",
            Kinds.oneOf(Settings.Survive.class),
            Defaults.SURVIVE,
            "The loss after which every task must still fit: one market (pool), one Availability Zone (zone), none, or auto:"
                    + " pool until this cluster's own launches show that without a spare lost markets would leave tasks without"
                    + " a place for no more than capacity.risk of the time, then none.");
    static final SettingKey<Double> RISK = withDefault(
            "capacity.risk",
            Kinds.share(),
            Defaults.RISK,
            "With survive: auto, the share of time in which lost markets may leave tasks without a place. Where it would be more, a"
                    + " spare is held. 0: a spare unless a new host is there within the two minutes' notice.");
    static final SettingKey<LossBand> LOSS_RATES = optional(
            "capacity.loss-rates.*",
            Kinds.LOSS_BAND,
            MAP,
            "0.005 losses a day of each instance",
            "By instance type, what AWS's Spot Instance Advisor says of it: which share is interrupted in a month. One's own"
                    + " interruptions weigh in by themselves.");
    static final SettingKey<Settings.Scores> PLACEMENT_SCORES = withDefault(
            "capacity.placement-scores",
            Kinds.oneOf(Settings.Scores.class),
            Defaults.PLACEMENT_SCORES,
            "on: once an hour EC2 is asked for its spot placement score of each zone. A zone that scores 3 of 10 or less is bought of"
                    + " last, and counts as short for survive: auto. Needs at least three types, and ec2:GetSpotPlacementScores.");
    static final SettingKey<UsdPerHour> MAX_PRICE = optional(
            "capacity.max-price",
            Kinds.price(),
            ONE,
            "the on-demand price of each type",
            "The most that one instance may cost an hour, in US dollars. A bound below the on-demand price buys nothing but more"
                    + " interruptions: one pays the market price, not the bound.");
    static final SettingKey<Settings.Backend> BACKEND = withDefault(
            "capacity.backend",
            Kinds.oneOf(Settings.Backend.class),
            Defaults.BACKEND,
            "ec2-fleet: Ballast keeps the target itself, with EC2 Fleet requests of type instant. spot-fleet: AWS keeps it, with"
                    + " one maintained Spot Fleet, which AWS calls a legacy interface; needs instance.spot-fleet-role.");
    static final SettingKey<Duration> PATIENCE = withDefault(
            "capacity.on-demand.patience",
            Kinds.duration(Duration.ZERO, Duration.ofDays(1)),
            Defaults.PATIENCE,
            "How long spot capacity must be missing before on-demand instances are bought in its place.");
    static final SettingKey<UsdPerHour> CAP = withDefault(
            "capacity.on-demand.cap-per-hour",
            Kinds.money("US dollars an hour such as 2.50; 0 switches the fallback off"),
            Defaults.CAP,
            "The most that on-demand instances of the fallback may cost an hour together, in US dollars. 0 switches the fallback"
                    + " off.");
    static final SettingKey<Double> ON_DEMAND_SHARE = withDefault(
            "capacity.on-demand.share",
            Kinds.share(),
            Defaults.ON_DEMAND_SHARE,
            "The most of the instances that are needed, the base not among them, which the fallback may be. Beside the cap, not"
                    + " instead of it.");
    static final SettingKey<Double> CAUTION = withDefault(
            "capacity.on-demand.caution",
            Kinds.share(),
            Defaults.CAUTION,
            "How much more than spot, as a share of what the cluster costs, may be paid for standing on demand while the spot pools that"
                    + " could be had are young: lost or empty not long ago, and so likely to be lost again. Only where a loss leaves tasks"
                    + " without a place: no spare is held, and hosts start more slowly than a notice lasts or notices do not come. 0"
                    + " switches it off.");
    static final SettingKey<Integer> ON_DEMAND_BASE = withDefault(
            "capacity.on-demand.base",
            Kinds.wholeNumber(0, 10_000),
            Defaults.ON_DEMAND_BASE,
            "So many instances of the target are on demand always: bought first, never returned to spot. They count towards the"
                    + " target, and neither towards the cap nor towards the share.");
    static final SettingKey<Integer> LEAST_TYPES = withDefault(
            "capacity.least-types",
            Kinds.wholeNumber(1, 300),
            Defaults.LEAST_TYPES,
            "Fewer types than this are reported in every plan.");

    static final SettingKey<String> IMAGE = optional(
            "instance.image",
            Kinds.text("an image id such as ami-0123456789abcdef0, or ecs-optimized", "ami-" + ID + "|ecs-optimized"),
            ONE,
            "ecs-optimized",
            "An image id, or ecs-optimized: the newest ECS image of Amazon Linux 2023 for the processors of the types.");
    static final SettingKey<Architecture> IMAGE_ECS_OPTIMIZED = optional(
            "instance.image.ecs-optimized",
            ARCHITECTURE,
            ONE,
            "the processors of the types",
            "Instead of the word alone: ecs-optimized for these processors.");
    static final SettingKey<String> KEY = optional(
            "instance.key",
            Kinds.line("the name of an EC2 key pair"),
            ONE,
            "no key: nobody logs in by SSH",
            "The EC2 key pair whose owner may log in by SSH.");
    static final SettingKey<String> PROFILE = optional(
            "instance.profile",
            Kinds.text(
                    "the name or the ARN of an instance profile",
                    "[A-Za-z0-9+=,.@_-]{1,128}|arn:aws[a-z-]*:iam::\\d{12}:instance-profile/[A-Za-z0-9+=,.@_/-]{1,600}"),
            ONE,
            "none: the instance cannot join a cluster on AWS",
            "The instance profile. Its role lets the ECS agent register (AmazonEC2ContainerServiceforEC2Role) and the"
                    + " instance read its registry credentials.");
    static final SettingKey<String> SUBNETS = optional(
            "instance.subnets",
            Kinds.text("a subnet id such as subnet-0123456789abcdef0", "subnet-" + ID),
            LIST,
            "the default VPC's subnets",
            "Where instances start: one subnet for each Availability Zone. A zone without a subnet is a third of the market"
                    + " left alone.");
    static final SettingKey<String> SECURITY_GROUPS = optional(
            "instance.security-groups",
            Kinds.text("a security group id such as sg-0123456789abcdef0", "sg-" + ID),
            LIST,
            "the VPC's default group",
            "Which traffic reaches the instances.");
    static final SettingKey<Boolean> PUBLIC_ADDRESS = withDefault(
            "instance.public-address",
            Kinds.YES_OR_NO,
            Defaults.PUBLIC_ADDRESS,
            "Give each instance a public address. Without one the subnets need a NAT gateway or endpoints to reach ECS.");

    static final SettingKey<Settings.VolumeUse> VOLUME_USE = required(
            "instance.volumes[].use",
            Kinds.oneOf(Settings.VolumeUse.class),
            ONE,
            "docker: images and containers, put wherever the image keeps them. logs, data: a volume of their own, formatted and"
                    + " mounted at boot.");
    static final SettingKey<Integer> VOLUME_SIZE = required(
            "instance.volumes[].size",
            Kinds.gib(1, 65_536),
            ONE,
            "In GiB. Where Docker's data are on the image's root volume, this is the size of the root volume.");
    static final SettingKey<String> VOLUME_TYPE = withDefault(
            "instance.volumes[].type",
            Kinds.oneOf("gp3", "gp2", "st1", "sc1", "standard"),
            Defaults.VOLUME_TYPE,
            "EBS's volume type. gp3 is cheaper than gp2 and its speed does not depend on its size.");
    static final SettingKey<Boolean> VOLUME_ENCRYPTED = withDefault(
            "instance.volumes[].encrypted",
            Kinds.YES_OR_NO,
            Defaults.VOLUME_ENCRYPTED,
            "Encrypted with the account's EBS key, at no cost.");
    static final SettingKey<String> VOLUME_DEVICE = optional(
            "instance.volumes[].device",
            Kinds.text("a device name such as /dev/xvdf", "/dev/(sd[a-z]([1-9]|1[0-5])?|xvd[a-z]{1,2})"),
            ONE,
            "one that the image leaves free",
            "The device name. Best left out: the right one is read from the image.");
    static final SettingKey<String> VOLUME_MOUNT = optional(
            "instance.volumes[].mount",
            Kinds.text(
                    "an absolute path such as /mnt/logs, of letters, digits, . _ - and /",
                    "(/[A-Za-z0-9_-][A-Za-z0-9._-]*){1,8}"),
            ONE,
            Defaults.LOGS_MOUNT + " for logs, " + Defaults.DATA_MOUNT + " for data",
            "Where the instance mounts a logs or data volume. Docker's is mounted by the image itself.");

    static final SettingKey<String> TAGS = optional(
            "instance.tags.*",
            Kinds.text("a text of at most 256 characters", "[^\\p{Cntrl}]{0,256}"),
            MAP,
            "Name: CLUSTER-ECS-TEMPLATE",
            "Tags on instances and volumes, beside Ballast's own.");
    static final SettingKey<String> ECS_CONFIG = optional(
            "instance.ecs-config.*",
            Kinds.line("a value of one line"),
            MAP,
            "the agent's defaults",
            "Settings of the ECS agent by their own names, as in /etc/ecs/ecs.config. ECS_CLUSTER is written by Ballast.");
    static final SettingKey<String> AUTH_TYPE = withDefault(
            "instance.registry-auth.type",
            Kinds.oneOf("docker", "dockercfg"),
            Defaults.AUTH_TYPE,
            "ECS_ENGINE_AUTH_TYPE: how the secret is written. docker: {\"https://HOST\":{\"username\":…,\"password\":…}}."
                    + " dockercfg: the auths of Docker's own file.");
    static final SettingKey<String> AUTH_REFERENCE = required(
            "instance.registry-auth.reference",
            Kinds.text(
                    "secretsmanager:NAME, the ARN of a Secrets Manager secret, or ssm:/NAME of a SecureString parameter",
                    "secretsmanager:[A-Za-z0-9/_+=.@-]{1,512}"
                            + "|arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\\d{12}:secret:[A-Za-z0-9/_+=.@-]{1,512}"
                            + "|ssm:/?[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+){0,14}"),
            ONE,
            "Where the registry's credentials are kept. The instance fetches them when it boots; they are never in user data.");
    static final SettingKey<String> USER_DATA = optional(
            "instance.user-data",
            Kinds.text("a script, or #cloud-config", "[^\\x00]*[^\\s\\x00][^\\x00]*"),
            LIST_OR_ONE,
            "none",
            "Scripts of your own that run once, at first boot, before the agent starts; a part that begins with #cloud-config is"
                    + " handed to cloud-init. Everything together is at most 16 KB, as AWS counts it: before base64.");
    static final SettingKey<String> BOOTSTRAP_REPOSITORY = required(
            "instance.bootstrap.repository",
            Kinds.text(
                    "a git URL such as https://HOST/PATH or git@HOST:PATH, without a password in it",
                    "(https|http|ssh|git)://([A-Za-z0-9._-]+@)?[A-Za-z0-9][A-Za-z0-9.-]*(:\\d{1,5})?/[^\\s\\p{Cntrl}]+"
                            + "|[A-Za-z0-9._-]+@[A-Za-z0-9][A-Za-z0-9.-]*:[^\\s\\p{Cntrl}]+"),
            ONE,
            "A git repository whose playbook ansible-pull runs on each new instance before it joins the cluster.");
    static final SettingKey<String> BOOTSTRAP_REVISION = withDefault(
            "instance.bootstrap.revision",
            Kinds.text("a branch, tag or commit", "[A-Za-z0-9][A-Za-z0-9._/-]{0,199}"),
            Defaults.REVISION,
            "The branch, tag or commit. A commit makes every instance equal.");
    static final SettingKey<String> BOOTSTRAP_PLAYBOOK = withDefault(
            "instance.bootstrap.playbook",
            Kinds.text("a path inside the repository such as site.yml", "[A-Za-z0-9_][^\\s\\p{Cntrl}]{0,254}"),
            Defaults.PLAYBOOK,
            "The playbook's path inside the repository.");
    static final SettingKey<String> BOOTSTRAP_VARIABLES = optional(
            "instance.bootstrap.variables.*",
            Kinds.line("a value of one line"),
            MAP,
            "none",
            "Extra variables for the playbook. They are readable by whoever may describe the instance: no secrets.");
    static final SettingKey<String> SPOT_FLEET_ROLE = optional(
            "instance.spot-fleet-role",
            Kinds.text("the ARN of an IAM role", "arn:aws[a-z-]*:iam::\\d{12}:role/[A-Za-z0-9+=,.@_/-]{1,600}"),
            ONE,
            "none",
            "IamFleetRole: the role by which Spot Fleet starts instances. Only the backend spot-fleet needs it.");

    static final SettingKey<Duration> MARGIN = withDefault(
            "interruption.margin",
            Kinds.duration(Duration.ZERO, Duration.ofSeconds(60)),
            Defaults.MARGIN,
            "Kept free before an instance's end, for slow calls and clocks that differ.");
    static final SettingKey<Boolean> RERUN = withDefault(
            "interruption.rerun-standalone-tasks",
            Kinds.YES_OR_NO,
            Defaults.RERUN_STANDALONE_TASKS,
            "Start tasks that no service looks after (RunTask) again elsewhere when their host is taken away. Only right where"
                    + " running a task twice does no harm.");
    static final SettingKey<Boolean> AGENT_DRAINS = withDefault(
            "interruption.agent-drains",
            Kinds.YES_OR_NO,
            Defaults.AGENT_DRAINS,
            "Let the ECS agent drain its host as well when the notice comes (ECS_ENABLE_SPOT_INSTANCE_DRAINING). It does so at"
                    + " once, before a replacement is there; right where Ballast may be away.");
    static final SettingKey<Boolean> HOST_WATCH = withDefault(
            "interruption.host-watch",
            Kinds.YES_OR_NO,
            Defaults.HOST_WATCH,
            "Let each host read its own metadata every 5 seconds and tell Ballast's queue of its notice as well, where"
                    + " EventBridge is late or lost. The instance profile needs sqs:GetQueueUrl and sqs:SendMessage.");
    static final SettingKey<Duration> OLDEST_FACT = withDefault(
            "brakes.oldest-fact",
            Kinds.duration(Duration.ofSeconds(10), Duration.ofHours(1)),
            Defaults.OLDEST_FACT,
            "Facts older than this hold everything but interruptions.");
    static final SettingKey<Double> MISSING_SHARE = withDefault(
            "brakes.missing-share",
            Kinds.share(),
            Defaults.MISSING_SHARE,
            "Hold where more than this share of the hosts is gone or unhealthy at once without notices: more likely the view is"
                    + " wrong than the world.");
    static final SettingKey<Integer> DRAINS_AT_ONCE = withDefault(
            "brakes.drains-at-once",
            Kinds.wholeNumber(1, 100),
            Defaults.DRAINS_AT_ONCE,
            "How many hosts may be emptied at the same time where nothing forces it.");
    private static final List<SettingKey<?>> ALL = List.of(
            CLUSTER,
            REGION,
            TARGET,
            TYPES,
            TYPES_VCPUS,
            TYPES_MEMORY,
            TYPES_ARCHITECTURE,
            TYPES_EXCLUDE,
            TYPES_BURSTABLE,
            TYPES_PREVIOUS_GENERATION,
            SURVIVE,
            RISK,
            LOSS_RATES,
            PLACEMENT_SCORES,
            MAX_PRICE,
            BACKEND,
            PATIENCE,
            CAP,
            ON_DEMAND_SHARE,
            ON_DEMAND_BASE,
            CAUTION,
            LEAST_TYPES,
            KeysDemand.HEADROOM_CPU,
            KeysDemand.HEADROOM_MEMORY,
            KeysDemand.HEADROOM_COUNT,
            KeysDemand.MINIMUM_DAYS,
            KeysDemand.MINIMUM_FROM,
            KeysDemand.MINIMUM_TO,
            KeysDemand.MINIMUM_ZONE,
            KeysDemand.MINIMUM_TARGET,
            IMAGE,
            IMAGE_ECS_OPTIMIZED,
            KEY,
            PROFILE,
            SUBNETS,
            SECURITY_GROUPS,
            PUBLIC_ADDRESS,
            VOLUME_USE,
            VOLUME_SIZE,
            VOLUME_TYPE,
            VOLUME_ENCRYPTED,
            VOLUME_DEVICE,
            VOLUME_MOUNT,
            TAGS,
            ECS_CONFIG,
            AUTH_TYPE,
            AUTH_REFERENCE,
            USER_DATA,
            BOOTSTRAP_REPOSITORY,
            BOOTSTRAP_REVISION,
            BOOTSTRAP_PLAYBOOK,
            BOOTSTRAP_VARIABLES,
            SPOT_FLEET_ROLE,
            MARGIN,
            RERUN,
            AGENT_DRAINS,
            HOST_WATCH,
            OLDEST_FACT,
            MISSING_SHARE,
            DRAINS_AT_ONCE,
            KeysDisruption.MINIMUM_AGE,
            KeysDisruption.COOL_DOWN,
            KeysDisruption.LEAST_SAVING,
            KeysDisruption.BUDGET_HOSTS,
            KeysDisruption.BUDGET_DAYS,
            KeysDisruption.BUDGET_FROM,
            KeysDisruption.BUDGET_TO,
            KeysDisruption.BUDGET_ZONE);

    private Keys() {}

    static List<SettingKey<?>> all() {
        return ALL;
    }
}
