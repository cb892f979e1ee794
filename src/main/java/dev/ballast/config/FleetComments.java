package dev.ballast.config;

import dev.ballast.model.Image;
import dev.ballast.model.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The ballast.yaml that init writes: what each part is for, where it came from, and what one may want to change. */
final class FleetComments {
    private static final int WIDTH = 92;
    private static final Pattern OLD_IMAGE = Pattern.compile(".*\\b201[0-6]\\..*");

    private final String source;
    private final Map<String, List<String>> above = new LinkedHashMap<>();
    private final Map<String, List<String>> below = new LinkedHashMap<>();
    private String imageSource = "";

    FleetComments(String source) {
        this.source = source.substring(source.replace('\\', '/').lastIndexOf('/') + 1);
    }

    /** How the image's storage was learned. */
    void imageSource(String words) {
        imageSource = words;
    }

    /** Amazon Linux images carry their year and month; those of before 2017 lack drivers for Nitro types. */
    static boolean isFromBeforeNitro(Image image) {
        return OLD_IMAGE.matcher(image.name()).matches();
    }

    String write(Settings settings, FleetTypes types, Optional<Image> image, FleetSecret secret) {
        above(
                "",
                "Made by 'ballast init' from " + source + ". What each key means, its unit, default and range:"
                        + " docs/ballast-yaml.md. 'ballast plan' shows what it would do and cost; nothing is bought before 'ballast up'.");
        above("cluster", "The ECS cluster, from ECS_CLUSTER in the user data.");
        if (settings.region().isEmpty())
            below("cluster", "region: eu-west-1    # nothing said which; until then --region or AWS_REGION says it");
        above("capacity", "What to buy.");
        above("capacity.target", "TargetCapacity: at least so much is kept, and whatever the tasks need beyond it.");
        types(settings, types);
        above("capacity.survive", "The loss after which every task must still fit: auto, pool, zone or none.");
        above("capacity.risk", "With auto: the share of time in which lost pools may leave tasks without a place.");
        above(
                "capacity.max-price",
                "SpotPrice: the most that an instance may cost an hour. Without it AWS's own bound holds,"
                        + " the on-demand price; one pays the market price either way.");
        above(
                "capacity.backend",
                "ec2-fleet, or spot-fleet to let AWS hold the target with one maintained Spot Fleet.");
        above(
                "capacity.on-demand",
                "While spot is not to be had: wait so long, then spend at most so much. And what is on demand always.");
        above("capacity.least-types", "Fewer types than this are reported.");
        above("instance", "How an instance is made.");
        image(settings, image);
        above("instance.key", "Who may log in, and what the instance may do.");
        above("instance.subnets", "Where it starts: one subnet for each Availability Zone.");
        above(
                "instance.public-address",
                "Without a public address the subnets need a NAT gateway or endpoints to reach ECS.");
        volumes(settings, image);
        above("instance.tags", "Tags on instances and volumes, beside Ballast's own.");
        above("instance.ecs-config", "The agent's settings, from the user data; ECS_CLUSTER is written by Ballast.");
        secret(secret);
        above(
                "instance.user-data",
                "What was left of the user data. It runs once, at first boot, before the agent starts.");
        above("instance.spot-fleet-role", "IamFleetRole; only the backend spot-fleet needs it.");
        above("interruption", "The two minutes between AWS's notice and the end of an instance.");
        above("brakes", "When to stop and look instead of act.");
        return SettingsText.commented(
                        path -> above.getOrDefault(path, List.of()), path -> below.getOrDefault(path, List.of()))
                .write(settings);
    }

    private void types(Settings settings, FleetTypes types) {
        var subnets = settings.instance().network().subnets().size();
        above(
                "capacity.types",
                "Each type in each subnet is a market of its own"
                        + (subnets > 0 ? " (" + types.types().size() + " x " + subnets + ")" : "")
                        + ". What is lost together is one market, so many types are what makes spot safe.");
        var lines = new ArrayList<String>();
        if (!types.others().isEmpty()) {
            lines.add("Not taken, see what init reported:");
            types.others().forEach(type -> lines.add("- " + type));
        }
        if (types.types().size() < Defaults.LEAST_TYPES) {
            lines.addAll(wrapped("Fewer than " + Defaults.LEAST_TYPES
                    + ". These have the same sizes and processors; take the # away from those that suit you:"));
            types.proposals(Defaults.LEAST_TYPES).forEach(type -> lines.add("- " + type));
        }
        below.put("capacity.types", lines);
    }

    private void image(Settings settings, Optional<Image> image) {
        var words = new StringBuilder();
        image.ifPresent(known -> {
            words.append("Storage of this image, ").append(imageSource).append(": ");
            words.append(String.join(
                    ", ",
                    known.blockDevices().stream()
                            .map(device -> device.sizeGib() + " GiB at " + device.device()
                                    + (device.device().equals(known.dockerDevice()) ? " for Docker" : ""))
                            .toList()));
            words.append(". ");
        });
        if (settings.instance().image() instanceof Settings.ImageChoice.ById)
            words.append("'image: ecs-optimized' is the newest ECS image, and follows AWS's releases.");
        else words.append("The request names no image; this is the newest ECS image.");
        above("instance.image", words.toString());
    }

    private void volumes(Settings settings, Optional<Image> image) {
        var hasGp2 = settings.instance().volumes().stream()
                .anyMatch(volume -> volume.type().equals("gp2"));
        above(
                "instance.volumes",
                "Volumes by what they are for. The device of Docker's is read from the image"
                        + image.map(known -> " (here " + known.dockerDevice() + ")")
                                .orElse("") + "."
                        + (hasGp2 ? " gp3 is cheaper than gp2, and its speed does not depend on its size." : ""));
    }

    private void secret(FleetSecret secret) {
        var lines = new ArrayList<>(
                wrapped("The request had the registry's password in clear. Now the instance reads it at boot,"
                        + " with its own role (secretsmanager:GetSecretValue). Make the secret once, with the real password for the"
                        + " placeholder, and change that password, which many could read:"));
        secret.command().lines().forEach(lines::add);
        above.put("instance.registry-auth", lines);
    }

    private void above(String path, String words) {
        above.computeIfAbsent(path, unused -> new ArrayList<>()).addAll(wrapped(words));
    }

    private void below(String path, String line) {
        below.computeIfAbsent(path, unused -> new ArrayList<>()).add(line);
    }

    private static List<String> wrapped(String words) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (var word : words.split(" ")) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > WIDTH) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
