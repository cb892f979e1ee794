package dev.ballast.sim.world.ec2;

import dev.ballast.model.CapacityPool;
import dev.ballast.model.InstanceState;
import dev.ballast.model.InstanceType;
import dev.ballast.model.PurchaseOption;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An instance from its launch to the hour after its end. Others read it; only this package changes it, through
 * {@link Ec2}.
 */
public final class Ec2Instance {
    private final String id;
    private final String region;
    private Launched launched;
    private final Subnet subnet;
    LaunchSpec spec;
    private final SortedMap<String, String> tags = new TreeMap<>();

    InstanceState state = InstanceState.PENDING;
    StateReason reason = StateReason.LAUNCHING;
    Instant changedAt;
    Instant startedAt;
    /** Counts starts, so that an event of an earlier life is recognised. */
    int life;

    boolean booted;
    InterruptionNotice notice;
    Instant rebalanceAt;
    String publicIp;
    List<String> securityGroupIds;
    LaunchSpec.Switches switches;
    List<Attachment> attachments = List.of();

    /**
     * What was settled when the launch was accepted.
     *
     * @param reservationId shared by the instances of one call
     * @param index the instance's place in its launch
     * @param spot empty for on-demand
     * @param eniId its primary network interface
     */
    record Launched(
            String reservationId,
            int index,
            CapacityPool pool,
            InstanceType type,
            Optional<SpotTerms> spot,
            String privateIp,
            String eniId,
            String clientToken,
            Instant at) {}

    /**
     * On what terms a spot instance was bought.
     *
     * @param fleetId of the Spot Fleet or EC2 Fleet behind it, else empty
     */
    public record SpotTerms(
            String requestId, String fleetId, boolean persistent, InterruptionNotice.Action onInterruption) {}

    /** A volume at its device name. */
    public record Attachment(String device, String volumeId, boolean deletedOnTermination, Instant at) {}

    private EcsConfig config;
    private LaunchSpec configured;

    Ec2Instance(String id, String region, Launched launched, Subnet subnet, LaunchSpec spec) {
        this.id = id;
        this.region = region;
        this.launched = launched;
        this.subnet = subnet;
        this.spec = spec;
        changedAt = launched.at();
        startedAt = launched.at();
        securityGroupIds = spec.securityGroupIds();
        switches = spec.switches();
        tags.putAll(spec.instanceTags());
    }

    public String id() {
        return id;
    }

    /** As in ARNs and credential scopes: {@code eu-west-1}. */
    public String region() {
        return region;
    }

    /** Only while it is stopped, when it holds no capacity. */
    void become(InstanceType type) {
        var pool = new CapacityPool(
                type.name(), launched.pool().zone(), launched.pool().option());
        launched = new Launched(
                launched.reservationId(),
                launched.index(),
                pool,
                type,
                launched.spot(),
                launched.privateIp(),
                launched.eniId(),
                launched.clientToken(),
                launched.at());
    }

    public CapacityPool pool() {
        return launched.pool();
    }

    public InstanceType type() {
        return launched.type();
    }

    public String zone() {
        return launched.pool().zone();
    }

    public PurchaseOption option() {
        return launched.pool().option();
    }

    public Subnet subnet() {
        return subnet;
    }

    public LaunchSpec spec() {
        return spec;
    }

    public MachineImage image() {
        return spec.image();
    }

    public InstanceState state() {
        return state;
    }

    public StateReason stateReason() {
        return reason;
    }

    /** When the state last changed. */
    public Instant changedAt() {
        return changedAt;
    }

    /** The launch, or the latest start after a stop: what DescribeInstances calls the launch time. */
    public Instant launchedAt() {
        return startedAt;
    }

    /** True from the moment its operating system is up until it stops or shuts down. */
    public boolean isBooted() {
        return booted;
    }

    /** A view; the tags change through {@link Ec2}. */
    public SortedMap<String, String> tags() {
        return Collections.unmodifiableSortedMap(tags);
    }

    SortedMap<String, String> ownTags() {
        return tags;
    }

    public String privateIp() {
        return launched.privateIp();
    }

    public Optional<String> publicIp() {
        return Optional.ofNullable(publicIp);
    }

    public String networkInterfaceId() {
        return launched.eniId();
    }

    /** Its interface's hardware address: locally administered, made of the interface's id. */
    public String mac() {
        var digits = launched.eniId().substring(launched.eniId().length() - 10);
        var mac = new StringBuilder("02");
        for (var at = 0; at < digits.length(); at += 2) mac.append(':').append(digits, at, at + 2);
        return mac.toString();
    }

    public String reservationId() {
        return launched.reservationId();
    }

    public int launchIndex() {
        return launched.index();
    }

    public String clientToken() {
        return launched.clientToken();
    }

    public Optional<SpotTerms> spot() {
        return launched.spot();
    }

    public Optional<InterruptionNotice> notice() {
        return Optional.ofNullable(notice);
    }

    public Optional<Instant> rebalanceRecommendedAt() {
        return Optional.ofNullable(rebalanceAt);
    }

    public List<String> securityGroupIds() {
        return securityGroupIds;
    }

    public LaunchSpec.Switches switches() {
        return switches;
    }

    public List<Attachment> attachments() {
        return attachments;
    }

    /** What the agent on it reads at boot. */
    public EcsConfig ecsConfig() {
        if (configured != spec) config = spec.userData().ecsConfig(spec.image().agent());
        configured = spec;
        return config;
    }

    @Override
    public String toString() {
        return id + " " + launched.pool() + " " + state.ec2Name();
    }
}
