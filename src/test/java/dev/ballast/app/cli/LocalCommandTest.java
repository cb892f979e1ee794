package dev.ballast.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LocalCommandTest {
    @TempDir
    Path folder;

    /** Runs while the reader reads; ended by an interrupt as by Ctrl-C. */
    private void running(Using using, String... words) throws Exception {
        var command = new ArrayList<>(List.of("local", "--port", "0"));
        command.addAll(List.of(words));
        var all = command.toArray(String[]::new);
        try (var lines = new PipedReader();
                var out = new PrintWriter(new PipedWriter(lines), true)) {
            var thread = Thread.ofPlatform()
                    .daemon()
                    .start(() -> Main.commandLine(all).setOut(out).execute(all));
            try {
                var reader = new BufferedReader(lines);
                using.lines(List.of(reader.readLine(), reader.readLine(), reader.readLine()));
            } finally {
                thread.interrupt();
                thread.join();
            }
        }
    }

    private interface Using {
        void lines(List<String> lines) throws Exception;
    }

    private static int pause(String endpoint, String token) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(endpoint + "/_ballast/clock"))
                    .header("X-Ballast-Token", token)
                    .POST(HttpRequest.BodyPublishers.ofString("{\"paused\":true}"))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }

    @Test
    void theThirdLineIsTheTokenOfItsAdminApi() throws Exception {
        running(lines -> {
            assertThat(lines.get(1)).isEqualTo("seed 1");
            assertThat(lines.get(2)).matches("token [0-9a-f]{32}");
            assertThat(pause(lines.getFirst(), lines.get(2).substring("token ".length())))
                    .isEqualTo(200);
            assertThat(pause(lines.getFirst(), "guess")).isEqualTo(403);
        });
    }

    @Test
    void aTokenFileIsForItsOwnerAlone() throws Exception {
        var file = folder.resolve("token");
        Files.writeString(file, "of an earlier start");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        running(
                lines -> {
                    assertThat(lines.get(2)).isEqualTo("token in " + file);
                    assertThat(Files.getPosixFilePermissions(file))
                            .isEqualTo(PosixFilePermissions.fromString("rw-------"));
                    assertThat(pause(lines.getFirst(), Files.readString(file).strip()))
                            .isEqualTo(200);
                },
                "--token-file",
                file.toString());
    }

    @Test
    void aTokenFileThatCannotBeWrittenIsSaidInOneSentence() {
        var ran = Ran.ballast("local", "--port", "0", "--token-file", folder + "/none/token");
        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.err().lines()).hasSize(1);
        assertThat(ran.err()).contains("--token-file: cannot write");
    }

    @Test
    void anotherWordForThrottlesOrFaultsIsRefusedWithThoseThatThereAre() {
        var throttles = Ran.ballast("local", "--port", "0", "--throttles", "maybe");
        assertThat(throttles.status()).isEqualTo(2);
        assertThat(throttles.err()).contains("--throttles: 'maybe' is none of on, off");
        var faults = Ran.ballast("local", "--port", "0", "--faults", "many");
        assertThat(faults.status()).isEqualTo(2);
        assertThat(faults.err()).contains("--faults: 'many' is none of none, some, storm");
    }

    @Test
    void allThatIsWrongWithRealTasksIsSaidAtOnce() {
        var runc = Ran.ballast(
                "local",
                "--port",
                "0",
                "--tasks",
                "runc",
                "--data-dir",
                folder + "/data",
                "--rootfs",
                folder + "/none");
        assertThat(runc.status()).isEqualTo(2);
        assertThat(runc.err())
                .contains("--data-dir makes its world again")
                .contains("--rootfs " + folder + "/none is no folder");
        var simulated = Ran.ballast("local", "--port", "0", "--task-dir", folder.toString(), "--rootfs", "/");
        assertThat(simulated.status()).isEqualTo(2);
        assertThat(simulated.err())
                .contains("--task-dir is for tasks that really run")
                .contains("--rootfs is for");
        var word = Ran.ballast("local", "--port", "0", "--tasks", "podman");
        assertThat(word.err()).contains("--tasks: 'podman' is none of simulated, process, runc, docker");
    }

    /** How many of ten launches are answered while the world stands still. */
    private static int launched(String endpoint, String token) throws IOException, InterruptedException {
        pause(endpoint, token);
        var answered = 0;
        try (var http = HttpClient.newHttpClient()) {
            for (var i = 0; i < 10; i++) {
                var request = HttpRequest.newBuilder(URI.create(endpoint))
                        .header(
                                "Authorization",
                                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260105/eu-west-1/ec2/aws4_request,"
                                        + " SignedHeaders=host;x-amz-date, Signature=0")
                        .header("X-Amz-Date", "20260105T080000Z")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "Action=RunInstances&Version=2016-11-15&ImageId=ami-76e95b05&InstanceType=m5.large"
                                        + "&MinCount=1&MaxCount=1"))
                        .build();
                if (http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) answered++;
            }
        }
        return answered;
    }

    @Test
    void throttlesAreOnUnlessTheyAreTurnedOff() throws Exception {
        running(lines -> assertThat(launched(lines.getFirst(), lines.get(2).substring("token ".length())))
                .isEqualTo(5));
        running(
                lines -> assertThat(launched(lines.getFirst(), lines.get(2).substring("token ".length())))
                        .isEqualTo(10),
                "--throttles",
                "off");
    }
}
