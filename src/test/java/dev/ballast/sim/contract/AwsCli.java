package dev.ballast.sim.contract;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The AWS CLI that is installed, against one endpoint, with nothing of the user's own configuration. */
final class AwsCli {
    private static final int SECONDS_AT_MOST = 60;

    private final URI endpoint;
    private final Path home;

    /** @param out without the line break at the end */
    record Ran(int exit, String out, String err) {}

    AwsCli(URI endpoint, Path home) {
        this.endpoint = endpoint;
        this.home = home;
    }

    static boolean isInstalled() {
        try {
            var process = new ProcessBuilder("aws", "--version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(SECONDS_AT_MOST, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException absent) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    Ran run(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(
                List.of("aws", "--endpoint-url", endpoint.toString(), "--region", ContractCloud.REGION));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command);
        builder.environment()
                .putAll(Map.of(
                        "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE",
                        "AWS_SECRET_ACCESS_KEY", "secret",
                        "AWS_CONFIG_FILE", home.resolve("config").toString(),
                        "AWS_SHARED_CREDENTIALS_FILE",
                                home.resolve("credentials").toString(),
                        "AWS_EC2_METADATA_DISABLED", "true",
                        "AWS_PAGER", "",
                        "AWS_MAX_ATTEMPTS", "1"));
        var out = Files.createTempFile(home, "out", "");
        var err = Files.createTempFile(home, "err", "");
        var process =
                builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        if (!process.waitFor(SECONDS_AT_MOST, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("the AWS CLI did not end within " + SECONDS_AT_MOST + " s: " + command);
        }
        return new Ran(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8).strip(),
                Files.readString(err, StandardCharsets.UTF_8).strip());
    }
}
