package dev.ballast.config;

import dev.ballast.model.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/** Settings as a ballast.yaml that says every key which has a value; reading it again gives equal settings. */
final class SettingsText {
    private final BinaryOperator<String> shown;
    private final Function<String, List<String>> above;
    private final Function<String, List<String>> below;
    private final StringBuilder text = new StringBuilder();

    /** @param shown from a key's name and its value to what may be seen of it */
    SettingsText(BinaryOperator<String> shown) {
        this(shown, path -> List.of(), path -> List.of());
    }

    private SettingsText(
            BinaryOperator<String> shown, Function<String, List<String>> above, Function<String, List<String>> below) {
        this.shown = shown;
        this.above = above;
        this.below = below;
    }

    /**
     * Everything in clear, with comments.
     *
     * @param above from a key's path to the comment lines above it
     * @param below from a key's path to the comment lines below its value
     */
    static SettingsText commented(Function<String, List<String>> above, Function<String, List<String>> below) {
        return new SettingsText((key, value) -> value, above, below);
    }

    String write(Settings settings) {
        comments(above.apply(""), 0);
        if (!text.isEmpty()) text.append('\n');
        one(Keys.CLUSTER, settings.cluster());
        if (!settings.region().isEmpty()) one(Keys.REGION, settings.region());
        capacity(settings.capacity());
        instance(settings.instance());
        section("interruption");
        one(Keys.MARGIN, settings.interruption().margin());
        one(Keys.RERUN, settings.interruption().rerunStandaloneTasks());
        one(Keys.AGENT_DRAINS, settings.interruption().agentDrains());
        one(Keys.HOST_WATCH, settings.interruption().hostWatch());
        section("brakes");
        one(Keys.OLDEST_FACT, settings.brakes().oldestFact());
        one(Keys.MISSING_SHARE, settings.brakes().missingShare());
        one(Keys.DRAINS_AT_ONCE, settings.brakes().drainsAtOnce());
        disruption(settings.disruption());
        return text.toString();
    }

    private void capacity(Settings.Capacity capacity) {
        section("capacity");
        one(Keys.TARGET, capacity.target());
        list(Keys.TYPES, capacity.instanceTypes());
        one(Keys.SURVIVE, capacity.survive());
        one(Keys.RISK, capacity.risk().shortShare());
        map(Keys.LOSS_RATES, capacity.risk().lossRates());
        one(Keys.PLACEMENT_SCORES, capacity.placementScores());
        capacity.maxPrice().ifPresent(price -> one(Keys.MAX_PRICE, price));
        one(Keys.BACKEND, capacity.backend());
        section("capacity.on-demand");
        one(Keys.PATIENCE, capacity.onDemand().patience());
        one(Keys.CAP, capacity.onDemand().cap());
        one(Keys.ON_DEMAND_SHARE, capacity.onDemand().share());
        one(Keys.ON_DEMAND_BASE, capacity.onDemand().base());
        one(Keys.CAUTION, capacity.onDemand().caution());
        one(Keys.LEAST_TYPES, capacity.leastTypes());
        headroom(capacity.headroom());
        minimums(capacity.minimums());
    }

    private void headroom(List<Settings.Headroom> headroom) {
        if (headroom.isEmpty()) return;
        section("capacity.headroom");
        for (var one : headroom) {
            var start = text.length();
            one(KeysDemand.HEADROOM_CPU, one.cpuUnits());
            one(KeysDemand.HEADROOM_MEMORY, one.memoryMib());
            one(KeysDemand.HEADROOM_COUNT, one.count());
            dash(KeysDemand.HEADROOM_CPU, start);
        }
    }

    private void minimums(List<Settings.Minimum> minimums) {
        if (minimums.isEmpty()) return;
        section("capacity.minimums");
        for (var minimum : minimums) {
            var start = text.length();
            one(KeysDemand.MINIMUM_DAYS, minimum.window().days());
            one(KeysDemand.MINIMUM_FROM, minimum.window().from());
            one(KeysDemand.MINIMUM_TO, minimum.window().to());
            one(KeysDemand.MINIMUM_ZONE, minimum.window().zone());
            one(KeysDemand.MINIMUM_TARGET, minimum.target());
            dash(KeysDemand.MINIMUM_DAYS, start);
        }
    }

    /** Before the first key of an element that was written from {@code start} on. */
    private void dash(SettingKey<?> first, int start) {
        text.setCharAt(text.indexOf(first.name(), start) - 2, '-');
    }

    private void instance(Settings.InstanceTemplate instance) {
        section("instance");
        switch (instance.image()) {
            case Settings.ImageChoice.ById(String imageId) -> one(Keys.IMAGE, imageId);
            case Settings.ImageChoice.EcsOptimized(var architecture) -> {
                section("instance.image");
                one(Keys.IMAGE_ECS_OPTIMIZED, architecture);
            }
        }
        optional(Keys.KEY, instance.keyName());
        optional(Keys.PROFILE, instance.instanceProfile());
        list(Keys.SUBNETS, instance.network().subnets());
        list(Keys.SECURITY_GROUPS, instance.network().securityGroups());
        one(Keys.PUBLIC_ADDRESS, instance.network().publicAddress());
        volumes(instance.volumes());
        map(Keys.TAGS, instance.tags());
        map(Keys.ECS_CONFIG, instance.ecsConfig());
        instance.registryAuth().ifPresent(auth -> {
            section("instance.registry-auth");
            one(Keys.AUTH_TYPE, auth.type());
            one(Keys.AUTH_REFERENCE, auth.reference());
        });
        userData(instance.userData());
        instance.bootstrap().ifPresent(bootstrap -> {
            section("instance.bootstrap");
            one(Keys.BOOTSTRAP_REPOSITORY, bootstrap.repository());
            one(Keys.BOOTSTRAP_REVISION, bootstrap.revision());
            one(Keys.BOOTSTRAP_PLAYBOOK, bootstrap.playbook());
            map(Keys.BOOTSTRAP_VARIABLES, bootstrap.variables());
        });
        optional(Keys.SPOT_FLEET_ROLE, instance.spotFleetRole());
    }

    private void volumes(List<Settings.Volume> volumes) {
        if (volumes.isEmpty()) return;
        section("instance.volumes");
        for (var volume : volumes) {
            var start = text.length();
            one(Keys.VOLUME_USE, volume.use());
            one(Keys.VOLUME_SIZE, volume.sizeGib());
            one(Keys.VOLUME_TYPE, volume.type());
            one(Keys.VOLUME_ENCRYPTED, volume.encrypted());
            optional(Keys.VOLUME_DEVICE, volume.device());
            optional(Keys.VOLUME_MOUNT, volume.mount());
            dash(Keys.VOLUME_USE, start);
        }
        comments(below.apply("instance.volumes"), 2);
    }

    private void userData(List<String> parts) {
        if (parts.isEmpty()) return;
        explained(Keys.USER_DATA.path(), 2);
        text.append("  user-data:\n");
        for (var part : parts)
            text.append("    - ")
                    .append(YamlText.block(shown.apply("user-data", part), 6))
                    .append('\n');
        comments(below.apply(Keys.USER_DATA.path()), 2);
    }

    private void disruption(Settings.Disruption disruption) {
        section("disruption");
        one(KeysDisruption.MINIMUM_AGE, disruption.minimumAge());
        one(KeysDisruption.COOL_DOWN, disruption.coolDown());
        one(KeysDisruption.LEAST_SAVING, disruption.leastSaving());
        if (disruption.budgets().isEmpty()) return;
        section("disruption.budgets");
        for (var budget : disruption.budgets()) {
            var start = text.length();
            one(KeysDisruption.BUDGET_HOSTS, budget.hosts());
            budget.window().ifPresent(window -> {
                one(KeysDisruption.BUDGET_DAYS, window.days());
                one(KeysDisruption.BUDGET_FROM, window.from());
                one(KeysDisruption.BUDGET_TO, window.to());
                one(KeysDisruption.BUDGET_ZONE, window.zone());
            });
            dash(KeysDisruption.BUDGET_HOSTS, start);
        }
    }

    private void section(String path) {
        var indent = indent(path);
        if (indent == 0) text.append('\n');
        explained(path, indent);
        text.append(" ".repeat(indent)).append(name(path)).append(":\n");
    }

    private <T> void optional(SettingKey<T> key, Optional<T> value) {
        value.ifPresent(present -> one(key, present));
    }

    private <T> void one(SettingKey<T> key, T value) {
        var indent = indent(key.path());
        explained(key.path(), indent);
        var printed = shown.apply(key.name(), key.kind().print().apply(value));
        var isBare = key.kind().shape().isBare() || value instanceof Duration;
        text.append(" ".repeat(indent))
                .append(key.name())
                .append(": ")
                .append(isBare ? printed : YamlText.inline(printed))
                .append('\n');
        comments(below.apply(key.path()), indent);
    }

    private void list(SettingKey<String> key, List<String> values) {
        if (values.isEmpty()) return;
        var indent = indent(key.path());
        explained(key.path(), indent);
        text.append(" ".repeat(indent)).append(key.name()).append(":\n");
        for (var value : values)
            text.append(" ".repeat(indent + 2))
                    .append("- ")
                    .append(YamlText.inline(value))
                    .append('\n');
        comments(below.apply(key.path()), indent + 2);
    }

    private <T> void map(SettingKey<T> key, Map<String, T> values) {
        if (values.isEmpty()) return;
        var path = key.path().substring(0, key.path().length() - ".*".length());
        section(path);
        values.forEach((name, value) -> text.append(" ".repeat(indent(path) + 2))
                .append(YamlText.inline(name))
                .append(": ")
                .append(YamlText.inline(shown.apply(name, key.kind().print().apply(value))))
                .append('\n'));
        comments(below.apply(path), indent(path) + 2);
    }

    /** The comment above a key, apart from the key before it. */
    private void explained(String path, int indent) {
        var lines = above.apply(path);
        var isFirst = text.isEmpty() || text.charAt(text.length() - 2) == ':' || text.charAt(text.length() - 2) == '\n';
        if (!lines.isEmpty() && indent > 0 && !isFirst) text.append('\n');
        comments(lines, indent);
    }

    private void comments(List<String> lines, int indent) {
        for (var line : lines)
            text.append(line.isEmpty() ? "#" : " ".repeat(indent) + "# " + line).append('\n');
    }

    /** An element of a list stands two columns deeper than its list. */
    private static int indent(String path) {
        var depth = (int) path.chars().filter(c -> c == '.').count() + (path.contains("[]") ? 1 : 0);
        return 2 * depth;
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }
}
