package dev.ballast.config;

import dev.ballast.model.Architecture;
import dev.ballast.model.HostLimit;
import dev.ballast.model.InstanceType;
import dev.ballast.model.Settings;
import dev.ballast.model.Target;
import dev.ballast.model.TimeWindow;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Settings from the values of a document; where a value cannot be read, its fault is told and a placeholder stands in. */
final class SettingsReading {
    private static final String PLACEHOLDER = "placeholder";

    private final Values values;
    private final TypeCatalogue types;

    SettingsReading(Values values, TypeCatalogue types) {
        this.values = values;
        this.types = types;
    }

    Settings read() {
        var cluster = values.required(Keys.CLUSTER, PLACEHOLDER);
        var region = values.optional(Keys.REGION);
        if (region.isEmpty() && !values.isFaulty("region"))
            values.missing("region", Keys.REGION.kind().expected() + "; or say --region, or set AWS_REGION");
        var capacity = capacity();
        return new Settings(
                cluster,
                region.orElse(PLACEHOLDER),
                Settings.Mode.KEEP,
                capacity,
                instance(capacity.instanceTypes()),
                new Settings.Interruption(
                        values.orDefault(Keys.MARGIN),
                        values.orDefault(Keys.RERUN),
                        values.orDefault(Keys.AGENT_DRAINS),
                        values.orDefault(Keys.HOST_WATCH)),
                new Settings.Brakes(
                        values.orDefault(Keys.OLDEST_FACT),
                        values.orDefault(Keys.MISSING_SHARE),
                        values.orDefault(Keys.DRAINS_AT_ONCE)),
                new Settings.Disruption(
                        values.orDefault(KeysDisruption.MINIMUM_AGE),
                        values.orDefault(KeysDisruption.COOL_DOWN),
                        values.orDefault(KeysDisruption.LEAST_SAVING),
                        budgets()));
    }

    private List<Settings.Budget> budgets() {
        var budgets = new ArrayList<Settings.Budget>();
        for (var i = 0; i < values.count("disruption.budgets"); i++) {
            var budget = values.ofElement(i);
            var hosts = budget.required(KeysDisruption.BUDGET_HOSTS, new HostLimit(0, HostLimit.Unit.HOSTS));
            budgets.add(new Settings.Budget(hosts, window(budget)));
        }
        return budgets;
    }

    /** Empty where the budget says nothing of a time. */
    private static Optional<TimeWindow> window(Values budget) {
        var days = budget.optional(KeysDisruption.BUDGET_DAYS);
        var from = budget.optional(KeysDisruption.BUDGET_FROM);
        var to = budget.optional(KeysDisruption.BUDGET_TO);
        if (days.isEmpty() && from.isEmpty() && to.isEmpty()) return Optional.empty();
        return Optional.of(new TimeWindow(
                days.orElse(WindowKinds.EVERY_DAY),
                from.orElse(LocalTime.MIDNIGHT),
                to.orElse(LocalTime.MIDNIGHT),
                budget.optional(KeysDisruption.BUDGET_ZONE).orElse(ZoneId.of("UTC"))));
    }

    private Settings.Capacity capacity() {
        return new Settings.Capacity(
                values.required(Keys.TARGET, Target.instances(0)),
                types(),
                values.orDefault(Keys.SURVIVE),
                values.optional(Keys.MAX_PRICE),
                values.orDefault(Keys.BACKEND),
                new Settings.OnDemand(
                        values.orDefault(Keys.PATIENCE),
                        values.orDefault(Keys.CAP),
                        values.orDefault(Keys.ON_DEMAND_SHARE),
                        values.orDefault(Keys.ON_DEMAND_BASE),
                        values.orDefault(Keys.CAUTION)),
                values.orDefault(Keys.LEAST_TYPES),
                headroom(),
                minimums(),
                new Settings.Risk(values.orDefault(Keys.RISK), new TreeMap<>(values.map(Keys.LOSS_RATES))),
                values.orDefault(Keys.PLACEMENT_SCORES));
    }

    private List<Settings.Headroom> headroom() {
        var headroom = new ArrayList<Settings.Headroom>();
        for (var i = 0; i < values.count("capacity.headroom"); i++) {
            var one = values.ofElement(i);
            headroom.add(new Settings.Headroom(
                    one.required(KeysDemand.HEADROOM_CPU, 0),
                    one.required(KeysDemand.HEADROOM_MEMORY, 0),
                    one.required(KeysDemand.HEADROOM_COUNT, 1)));
        }
        return headroom;
    }

    private List<Settings.Minimum> minimums() {
        var minimums = new ArrayList<Settings.Minimum>();
        for (var i = 0; i < values.count("capacity.minimums"); i++) {
            var one = values.ofElement(i);
            minimums.add(new Settings.Minimum(
                    new TimeWindow(
                            one.orDefault(KeysDemand.MINIMUM_DAYS),
                            one.required(KeysDemand.MINIMUM_FROM, LocalTime.MIDNIGHT),
                            one.required(KeysDemand.MINIMUM_TO, LocalTime.MIDNIGHT),
                            one.required(KeysDemand.MINIMUM_ZONE, ZoneOffset.UTC)),
                    one.required(KeysDemand.MINIMUM_TARGET, Target.instances(0))));
        }
        return minimums;
    }

    private List<String> types() {
        if (values.isMapping("capacity.types")) return new TypeRequirements(values, types).matching();
        var listed = values.list(Keys.TYPES);
        if (listed.isEmpty() && !values.isFaulty("capacity.types"))
            values.missing(
                    "capacity.types",
                    "a list, each " + Keys.TYPES.kind().expected() + ", or requirements such as"
                            + " {vcpus: 2-8, memory: 8-32}");
        return listed;
    }

    private Settings.InstanceTemplate instance(List<String> instanceTypes) {
        return new Settings.InstanceTemplate(
                image(instanceTypes),
                new Settings.Network(
                        values.list(Keys.SUBNETS),
                        values.list(Keys.SECURITY_GROUPS),
                        values.orDefault(Keys.PUBLIC_ADDRESS)),
                values.optional(Keys.KEY),
                values.optional(Keys.PROFILE),
                volumes(),
                values.map(Keys.TAGS),
                new TreeMap<>(values.map(Keys.ECS_CONFIG)),
                registryAuth(),
                values.list(Keys.USER_DATA),
                bootstrap(),
                values.optional(Keys.SPOT_FLEET_ROLE));
    }

    private Settings.ImageChoice image(List<String> instanceTypes) {
        var written = values.optional(Keys.IMAGE);
        if (written.isPresent() && !written.get().equals("ecs-optimized"))
            return new Settings.ImageChoice.ById(written.get());
        if (values.isMapping("instance.image") && !values.has("instance.image.ecs-optimized"))
            values.missing(
                    "instance.image.ecs-optimized",
                    Keys.IMAGE_ECS_OPTIMIZED.kind().expected());
        return new Settings.ImageChoice.EcsOptimized(
                values.optional(Keys.IMAGE_ECS_OPTIMIZED).orElseGet(() -> architecture(instanceTypes)));
    }

    private Architecture architecture(List<String> instanceTypes) {
        return instanceTypes.stream()
                .map(types::find)
                .flatMap(Optional::stream)
                .map(InstanceType::architecture)
                .findFirst()
                .orElse(Architecture.X86_64);
    }

    private List<Settings.Volume> volumes() {
        var volumes = new ArrayList<Settings.Volume>();
        for (var i = 0; i < values.count("instance.volumes"); i++) {
            var volume = values.ofElement(i);
            var use = volume.required(Keys.VOLUME_USE, Settings.VolumeUse.DATA);
            volumes.add(new Settings.Volume(
                    use,
                    volume.optional(Keys.VOLUME_DEVICE),
                    volume.required(Keys.VOLUME_SIZE, 1),
                    volume.orDefault(Keys.VOLUME_TYPE),
                    volume.orDefault(Keys.VOLUME_ENCRYPTED),
                    mount(use, volume.optional(Keys.VOLUME_MOUNT))));
        }
        return volumes;
    }

    private static Optional<String> mount(Settings.VolumeUse use, Optional<String> written) {
        return switch (use) {
            case DOCKER -> written;
            case LOGS -> written.or(() -> Optional.of(Defaults.LOGS_MOUNT));
            case DATA -> written.or(() -> Optional.of(Defaults.DATA_MOUNT));
        };
    }

    private Optional<Settings.RegistryAuth> registryAuth() {
        if (!values.isMapping("instance.registry-auth")) return Optional.empty();
        return Optional.of(new Settings.RegistryAuth(
                values.orDefault(Keys.AUTH_TYPE), values.required(Keys.AUTH_REFERENCE, PLACEHOLDER)));
    }

    private Optional<Settings.Bootstrap> bootstrap() {
        if (!values.isMapping("instance.bootstrap")) return Optional.empty();
        return Optional.of(new Settings.Bootstrap(
                values.required(Keys.BOOTSTRAP_REPOSITORY, PLACEHOLDER),
                values.orDefault(Keys.BOOTSTRAP_REVISION),
                values.orDefault(Keys.BOOTSTRAP_PLAYBOOK),
                new TreeMap<>(values.map(Keys.BOOTSTRAP_VARIABLES))));
    }
}
