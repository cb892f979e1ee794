package dev.ballast.sim.world.ec2;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What an instance's metadata service says, path by path below {@code /latest/}. A path that ends nowhere lists what is below
 * it, as the real service does. Spot notices and rebalance recommendations appear here when they are given.
 */
public final class InstanceMetadata {
    private static final Duration CREDENTIALS_LAST = Duration.ofHours(6);

    private final NavigableMap<String, String> leaves = new TreeMap<>();
    private final Ec2Instance instance;
    private final Region region;
    private final String accountId;
    private final Instant now;

    private InstanceMetadata(Ec2Instance instance, Region region, String accountId, Instant now) {
        this.instance = instance;
        this.region = region;
        this.accountId = accountId;
        this.now = now;
    }

    /** The text at a path such as {@code meta-data/instance-id}; empty where there is none, a 404 on the wire. */
    public static Optional<String> read(
            Ec2Instance instance, Region region, String accountId, String path, Instant now) {
        var metadata = new InstanceMetadata(instance, region, accountId, now);
        metadata.machine();
        metadata.network();
        metadata.spot();
        metadata.profile();
        return metadata.at(path);
    }

    private Optional<String> at(String path) {
        var wanted = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        var leaf = leaves.get(wanted);
        if (leaf != null) return Optional.of(leaf);
        var prefix = wanted.isEmpty() ? "" : wanted + "/";
        var names = new TreeSet<String>();
        for (var key : leaves.tailMap(prefix, true).keySet()) {
            if (!key.startsWith(prefix)) break;
            var rest = key.substring(prefix.length());
            var slash = rest.indexOf('/');
            names.add(slash < 0 ? rest : rest.substring(0, slash + 1));
        }
        return names.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", names));
    }

    private void machine() {
        put("ami-id", instance.image().id());
        put("ami-launch-index", Integer.toString(instance.launchIndex()));
        put("ami-manifest-path", "(unknown)");
        put("instance-action", "none");
        put("instance-id", instance.id());
        put("instance-life-cycle", instance.option().ec2Name());
        put("instance-type", instance.type().name());
        put("profile", "default-hvm");
        put("reservation-id", instance.reservationId());
        put("placement/availability-zone", instance.zone());
        put("placement/availability-zone-id", instance.subnet().zone().id());
        put("placement/region", instance.region());
        put("services/domain", "amazonaws.com");
        put("services/partition", "aws");
        put("block-device-mapping/root", instance.image().rootDevice());
        put("block-device-mapping/ami", instance.image().rootDevice());
        var extra = 0;
        for (var attachment : instance.attachments())
            if (!attachment.device().equals(instance.image().rootDevice()))
                put("block-device-mapping/ebs" + ++extra, attachment.device().replace("/dev/", ""));
        instance.spec().keyName().ifPresent(key -> put("public-keys/0/openssh-key", "ssh-rsa AAAA " + key));
        if (!instance.spec().userData().isEmpty())
            leaves.put("user-data", instance.spec().userData().text());
        if (instance.switches().metadata().tagsShown())
            instance.tags().forEach((key, value) -> put("tags/instance/" + key, value));
        leaves.put("dynamic/instance-identity/document", identity().toPrettyString());
    }

    private ObjectNode identity() {
        var document = JsonNodeFactory.instance.objectNode();
        document.put("accountId", accountId);
        document.put("architecture", instance.image().architecture().ec2Name());
        document.put("availabilityZone", instance.zone());
        document.putNull("billingProducts");
        document.putNull("devpayProductCodes");
        document.putNull("marketplaceProductCodes");
        document.put("imageId", instance.image().id());
        document.put("instanceId", instance.id());
        document.put("instanceType", instance.type().name());
        document.putNull("kernelId");
        document.put("pendingTime", seconds(instance.launchedAt()));
        document.put("privateIp", instance.privateIp());
        document.putNull("ramdiskId");
        document.put("region", instance.region());
        document.put("version", "2017-09-30");
        return document;
    }

    private void network() {
        var host = "ip-" + instance.privateIp().replace('.', '-') + "." + instance.region() + ".compute.internal";
        var groups = instance.securityGroupIds();
        var names = groups.stream()
                .map(id ->
                        region.network().findGroup(id).map(SecurityGroup::name).orElse(id))
                .toList();
        put("hostname", host);
        put("local-hostname", host);
        put("local-ipv4", instance.privateIp());
        put("mac", instance.mac());
        put("security-groups", String.join("\n", names));
        instance.publicIp().ifPresent(ip -> put("public-ipv4", ip));
        var card = "network/interfaces/macs/" + instance.mac() + "/";
        put(card + "device-number", "0");
        put(card + "interface-id", instance.networkInterfaceId());
        put(card + "local-hostname", host);
        put(card + "local-ipv4s", instance.privateIp());
        put(card + "mac", instance.mac());
        put(card + "owner-id", accountId);
        put(card + "security-group-ids", String.join("\n", groups));
        put(card + "security-groups", String.join("\n", names));
        put(card + "subnet-id", instance.subnet().id());
        put(card + "subnet-ipv4-cidr-block", instance.subnet().cidr().toString());
        put(card + "vpc-id", instance.subnet().vpcId());
        region.network()
                .findVpc(instance.subnet().vpcId())
                .ifPresent(vpc -> put(
                        card + "vpc-ipv4-cidr-block", vpc.blocks().getFirst().toString()));
        instance.publicIp().ifPresent(ip -> put(card + "public-ipv4s", ip));
    }

    private void spot() {
        instance.notice().ifPresent(notice -> {
            var action = JsonNodeFactory.instance.objectNode();
            action.put("action", notice.action().ec2Name());
            action.put("time", seconds(notice.at()));
            put("spot/instance-action", action.toString());
            if (notice.action() == InterruptionNotice.Action.TERMINATE)
                put("spot/termination-time", seconds(notice.at()));
        });
        instance.rebalanceRecommendedAt().ifPresent(at -> {
            var recommendation = JsonNodeFactory.instance.objectNode();
            recommendation.put("noticeTime", seconds(at));
            put("events/recommendations/rebalance", recommendation.toString());
        });
    }

    /** The credentials sign requests to this cloud, which verifies none. */
    private void profile() {
        instance.spec().profile().ifPresent(profile -> {
            var info = JsonNodeFactory.instance.objectNode();
            info.put("Code", "Success");
            info.put("LastUpdated", seconds(now));
            info.put("InstanceProfileArn", profile.arn());
            info.put("InstanceProfileId", profile.id());
            put("iam/info", info.toPrettyString());
            var credentials = JsonNodeFactory.instance.objectNode();
            credentials.put("Code", "Success");
            credentials.put("LastUpdated", seconds(now));
            credentials.put("Type", "AWS-HMAC");
            credentials.put(
                    "AccessKeyId", "ASIA" + instance.id().substring(2, 18).toUpperCase(Locale.ROOT));
            credentials.put("SecretAccessKey", "local-cloud");
            credentials.put("Token", "local-cloud");
            credentials.put("Expiration", seconds(now.plus(CREDENTIALS_LAST)));
            put("iam/security-credentials/" + profile.name(), credentials.toPrettyString());
        });
    }

    private void put(String path, String value) {
        leaves.put("meta-data/" + path, value);
    }

    private static String seconds(Instant moment) {
        return moment.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
