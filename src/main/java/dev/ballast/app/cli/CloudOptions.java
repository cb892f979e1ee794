package dev.ballast.app.cli;

import dev.ballast.app.session.AwsPorts;
import dev.ballast.app.session.ExitStatus;
import dev.ballast.app.session.JournalFolder;
import dev.ballast.app.session.Refusal;
import dev.ballast.app.session.Session;
import dev.ballast.app.session.SettingsFile;
import dev.ballast.aws.AwsPlace;
import dev.ballast.config.Overrides;
import dev.ballast.model.Settings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which cluster, where: the same options on every command. */
final class CloudOptions {
    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            defaultValue = "ballast.yaml",
            description = "settings (default: ${DEFAULT-VALUE}; commands that only read do without)")
    Path file;

    @Option(names = "--cluster", paramLabel = "NAME", description = "ECS cluster, instead of the file's")
    String cluster;

    @Option(names = "--region", paramLabel = "REGION", description = "AWS region, instead of the file's")
    String region;

    @Option(names = "--profile", paramLabel = "NAME", description = "profile of the AWS credentials")
    String profile;

    @Option(
            names = "--endpoint-url",
            paramLabel = "URL",
            description = "another endpoint for every AWS service, such as a local cloud's (or AWS_ENDPOINT_URL)")
    String endpointUrl;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "a setting, instead of the file's; repeatable, for example --set capacity.target=20")
    List<String> set = new ArrayList<>();

    @Option(
            names = "--journal",
            paramLabel = "FOLDER",
            defaultValue = ".ballast",
            description = "where decisions are recorded (default: ${DEFAULT-VALUE})")
    Path journalFolder;

    /** The role that the Fault Injection Service assumes, where a command asks for it. */
    Optional<String> fisRole = Optional.empty();

    /**
     * Reads the settings, finds the cluster and opens the door to its cloud.
     *
     * @throws dev.ballast.config.BadInput with every fault of the file
     * @throws Refusal where no cluster is named
     * @throws dev.ballast.observe.CloudUnreachable where the cloud gives no usable answer
     */
    Session open() {
        var endpoint = endpoint();
        var settings = Files.exists(file) || !set.isEmpty()
                ? Optional.of(SettingsFile.read(file, overrides()))
                : Optional.<Settings>empty();
        var name = Optional.ofNullable(cluster)
                .or(() -> settings.map(Settings::cluster))
                .orElseThrow(() -> new Refusal(
                        ExitStatus.BAD_INPUT, "which cluster? Give --cluster NAME, or a ballast.yaml with --file"));
        var where = AwsPlace.resolve(
                Optional.ofNullable(region).or(() -> settings.map(Settings::region)),
                Optional.ofNullable(profile),
                endpoint,
                System.getenv());
        var ports = new AwsPorts(where, name, fisRole);
        return new Session(ports, settings, file, Optional.of(new JournalFolder(journalFolder, ports.place())));
    }

    /** @throws Refusal where there is none: this command changes what the file describes */
    void requireFile() {
        if (!Files.exists(file)) throw Session.noSettings(file);
    }

    private Overrides overrides() {
        var overrides = Overrides.ofEnvironment(System.getenv());
        if (cluster != null) overrides = overrides.set("cluster", cluster, "--cluster");
        if (region != null) overrides = overrides.set("region", region, "--region");
        for (var assignment : set) overrides = overrides.set(assignment);
        return overrides;
    }

    private Optional<URI> endpoint() {
        return endpoint(endpointUrl);
    }

    /**
     * @param option as given on the command line; null asks AWS_ENDPOINT_URL
     * @throws Refusal when the URL is none
     */
    static Optional<URI> endpoint(String option) {
        var url = option != null ? option : System.getenv("AWS_ENDPOINT_URL");
        if (url == null || url.isBlank()) return Optional.empty();
        try {
            var endpoint = URI.create(url.strip());
            if (endpoint.getHost() != null
                    && ("http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme())))
                return Optional.of(endpoint);
        } catch (IllegalArgumentException malformed) {
            // the sentence below says all there is to say
        }
        throw new Refusal(
                ExitStatus.BAD_INPUT,
                "--endpoint-url: '" + url + "' is no http or https URL, expected for example http://127.0.0.1:4599");
    }
}
