package dev.ballast.template;

import dev.ballast.model.Flaw;
import dev.ballast.model.Image;
import dev.ballast.model.InstanceCatalogue;
import dev.ballast.model.LaunchTemplateSpec;
import dev.ballast.model.OwnerTags;
import dev.ballast.model.Settings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Composes launch templates, and says beforehand why one cannot be composed. */
public final class Template {
    /** EC2's limit for a launch template's name is 128, of which the prefix and the hash take 21. */
    private static final int LONGEST_CLUSTER_IN_NAME = 100;
    /** EC2's limit for a tag's value is 256. */
    private static final int LONGEST_CLUSTER_IN_TAG = 230;

    private static final Pattern AGENT_KEY = Pattern.compile("[A-Z][A-Z0-9_]{0,99}");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final Pattern FOLDER = Pattern.compile("(/[A-Za-z0-9_-][A-Za-z0-9._-]*)+");
    private static final Pattern OVERWRITES_CONFIG =
            Pattern.compile("(?<!>)>\\s*[\"']?/etc/ecs/ecs\\.config|tee\\s+[\"']?/etc/ecs/ecs\\.config");

    private Template() {}

    /**
     * A launch template, or why there is none.
     *
     * @param template empty where there are flaws
     */
    public record Composed(List<Flaw> flaws, Optional<LaunchTemplateSpec> template) {}

    /**
     * The launch template for these settings on this image.
     *
     * @throws IllegalArgumentException where {@link #flaws(Settings, Image)} finds something
     */
    public static LaunchTemplateSpec compose(Settings settings, Image image) {
        var composed = tryToCompose(settings, image);
        return composed.template()
                .orElseThrow(() -> new IllegalArgumentException(composed.flaws().toString()));
    }

    /** Both at once, for whoever decides many times a minute. */
    public static Composed tryToCompose(Settings settings, Image image) {
        var storage = Storage.of(settings.instance().volumes(), image);
        var userData = UserDataText.of(settings, storage.mounts());
        var flaws = flaws(settings, image, storage, userData);
        return flaws.isEmpty()
                ? new Composed(flaws, Optional.of(compose(settings, image, storage, userData)))
                : new Composed(flaws, Optional.empty());
    }

    private static LaunchTemplateSpec compose(Settings settings, Image image, Storage storage, String userData) {
        var plain = new LaunchTemplateSpec(
                "",
                image.imageId(),
                settings.instance().keyName(),
                settings.instance().instanceProfile(),
                settings.instance().network().securityGroups(),
                settings.instance().network().publicAddress(),
                storage.mappings(),
                userData,
                settings.instance().tags());
        var hash = TemplateHash.of(settings.cluster(), plain);
        return new LaunchTemplateSpec(
                "ballast-" + shortened(settings.cluster(), LONGEST_CLUSTER_IN_NAME) + "-" + hash,
                plain.imageId(),
                plain.keyName(),
                plain.instanceProfile(),
                plain.securityGroups(),
                plain.publicAddress(),
                plain.volumes(),
                plain.userData(),
                tags(settings, hash));
    }

    /** What is wrong whatever the image: known as soon as ballast.yaml is read. */
    public static List<Flaw> flaws(Settings settings) {
        var flaws = new ArrayList<Flaw>();
        lines(settings, flaws);
        userData(settings, UserDataText.of(settings, Collections.emptyMap()), flaws);
        return flaws;
    }

    /** Everything that is wrong, with the image's storage and processors known. */
    public static List<Flaw> flaws(Settings settings, Image image) {
        return tryToCompose(settings, image).flaws();
    }

    private static List<Flaw> flaws(Settings settings, Image image, Storage storage, String userData) {
        var flaws = new ArrayList<Flaw>();
        lines(settings, flaws);
        flaws.addAll(storage.flaws());
        userData(settings, userData, flaws);
        for (var name : settings.capacity().instanceTypes())
            InstanceCatalogue.find(name)
                    .map(entry -> entry.type().architecture())
                    .filter(architecture -> architecture != image.architecture())
                    .ifPresent(architecture -> flaws.add(new Flaw(
                            "instance.image",
                            "image " + image.imageId() + " is for "
                                    + image.architecture().ec2Name() + " but the type " + name + " is "
                                    + architecture.ec2Name())));
        return flaws;
    }

    /** Where a line end would begin a line of somebody's choice. */
    private static void lines(Settings settings, List<Flaw> flaws) {
        if (CONTROL.matcher(settings.cluster()).find())
            flaws.add(new Flaw("cluster", "must not have a line end in it"));
        settings.instance().ecsConfig().forEach((key, value) -> {
            var path = "instance.ecs-config." + key;
            if (!AGENT_KEY.matcher(key).matches())
                flaws.add(new Flaw(path, "expected a name like ECS_RESERVED_MEMORY"));
            if (CONTROL.matcher(value).find()) flaws.add(new Flaw(path, "must be one line"));
            if (key.equals("ECS_INSTANCE_ATTRIBUTES") && !UserDataScript.isJsonMapping(value))
                flaws.add(new Flaw(path, "expected JSON such as {\"stack\":\"live\"}"));
        });
        for (var i = 0; i < settings.instance().volumes().size(); i++) {
            var path = "instance.volumes[" + i + "].mount";
            settings.instance()
                    .volumes()
                    .get(i)
                    .mount()
                    .filter(mount -> !FOLDER.matcher(mount).matches())
                    .ifPresent(mount ->
                            flaws.add(new Flaw(path, "expected an absolute path of letters, digits, . _ - and /")));
        }
    }

    /** @param whole with what Ballast adds */
    private static void userData(Settings settings, String whole, List<Flaw> flaws) {
        var parts = settings.instance().userData();
        for (var i = 0; i < parts.size(); i++) {
            var path = "instance.user-data[" + i + "]";
            if (parts.get(i).indexOf('\0') >= 0) flaws.add(new Flaw(path, "must not have a NUL character in it"));
            if (OVERWRITES_CONFIG.matcher(parts.get(i)).find())
                flaws.add(new Flaw(
                        path,
                        "overwrites /etc/ecs/ecs.config, which Ballast writes; say its settings under instance.ecs-config, or"
                                + " append with >>"));
        }
        var bytes = whole.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > UserDataText.MOST_BYTES)
            flaws.add(new Flaw(
                    "instance.user-data",
                    "user data come to " + bytes + " bytes with what Ballast adds, and EC2 takes "
                            + UserDataText.MOST_BYTES
                            + " (16 KB, counted before base64); move the larger part into a bootstrap repository"));
    }

    private static Map<String, String> tags(Settings settings, String hash) {
        var tags = new LinkedHashMap<String, String>();
        tags.put("Name", shortened(settings.cluster(), LONGEST_CLUSTER_IN_TAG) + "-ECS-" + hash);
        tags.putAll(settings.instance().tags());
        tags.put(OwnerTags.CLUSTER, settings.cluster());
        tags.put(OwnerTags.TEMPLATE, hash);
        return tags;
    }

    private static String shortened(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }

    /** Attributes that every host tells of itself because ballast.yaml has its agent say so (ECS_INSTANCE_ATTRIBUTES). */
    public static Map<String, String> instanceAttributes(Settings settings) {
        return UserDataScript.ownAttributes(
                settings.instance().ecsConfig().getOrDefault(UserDataScript.ATTRIBUTES, "{}"));
    }
}
