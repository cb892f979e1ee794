package dev.ballast.config;

import dev.ballast.config.BallastYaml.Reading;
import dev.ballast.model.Architecture;
import dev.ballast.model.Image;
import dev.ballast.model.Settings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Makes a ballast.yaml from the JSON that {@code aws ec2 request-spot-fleet --spot-fleet-request-config} takes, as it is:
 * what is right is taken over, what is wrong is mended or told, line by line. No secret of the request reaches the result.
 */
public final class SpotFleetImport {
    private static final String ROLE = "IamFleetRole";

    private final SpotFleetRequest request;
    private final Around around;
    private final Findings findings = new Findings();
    private final FleetSpecifications specifications;
    private final FleetComments comments;

    /**
     * What is known beside the file.
     *
     * @param asOf against which the request's dates are held
     * @param region where one was said
     * @param images asks EC2 for an image; empty where no endpoint is at hand, then a small table is asked
     */
    public record Around(
            Instant asOf,
            Optional<String> region,
            TypeCatalogue types,
            Optional<Function<String, Optional<Image>>> images) {}

    private SpotFleetImport(SpotFleetRequest request, String source, Around around) {
        this.request = request;
        this.around = around;
        this.specifications = new FleetSpecifications(request, findings);
        this.comments = new FleetComments(source);
    }

    /** @throws BadInput with everything that makes the request unusable */
    public static Imported read(Path file, Around around) {
        return read(LocatedReader.text(file, LocatedReader.MOST_JSON_BYTES, ""), file.toString(), around);
    }

    /** @throws BadInput with everything that makes the request unusable */
    public static Imported read(String json, String source, Around around) {
        var faults = new Faults();
        var document = LocatedReader.json(json, source, faults);
        faults.refuse();
        var root = unwrapped(document);
        SpotFleetMembers.check(root, faults);
        var request = new SpotFleetRequest(root);
        if (root instanceof Node.Mapping) FleetFaults.tell(request, faults);
        faults.refuse();
        return new SpotFleetImport(request, source, around).make();
    }

    /** The request itself, out of {@code --cli-input-json} or of an answer of describe-spot-fleet-requests. */
    private static Node unwrapped(Node document) {
        if (!(document instanceof Node.Mapping mapping)) return document;
        var inner = mapping.entries().get("SpotFleetRequestConfig");
        if (inner != null) return inner.value();
        var described = mapping.entries().get("SpotFleetRequestConfigs");
        return described != null
                        && described.value() instanceof Node.Listing listing
                        && listing.items().size() == 1
                ? unwrapped(listing.items().getFirst())
                : document;
    }

    private Imported make() {
        var imageId = specifications.commonest("ImageId");
        var known = imageId.flatMap(member -> KnownImages.find(member.text()));
        var image = imageId.flatMap(member -> image(member, known));
        var region = region(known);
        var types = new FleetTypes(request, around.types(), findings);
        types.read();
        types.onlyFor(image.map(Image::architecture));
        if (types.types().isEmpty()) throw BadInput.of(List.of(noType(types)));
        var price = new FleetPrice(request, specifications, findings)
                .bound(types.types(), around.types(), region.orElse("us-east-1"));
        var userData = userData();
        var cluster = cluster(userData);
        var capacity = new Settings.Capacity(
                new FleetTarget(request, around.types(), findings).target(),
                types.types(),
                Defaults.SURVIVE,
                price,
                Defaults.BACKEND,
                new Settings.OnDemand(
                        Defaults.PATIENCE,
                        Defaults.CAP,
                        Defaults.ON_DEMAND_SHARE,
                        Defaults.ON_DEMAND_BASE,
                        Defaults.CAUTION),
                Defaults.LEAST_TYPES,
                new Settings.Risk(Defaults.RISK, new TreeMap<>()));
        var secret = new FleetSecret(cluster, region, userData);
        var instance = new Settings.InstanceTemplate(
                imageId.<Settings.ImageChoice>map(member -> new Settings.ImageChoice.ById(member.text()))
                        .orElseGet(() -> new Settings.ImageChoice.EcsOptimized(Architecture.X86_64)),
                network(types.subnets()),
                text("KeyName"),
                text("IamInstanceProfile.Arn").or(() -> text("IamInstanceProfile.Name")),
                volumes(image),
                specifications
                        .commonest(
                                "TagSpecifications",
                                path -> request.instanceTags(path).toString())
                        .map(request::instanceTags)
                        .orElse(Map.of()),
                ecsConfig(userData),
                secret.auth(),
                parts(userData),
                Optional.empty(),
                request.member(ROLE).map(SpotFleetRequest.Member::text));
        secret.tell(request, findings);
        types(types, image);
        new FleetRemainder(request, specifications, findings, around.asOf()).tell();
        var settings = new Settings(
                cluster,
                region.orElse(""),
                Settings.Mode.KEEP,
                capacity,
                instance,
                new Settings.Interruption(
                        Defaults.MARGIN,
                        Defaults.RERUN_STANDALONE_TASKS,
                        userData.map(data -> "true".equals(data.settings().get("ECS_ENABLE_SPOT_INSTANCE_DRAINING")))
                                .orElse(Defaults.AGENT_DRAINS),
                        Defaults.HOST_WATCH),
                new Settings.Brakes(Defaults.OLDEST_FACT, Defaults.MISSING_SHARE, Defaults.DRAINS_AT_ONCE),
                new Settings.Disruption(Defaults.MINIMUM_AGE, Defaults.COOL_DOWN, Defaults.LEAST_SAVING, List.of()));
        var yaml = comments.write(settings, types, image, secret);
        prove(yaml);
        return new Imported(settings, yaml, findings.list(), secret.command());
    }

    /** What was made must be readable: a request can ask for what a ballast.yaml refuses. */
    private void prove(String yaml) {
        var overrides = Overrides.none().otherwise("region", "us-east-1", "init");
        BallastYaml.open(
                yaml, "ballast.yaml made from " + request.place("").source(), Reading.of(overrides, around.types()));
    }

    private Fault noType(FleetTypes types) {
        var list = request.has(FleetSpecifications.LIST) ? FleetSpecifications.LIST : "LaunchTemplateConfigs";
        return request.place(list)
                .fault(
                        list,
                        types.others().isEmpty()
                                ? "names no instance type, expected Overrides with an InstanceType each"
                                : "names no instance type that can be taken: " + String.join(", ", types.others())
                                        + " are not known here, or not for this image");
    }

    private Optional<Image> image(SpotFleetRequest.Member member, Optional<KnownImages.Known> known) {
        if (around.images().isPresent()) {
            var asked = around.images().get().apply(member.text());
            if (asked.isPresent()) {
                comments.imageSource("asked from EC2");
                return asked;
            }
            findings.look(
                    member.place(),
                    member.path(),
                    "EC2 knows no image " + member.text() + " in this region",
                    known.isPresent()
                            ? "its storage was taken from the table of known images"
                            : "kept; say another image, for example ecs-optimized");
        }
        if (known.isPresent()) {
            comments.imageSource("from the table of known images: "
                    + known.get().image().name() + " of " + known.get().region());
            return known.map(KnownImages.Known::image);
        }
        if (around.images().isEmpty())
            findings.look(
                    member.place(),
                    member.path(),
                    "image " + member.text()
                            + " is not in the table of known images, and no endpoint was given to ask EC2",
                    "its storage is read when an instance is launched");
        return Optional.empty();
    }

    private Optional<String> region(Optional<KnownImages.Known> known) {
        var ofImage = known.map(KnownImages.Known::region);
        if (ofImage.isPresent() && around.region().isPresent() && !ofImage.equals(around.region()))
            findings.look(
                    request.place(FleetSpecifications.LIST + "[0].ImageId"),
                    FleetSpecifications.LIST + "[0].ImageId",
                    "the image is one of " + ofImage.get() + ", but the region "
                            + around.region().get() + " was said",
                    "the region that was said was taken; say an image of it");
        return around.region().or(() -> ofImage);
    }

    private Optional<FleetUserData> userData() {
        var written = specifications.commonest("UserData");
        var data = written.flatMap(FleetFaults::decoded)
                .map(bytes -> FleetUserData.of(new String(bytes, StandardCharsets.UTF_8)));
        if (data.isEmpty()) return data;
        var place = written.get().place();
        var path = written.get().path();
        if (data.get().lostSecret())
            findings.mended(
                    place,
                    path,
                    "has a line with a secret in clear among its commands",
                    "the line was taken out; fetch the secret on the instance");
        if (data.get().overwrote())
            findings.mended(
                    place,
                    path,
                    "has a command that writes /etc/ecs/ecs.config anew, with values that only the instance knows",
                    "kept, and appends now to what Ballast writes");
        if (data.get().isMime())
            findings.look(
                    place,
                    path,
                    "is a MIME message of several parts",
                    "left out; write each part as an element of instance.user-data");
        return data;
    }

    private String cluster(Optional<FleetUserData> userData) {
        var named = userData.map(data -> data.settings().get("ECS_CLUSTER")).filter(name -> !name.isEmpty());
        if (named.isPresent()) return named.get();
        findings.look(
                request.place(FleetSpecifications.LIST + "[0].UserData"),
                FleetSpecifications.LIST + "[0].UserData",
                "names no cluster (ECS_CLUSTER) that could be read",
                "the agent's own default was taken: cluster 'default'");
        return "default";
    }

    private TreeMap<String, String> ecsConfig(Optional<FleetUserData> userData) {
        var config = new TreeMap<String, String>();
        userData.map(FleetUserData::settings).orElse(Map.of()).forEach((key, value) -> {
            switch (key) {
                case "ECS_CLUSTER", "ECS_ENGINE_AUTH_TYPE", "ECS_ENABLE_SPOT_INSTANCE_DRAINING" -> {}
                case "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN" ->
                    lookAtUserData(
                            "gives the agent " + key + " in clear", "left out; the instance profile carries the right");
                default -> {
                    if (AgentKeys.knows(key) && !value.isEmpty()) config.put(key, value);
                    else
                        lookAtUserData(
                                "writes " + key + " into ecs.config, "
                                        + (value.isEmpty()
                                                ? "with no value"
                                                : "which the agent does not know" + AgentKeys.hint(key)),
                                "left out");
                }
            }
        });
        return config;
    }

    private void lookAtUserData(String what, String done) {
        var path = FleetSpecifications.LIST + "[0].UserData";
        findings.look(request.place(path), path, what, done);
    }

    private static List<String> parts(Optional<FleetUserData> userData) {
        return userData.filter(data -> !data.isMime())
                .map(FleetUserData::remainder)
                .filter(part -> !part.isEmpty())
                .map(List::of)
                .orElse(List.of());
    }

    private Settings.Network network(List<String> subnets) {
        var groups = specifications
                .commonest("SecurityGroups", path -> groups(path).toString())
                .map(this::groups)
                .orElse(List.of());
        var publicAddress =
                text("NetworkInterfaces[0].AssociatePublicIpAddress").map(Boolean::valueOf);
        return new Settings.Network(subnets, groups, publicAddress.orElse(Defaults.PUBLIC_ADDRESS));
    }

    private List<String> groups(String path) {
        var ids = new LinkedHashMap<String, Boolean>();
        for (var group : request.elements(path + ".SecurityGroups"))
            request.member(group + ".GroupId").ifPresent(member -> ids.put(member.text(), true));
        for (var group : request.elements(path + ".NetworkInterfaces[0].Groups"))
            request.member(group).ifPresent(member -> ids.put(member.text(), true));
        return List.copyOf(ids.keySet());
    }

    private List<Settings.Volume> volumes(Optional<Image> image) {
        return specifications
                .commonest("BlockDeviceMappings", path -> FleetVolumes.signature(request, path))
                .map(path -> new FleetVolumes(request, image, findings).of(path))
                .orElse(List.of());
    }

    private void types(FleetTypes types, Optional<Image> image) {
        var count = types.types().size();
        var place = request.place(FleetSpecifications.LIST);
        if (count < Defaults.LEAST_TYPES)
            findings.look(
                    place,
                    FleetSpecifications.LIST,
                    "has " + count + (count == 1 ? " type" : " types") + ", fewer than the " + Defaults.LEAST_TYPES
                            + " that make losing much at once unlikely",
                    types.proposals(Defaults.LEAST_TYPES).size()
                            + " more of the same sizes stand in ballast.yaml as a comment");
        var drivers = types.needingDrivers();
        if (image.filter(FleetComments::isFromBeforeNitro).isPresent() && !drivers.isEmpty())
            findings.look(
                    types.first(drivers.getFirst()).place(),
                    types.first(drivers.getFirst()).path(),
                    "wants " + String.join(", ", drivers) + " on image "
                            + image.get().imageId() + " of before 2017, which may lack"
                            + " the ENA and NVMe drivers that EC2 demands for them",
                    "kept; with 'image: ecs-optimized' they boot");
    }

    private Optional<String> text(String member) {
        return specifications.commonest(member).map(SpotFleetRequest.Member::text);
    }
}
