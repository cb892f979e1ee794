package dev.ballast.app.cli;

import dev.ballast.app.session.ExitStatus;
import dev.ballast.app.session.Refusal;
import dev.ballast.app.session.SettingsFile;
import dev.ballast.app.view.Wording;
import dev.ballast.aws.AwsClients;
import dev.ballast.aws.AwsMarketReader;
import dev.ballast.aws.AwsPlace;
import dev.ballast.aws.CloudClock;
import dev.ballast.config.Imported;
import dev.ballast.config.Overrides;
import dev.ballast.config.SpotFleetImport;
import dev.ballast.config.SpotFleetImport.Around;
import dev.ballast.config.TypeCatalogue;
import dev.ballast.model.Image;
import dev.ballast.model.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.regex.Matcher;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        description = {
            "Write a ballast.yaml from AWS's own spot fleet JSON, taken as it is.",
            "What is wrong in it is reported line by line, and mended; no secret of it is printed or written."
        })
final class InitCommand implements Callable<Integer> {
    private static final String STANDARD_OUTPUT = "-";

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--spot-fleet",
            paramLabel = "FILE",
            required = true,
            description = "what 'aws ec2 request-spot-fleet --spot-fleet-request-config file://FILE' takes")
    private Path fleet;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            defaultValue = "ballast.yaml",
            description = "where to write; - is standard output (default: ${DEFAULT-VALUE})")
    private String target;

    @Option(names = "--force", description = "replace a file that is there")
    private boolean force;

    @Option(
            names = "--cluster",
            paramLabel = "NAME",
            description = "ECS cluster, instead of the one that the user data name")
    private String cluster;

    @Option(names = "--region", paramLabel = "REGION", description = "where the file does not tell")
    private String region;

    @Option(names = "--profile", paramLabel = "NAME", description = "profile of the AWS credentials")
    private String profile;

    @Option(
            names = "--endpoint-url",
            paramLabel = "URL",
            description =
                    "ask this endpoint for the image; without it, and without --ask, a table of known images is used")
    private String endpointUrl;

    @Option(names = "--ask", description = "ask AWS for the image")
    private boolean ask;

    @Override
    public Integer call() {
        if (!force && !target.equals(STANDARD_OUTPUT) && Files.exists(Path.of(target))) throw isThere(Path.of(target));
        var imported = imported();
        var yaml = cluster == null ? imported.yaml() : forCluster(imported.yaml());
        for (var finding : imported.findings()) err().println(finding);
        if (target.equals(STANDARD_OUTPUT)) {
            out().print(yaml);
            out().flush();
        } else {
            write(yaml, Path.of(target));
            err().println("wrote " + target + ": "
                    + imported.settings().capacity().target() + " over "
                    + Wording.count(
                            imported.settings().capacity().instanceTypes().size(), "instance type")
                    + ", cluster " + (cluster == null ? imported.settings().cluster() : cluster) + "; "
                    + Wording.count(imported.findings().size(), "finding") + " above");
        }
        if (!imported.secretCommand().isEmpty()) {
            err().println("\nBefore the first 'ballast up', create the secret that it refers to:");
            err().println("  " + imported.secretCommand());
        }
        err().flush();
        return ExitStatus.OK;
    }

    /** @throws dev.ballast.config.BadInput where no cluster can have that name */
    private String forCluster(String yaml) {
        var named = yaml.replaceFirst("(?m)^cluster: .*$", Matcher.quoteReplacement("cluster: \"" + cluster + "\""));
        SettingsFile.of(named, "--cluster", Overrides.none().otherwise("region", "us-east-1", "init"));
        return named;
    }

    private Imported imported() {
        var endpoint = CloudOptions.endpoint(endpointUrl);
        if (endpoint.isEmpty() && !ask) return read(Optional.empty());
        var where =
                AwsPlace.resolve(Optional.ofNullable(region), Optional.ofNullable(profile), endpoint, System.getenv());
        try (var clients = AwsClients.open(where)) {
            var market = new AwsMarketReader(clients, CloudClock.of(clients));
            return read(Optional.of(id -> market.image(new Settings.ImageChoice.ById(id))));
        }
    }

    private Imported read(Optional<Function<String, Optional<Image>>> images) {
        return SpotFleetImport.read(
                fleet, new Around(Instant.now(), Optional.ofNullable(region), TypeCatalogue.builtIn(), images));
    }

    private void write(String yaml, Path file) {
        try {
            if (force) Files.writeString(file, yaml);
            else Files.writeString(file, yaml, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException there) {
            throw isThere(file);
        } catch (IOException refused) {
            throw new UncheckedIOException("cannot write " + file + ": " + refused.getMessage(), refused);
        }
    }

    private static Refusal isThere(Path file) {
        return new Refusal(
                ExitStatus.BAD_INPUT, file + " is there already; give another with -o, or --force to replace it");
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
