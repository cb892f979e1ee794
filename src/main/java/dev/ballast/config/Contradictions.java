package dev.ballast.config;

import dev.ballast.model.Architecture;
import dev.ballast.model.Redaction;
import dev.ballast.model.Settings;
import dev.ballast.model.Settings.VolumeUse;
import dev.ballast.model.Target;
import java.util.LinkedHashMap;
import java.util.Locale;

/** Values that are right one by one and cannot hold together, or that cannot hold at all. */
final class Contradictions {
    private static final int MOST_USER_TAGS = 45;
    /** What EC2's documentation asks for. */
    private static final int LEAST_SCORED_TYPES = 3;

    private final Values values;
    private final Settings settings;
    private final TypeCatalogue types;

    private Contradictions(Values values, Settings settings, TypeCatalogue types) {
        this.values = values;
        this.settings = settings;
        this.types = types;
    }

    static void tell(Values values, Settings settings, TypeCatalogue types) {
        var contradictions = new Contradictions(values, settings, types);
        contradictions.types();
        contradictions.twice(Keys.SUBNETS);
        contradictions.twice(Keys.SECURITY_GROUPS);
        contradictions.capacity();
        contradictions.minimums();
        contradictions.volumes();
        contradictions.tags();
        contradictions.agent();
        contradictions.secrets();
        contradictions.budgets();
    }

    private void types() {
        twice(Keys.TYPES);
        if (values.isMapping("capacity.types")) return;
        var names = types.all().stream().map(type -> type.name()).toList();
        Architecture first = null;
        var firstName = "";
        for (var element : values.elements(Keys.TYPES)) {
            var type = types.find(element.value());
            if (type.isEmpty()) {
                if (!names.isEmpty())
                    values.fault(
                            element.path(),
                            "unknown instance type '" + element.value() + "'" + Nearest.hint(element.value(), names));
                continue;
            }
            if (first == null) {
                first = type.get().architecture();
                firstName = element.value();
            } else if (type.get().architecture() != first)
                values.faultOnce(
                        element.path(),
                        element.value() + " is " + type.get().architecture().ec2Name() + " but " + firstName + " is "
                                + first.ec2Name() + ": one image cannot boot on both");
        }
        var image = settings.instance().image();
        if (first != null
                && image instanceof Settings.ImageChoice.EcsOptimized(Architecture architecture)
                && architecture != first)
            values.faultOnce(
                    "instance.image",
                    "is for " + architecture.ec2Name() + " but the type " + firstName + " is " + first.ec2Name());
    }

    private void capacity() {
        var capacity = settings.capacity();
        if (capacity.backend() == Settings.Backend.SPOT_FLEET
                && settings.instance().spotFleetRole().isEmpty()
                && !values.isFaulty("instance.spot-fleet-role"))
            values.faultOnce(
                    "capacity.backend",
                    "spot-fleet needs instance.spot-fleet-role, the ARN of the role by which Spot Fleet starts instances");
        var zones = settings.instance().network().subnets().size();
        if (capacity.survive() == Settings.Survive.ZONE && zones == 1)
            values.faultOnce(
                    "capacity.survive", "the loss of a zone cannot be survived with one subnet in instance.subnets");
        if (capacity.survive() == Settings.Survive.POOL
                && zones == 1
                && capacity.instanceTypes().size() == 1)
            values.faultOnce(
                    "capacity.survive",
                    "the loss of a pool cannot be survived with one type in one subnet: that is one pool");
        var base = capacity.onDemand().base();
        if (!values.isFaulty("capacity.target")
                && capacity.target().unit() == Target.Unit.INSTANCES
                && base > capacity.target().amount())
            values.faultOnce(
                    "capacity.on-demand.base",
                    base + " are more than the " + capacity.target().amount()
                            + " instances of capacity.target, which they are part of");
        lossRates();
        placementScores();
    }

    private void placementScores() {
        var types = settings.capacity().instanceTypes().size();
        if (settings.capacity().placementScores() == Settings.Scores.ON && types > 0 && types < LEAST_SCORED_TYPES)
            values.faultOnce(
                    "capacity.placement-scores",
                    "EC2 scores fewer than three types low, whatever there is of them: name at least three under capacity.types,"
                            + " found " + types + ", or leave this off");
    }

    private void lossRates() {
        var wanted = settings.capacity().instanceTypes();
        if (wanted.isEmpty()) return;
        for (var name : settings.capacity().risk().lossRates().keySet())
            if (!wanted.contains(name))
                values.faultOnce(
                        "capacity.loss-rates." + name,
                        "is none of the types under capacity.types" + Nearest.hint(name, wanted));
    }

    private void minimums() {
        var unit = settings.capacity().target().unit();
        for (var i = 0; i < settings.capacity().minimums().size(); i++) {
            var target = settings.capacity().minimums().get(i).target();
            if (target.unit() != unit && !values.isFaulty("capacity.target"))
                values.faultOnce(
                        "capacity.minimums[" + i + "].target",
                        target + " is in another unit than capacity.target, "
                                + settings.capacity().target() + ": say both in the same");
        }
    }

    private void volumes() {
        var byDevice = new LinkedHashMap<String, Integer>();
        var byMount = new LinkedHashMap<String, Integer>();
        var docker = -1;
        for (var i = 0; i < settings.instance().volumes().size(); i++) {
            var volume = settings.instance().volumes().get(i);
            var path = "instance.volumes[" + i + "]";
            if (volume.use() == VolumeUse.DOCKER) {
                if (docker >= 0)
                    values.faultOnce(
                            path + ".use", "Docker's data fit on one volume, and element " + docker + " is it");
                docker = docker < 0 ? i : docker;
                if (volume.mount().isPresent())
                    values.faultOnce(path + ".mount", "the image itself mounts Docker's volume, leave this out");
            }
            if ((volume.type().equals("st1") || volume.type().equals("sc1")) && volume.sizeGib() < 125)
                values.faultOnce(path + ".size", volume.type() + " volumes have at least 125 GiB");
            var position = i;
            volume.device()
                    .map(device -> byDevice.putIfAbsent(sameDevice(device), position))
                    .ifPresent(other -> values.faultOnce(
                            path + ".device", "is the device of element " + other + " (sdf and xvdf are one device)"));
            volume.mount()
                    .map(mount -> byMount.putIfAbsent(mount, position))
                    .ifPresent(other -> values.faultOnce(
                            path + ".mount",
                            "would be mounted at " + volume.mount().get() + " as element " + other
                                    + " is; give it a mount of its own"));
        }
    }

    /** EC2 takes /dev/sdf and /dev/xvdf for one device. */
    private static String sameDevice(String device) {
        return device.replaceFirst("^/dev/sd", "/dev/xvd").toLowerCase(Locale.ROOT);
    }

    private void tags() {
        var tags = settings.instance().tags();
        if (tags.size() > MOST_USER_TAGS)
            values.faultOnce(
                    "instance.tags",
                    "EC2 takes 50 tags, some of which are Ballast's: at most " + MOST_USER_TAGS + ", found "
                            + tags.size());
        for (var key : tags.keySet()) {
            var lower = key.toLowerCase(Locale.ROOT);
            if (lower.startsWith("aws:") || lower.startsWith("ballast:"))
                values.faultOnce("instance.tags." + key, "tags that begin with aws: or ballast: are not yours to set");
            else if (key.isEmpty() || key.length() > 128 || !key.chars().noneMatch(Character::isISOControl))
                values.faultOnce(
                        "instance.tags." + key,
                        "a tag's key has 1 to 128 characters, none of them a control character");
        }
    }

    private void agent() {
        var config = settings.instance().ecsConfig();
        config.forEach((key, value) -> {
            var path = "instance.ecs-config." + key;
            switch (key) {
                case "ECS_CLUSTER" ->
                    values.faultOnce(path, "the cluster is said once, under 'cluster'; leave this out");
                case "ECS_ENGINE_AUTH_DATA", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_ACCESS_KEY_ID" ->
                    values.faultOnce(
                            path,
                            "a secret in clear; keep it in Secrets Manager and name it under instance.registry-auth.reference,"
                                    + " or let the instance profile carry the right");
                case "ECS_ENGINE_AUTH_TYPE" ->
                    values.faultOnce(path, "is written by Ballast: say instance.registry-auth.type");
                case "ECS_ENABLE_SPOT_INSTANCE_DRAINING" ->
                    values.faultOnce(path, "is written by Ballast: say interruption.agent-drains");
                default -> {
                    if (!AgentKeys.knows(key))
                        values.faultOnce(path, "no setting of the ECS agent" + AgentKeys.hint(key));
                }
            }
        });
    }

    private void secrets() {
        for (var part : values.elements(Keys.USER_DATA))
            Redaction.in(part.value())
                    .ifPresent(kind -> values.faultOnce(
                            part.path(),
                            kind
                                    + " in clear: everybody who may describe the instance reads user data; keep it in Secrets"
                                    + " Manager and fetch it on the instance"));
        values.map(Keys.BOOTSTRAP_VARIABLES)
                .forEach((name, value) -> Redaction.in(value)
                        .ifPresent(kind -> values.faultOnce(
                                "instance.bootstrap.variables." + name,
                                kind + " in clear; let the playbook fetch it")));
        values.optional(Keys.BOOTSTRAP_REPOSITORY)
                .flatMap(Redaction::in)
                .ifPresent(kind ->
                        values.faultOnce("instance.bootstrap.repository", kind + "; use a deploy key or a role"));
    }

    private void twice(SettingKey<String> key) {
        var seen = new LinkedHashMap<String, String>();
        for (var element : values.elements(key)) {
            var earlier = seen.putIfAbsent(element.value(), element.path());
            if (earlier != null)
                values.faultOnce(
                        element.path(),
                        "'" + element.value() + "' is listed twice, first on line "
                                + values.place(earlier).line());
        }
    }

    private void budgets() {
        for (var i = 0; i < values.count("disruption.budgets"); i++) {
            var path = "disruption.budgets[" + i + "]";
            var isTimed = values.has(path + ".days") || values.has(path + ".from") || values.has(path + ".to");
            if (values.has(path + ".time-zone") && !isTimed)
                values.faultOnce(
                        path + ".time-zone", "means nothing without days, from or to: this budget holds always");
        }
    }
}
