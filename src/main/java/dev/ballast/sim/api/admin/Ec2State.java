package dev.ballast.sim.api.admin;

import dev.ballast.sim.world.World;
import dev.ballast.sim.world.ec2.Ec2Instance;
import dev.ballast.sim.world.ec2.LaunchParameters;
import dev.ballast.sim.world.ec2.LaunchTemplate;
import dev.ballast.sim.world.ec2.Region;
import dev.ballast.sim.world.ec2.SpotRequest;
import dev.ballast.sim.world.ec2.UserData;
import dev.ballast.sim.world.ec2.Volume;
import dev.ballast.sim.world.ec2.fleet.Fleet;
import dev.ballast.sim.world.ec2.fleet.FleetConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What one region's EC2 holds. */
final class Ec2State {
    /** Each text of user data with its name here: thousands of instances share one. */
    private final Map<String, String> userData = new LinkedHashMap<>();

    private final Secrecy secrecy;

    private Ec2State(Secrecy secrecy) {
        this.secrecy = secrecy;
    }

    static void write(StateText text, World world, String name, Secrecy secrecy) {
        world.ec2().regions().stream()
                .filter(region -> region.name().equals(name))
                .findFirst()
                .ifPresent(region -> new Ec2State(secrecy).write(text, world, region));
    }

    private void write(StateText text, World world, Region region) {
        text.object("ec2", () -> {
            text.list("instances", region.instances(), this::instance);
            text.list("spotInstanceRequests", region.spotRequests(), Ec2State::request);
            var fleets = new ArrayList<Fleet>();
            for (var kind : FleetConfig.Kind.values())
                fleets.addAll(world.fleets().all(region, kind));
            text.list("fleets", fleets, Ec2State::fleet);
            text.list("launchTemplates", region.launchTemplates().all(), this::template);
            text.list("volumes", region.volumes().all(), Ec2State::volume);
            text.list(
                    "vpcs",
                    region.network().vpcs(),
                    vpc -> new Facts()
                            .say("vpcId", vpc.id())
                            .say(
                                    "cidrBlocks",
                                    vpc.blocks().stream().map(Object::toString).toList())
                            .say("default", vpc.isDefault())
                            .say("tags", vpc.tags()));
            text.list(
                    "subnets",
                    region.network().subnets(),
                    subnet -> new Facts()
                            .say("subnetId", subnet.id())
                            .say("vpcId", subnet.vpcId())
                            .say("zone", subnet.zone().name())
                            .say("cidrBlock", subnet.cidr())
                            .say("freeAddresses", subnet.freeAddresses())
                            .say("tags", subnet.tags()));
            text.list(
                    "securityGroups",
                    region.network().groups(),
                    group -> new Facts()
                            .say("groupId", group.id())
                            .say("name", group.name())
                            .say("vpcId", group.vpcId())
                            .say("rules", group.rules().size())
                            .say("tags", group.tags()));
            var texts = new LinkedHashMap<String, String>();
            userData.forEach((base64, named) -> texts.put(named, secrecy.userData(new UserData(base64).text())));
            text.say("userData", texts);
        });
    }

    private Facts instance(Ec2Instance instance) {
        return new Facts()
                .say("instanceId", instance.id())
                .say("state", instance.state().ec2Name())
                .say("stateReason", instance.stateReason().code())
                .say("pool", instance.pool())
                .say("launchedAt", instance.launchedAt())
                .say("changedAt", instance.changedAt())
                .say("booted", instance.isBooted())
                .say("imageId", instance.image().id())
                .say("subnetId", instance.subnet().id())
                .say("privateIp", instance.privateIp())
                .say("publicIp", instance.publicIp())
                .say("securityGroupIds", instance.securityGroupIds())
                .say("spotInstanceRequestId", instance.spot().map(Ec2Instance.SpotTerms::requestId))
                .say("fleetId", instance.spot().map(Ec2Instance.SpotTerms::fleetId))
                .say("rebalanceRecommendedAt", instance.rebalanceRecommendedAt())
                .say(
                        "notice",
                        instance.notice()
                                .map(notice -> new Facts()
                                        .say("action", notice.action().ec2Name())
                                        .say("saidAt", notice.saidAt())
                                        .say("at", notice.at())))
                .say(
                        "volumeIds",
                        instance.attachments().stream()
                                .map(Ec2Instance.Attachment::volumeId)
                                .toList())
                .say("userData", named(instance.spec().userData().base64()))
                .say("tags", instance.tags());
    }

    private String named(String base64) {
        return base64.isEmpty() ? "" : userData.computeIfAbsent(base64, fresh -> "user-data-" + (userData.size() + 1));
    }

    private static Facts request(SpotRequest request) {
        return new Facts()
                .say("spotInstanceRequestId", request.id())
                .say("state", request.state().ec2Name())
                .say("status", request.status().ec2Name())
                .say("createdAt", request.createdAt())
                .say("updatedAt", request.updatedAt())
                .say("instanceId", request.instance().map(Ec2Instance::id))
                .say("fleetId", request.fleetId())
                .say("maxUsdPerHour", request.terms().maxPrice().map(price -> price.toBigDecimal()))
                .say("persistent", request.terms().persistent())
                .say("tags", request.tags());
    }

    private static Facts fleet(Fleet fleet) {
        var config = fleet.config();
        return new Facts()
                .say("fleetId", fleet.id())
                .say("kind", config.kind() == FleetConfig.Kind.SPOT_FLEET ? "spot-fleet" : "ec2-fleet")
                .say("type", config.type().ec2Name())
                .say("state", fleet.state().ec2Name(config.kind()))
                .say(
                        "activity",
                        config.type() == FleetConfig.Type.INSTANT
                                ? ""
                                : fleet.activity().ec2Name())
                .say("createdAt", fleet.createdAt())
                .say("target", config.target().total())
                .say("onDemandTarget", config.target().onDemandShare())
                .say("unit", config.target().unit().name().toLowerCase(Locale.ROOT))
                .say("fulfilled", fleet.fulfilled())
                .say("spotStrategy", config.strategies().spot().name(config.kind()))
                .say(
                        "instanceIds",
                        fleet.members().stream()
                                .map(member -> member.instance().id())
                                .toList())
                .say(
                        "errors",
                        fleet.errors().stream()
                                .map(error -> error.code() + " in "
                                        + error.launchable().zone())
                                .distinct()
                                .toList())
                .say("tags", fleet.tags());
    }

    private Facts template(LaunchTemplate template) {
        return new Facts()
                .say("launchTemplateId", template.id())
                .say("name", template.name())
                .say("createdAt", template.createdAt())
                .say("defaultVersion", template.defaultVersion())
                .say("latestVersion", template.latest())
                .say("versions", template.versions().stream().map(this::version).toList())
                .say("tags", template.tags());
    }

    private Map<String, Object> version(LaunchTemplate.Version version) {
        LaunchParameters parameters = version.parameters();
        return new Facts()
                .say("version", version.number())
                .say("description", version.description())
                .say("createdAt", version.createdAt())
                .say("imageId", parameters.machine().imageId())
                .say("instanceType", parameters.machine().instanceType())
                .say(
                        "userData",
                        named(parameters.machine().userData().map(String::strip).orElse("")))
                .said();
    }

    private static Facts volume(Volume volume) {
        return new Facts()
                .say("volumeId", volume.id())
                .say("zone", volume.zone())
                .say("sizeGib", volume.layout().sizeGib())
                .say("type", volume.layout().type())
                .say("instanceId", volume.instance().map(Ec2Instance::id))
                .say("createdAt", volume.createdAt())
                .say("tags", volume.tags());
    }
}
