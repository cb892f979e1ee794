package dev.ballast.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs({OS.LINUX, OS.MAC})
@Timeout(60)
class LauncherTest {
    @TempDir
    Path temporary;

    private Checkout checkout;

    @BeforeEach
    void aFreshCloneWithAJdkAndMaven() throws IOException {
        checkout = new Checkout(temporary.resolve("checkout"), temporary);
        checkout.jdk(temporary.resolve("jdks/jdk-25"), "25.0.3");
        checkout.maven();
    }

    @Test
    void withoutAJdkOfTheReleaseItSaysInOneSentenceWhatToInstall() throws Exception {
        checkout.set("BALLAST_JDK_FOLDERS", temporary.resolve("nothing").toString());
        checkout.set(
                "JAVA_HOME",
                checkout.jdk(temporary.resolve("jdk-17"), "17.0.15").toString());

        var ended = checkout.start("status");

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err().lines()).hasSize(1);
        assertThat(ended.err())
                .startsWith("ballast: no JDK 25 found")
                .contains("install one")
                .contains("JAVA_HOME");
        assertThat(checkout.builds()).isZero();
    }

    @Test
    void withoutMavenItSaysInOneSentenceWhatToInstall() throws Exception {
        Files.delete(temporary.resolve("bin/mvn"));

        var ended = checkout.start("status");

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err())
                .isEqualToIgnoringNewLines("ballast: no Maven found: install Maven 3.8 or newer (package maven, or "
                        + "https://maven.apache.org/install.html) so that `mvn` is on the PATH.");
    }

    @Test
    void whoeverIsNotRootIsToldWhichClientsAreMissing() throws Exception {
        var ended = checkout.sourced("want_clients; echo \"$CLIENTS_MISSING\"");

        assertThat(ended.status()).isZero();
        assertThat(ended.out()).contains("Ansible with boto3 for /usr/bin/python3");
        assertThat(ended.err()).isEmpty();
    }

    @Test
    void rootHasTheMissingClientsInstalledAndTheFailureOfThatIsNotHidden() throws Exception {
        checkout.tool("id", "echo 0");
        checkout.tool("apt-get", "echo \"$@\" >>\"$CALLS\"");
        assertThat(checkout.sourced("want_clients; echo \"missing: $CLIENTS_MISSING\""))
                .satisfies(ended -> assertThat(ended.out()).isEqualToIgnoringNewLines("missing: "))
                .satisfies(ended -> assertThat(ended.err().lines()).hasSize(1));
        assertThat(temporary.resolve("calls"))
                .content()
                .startsWith("install -y ")
                .contains(" ansible");

        checkout.tool("apt-get", "exit 100");
        assertThat(checkout.sourced("want_clients; echo \"missing: $CLIENTS_MISSING\""))
                .satisfies(ended -> assertThat(ended.status()).isZero())
                .satisfies(ended -> assertThat(ended.out()).contains("Ansible with boto3"))
                .satisfies(ended -> assertThat(ended.err()).contains("apt-get could not install them"));
    }

    @Test
    void javaHomeComesBeforeTheUsualFolders() throws Exception {
        var chosen = checkout.jdk(temporary.resolve("my jdk"), "25");
        checkout.set("JAVA_HOME", chosen.toString());

        checkout.start("status");

        assertThat(temporary.resolve("calls")).hasContent("called by " + chosen);
    }

    @Test
    void standardOutputIsTheCommandsAloneEvenInTheFirstStart() throws Exception {
        var ended = checkout.start("plan", "--cluster", "with space");

        assertThat(ended.status()).isZero();
        assertThat(ended.out()).startsWith("JVM ").contains("dev.ballast.app.cli.Main\nplan\n--cluster\nwith space\n");
        assertThat(ended.out()).doesNotContain("[INFO]");
        assertThat(ended.err()).contains("building Ballast");
        assertThat(checkout.builds()).isEqualTo(1);
    }

    @Test
    void theNextStartBuildsOnlyWhereASourceIsNewer() throws Exception {
        checkout.start("status");
        var second = checkout.start("status");
        assertThat(second.err()).isEmpty();
        assertThat(checkout.builds()).isEqualTo(1);

        checkout.write("src/main/java/Other.java", "class Other {}");
        checkout.start("status");
        assertThat(checkout.builds()).isEqualTo(2);

        Files.delete(checkout.path("src/main/java/Other.java"));
        checkout.start("status");
        assertThat(checkout.builds()).isEqualTo(3);
    }

    @Test
    void aSourceDatedInTheFutureDoesNotBuildForEver() throws Exception {
        Files.setLastModifiedTime(
                checkout.path("pom.xml"), FileTime.from(Instant.now().plus(Duration.ofDays(400))));

        checkout.start("status");
        checkout.start("status");

        assertThat(checkout.builds()).isEqualTo(1);
    }

    @Test
    void itWorksFromAnyFolderAndThroughASymbolicLink() throws Exception {
        var elsewhere = Files.createDirectories(temporary.resolve("else where"));
        var link = Files.createSymbolicLink(elsewhere.resolve("b"), Path.of("../checkout/ballast"));

        var ended = checkout.start(link, elsewhere, "status");

        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(ended.out()).contains(checkout.path("target").toRealPath() + "/ballast-");
    }

    @Test
    void theVirtualMachineTakesThePlaceOfTheLauncher() throws Exception {
        checkout.start("status");

        var process = checkout.begin(checkout.path("ballast"), temporary, "run");

        assertThat(process.inputReader().readLine()).isEqualTo("JVM " + process.pid());
        process.waitFor();
    }

    @Test
    void aShortCommandSkipsTheOptimisingCompilerAndADaemonDoesNot() throws Exception {
        assertThat(checkout.start("status").out())
                .contains("-XX:TieredStopAtLevel=1")
                .contains("-XX:AOTCache=");
        assertThat(checkout.start("run").out())
                .doesNotContain("TieredStopAtLevel")
                .contains("-XX:AOTCache=");
    }

    @Test
    void theLocalCloudStartsFromACacheOfItsOwnOrElseFromTheCommonOne() throws Exception {
        assertThat(checkout.start("status").out()).contains(".aot\n").doesNotContain(".local.aot");
        assertThat(checkout.start("local").out()).contains(".local.aot\n");
        assertThat(checkout.start("status", "--cluster", "local").out())
                .contains("-XX:TieredStopAtLevel=1")
                .doesNotContain(".local.aot");

        try (var files = Files.newDirectoryStream(checkout.path("target"), "*.local.aot")) {
            for (var cache : files) Files.delete(cache);
        }
        assertThat(checkout.start("local").out())
                .contains("-XX:AOTCache=", ".aot\n")
                .doesNotContain(".local.aot");
    }

    @Test
    void aFailedBuildShowsItsErrorsAndIsNotTakenForDone() throws Exception {
        checkout.maven("", "echo '[ERROR] Main.java:[1,1] class expected'; exit 1");

        var failed = checkout.start("status");
        assertThat(failed.status()).isEqualTo(1);
        assertThat(failed.out()).isEmpty();
        assertThat(failed.err()).contains("Main.java:[1,1] class expected").contains("target/ballast-build.log");

        checkout.maven();
        assertThat(checkout.start("status").status()).isZero();
        assertThat(checkout.builds()).isEqualTo(2);
    }

    @Test
    void anInterruptedBuildIsTakenUpAgain() throws Exception {
        checkout.maven("echo $$ >\"$CALLS.pid\"; mkfifo \"$CALLS.gate\"", "read -r _ <\"$CALLS.gate\"");
        var process = checkout.begin(checkout.path("ballast"), temporary, "status");
        awaitLine(process.errorReader(), "compiling");

        // Process.destroy() would close the launcher's standard error as well.
        process.toHandle().destroy();

        assertThat(process.waitFor()).isEqualTo(130);
        var maven = ProcessHandle.of(
                Long.parseLong(Files.readString(temporary.resolve("calls.pid")).strip()));
        assertThat(maven.filter(ProcessHandle::isAlive)).isEmpty();
        assertThat(checkout.path("target/ballast.built")).doesNotExist();

        checkout.maven();
        var next = checkout.start("status");
        assertThat(next.status()).isZero();
        assertThat(next.out()).startsWith("JVM ");
        assertThat(checkout.builds()).isEqualTo(2);
    }

    @Test
    void ofTwoFirstStartsOneBuildsAndTheOtherWaits() throws Exception {
        checkout.maven("mkfifo \"$CALLS.gate\"", "read -r _ <\"$CALLS.gate\"");
        var first = checkout.begin(checkout.path("ballast"), temporary, "status");
        awaitLine(first.errorReader(), "compiling");
        var second = checkout.begin(checkout.path("ballast"), temporary, "plan");
        awaitLine(second.errorReader(), "another start is building");

        Files.writeString(temporary.resolve("calls.gate"), "go\n");

        assertThat(List.of(first.waitFor(), second.waitFor())).containsOnly(0);
        assertThat(checkout.builds()).isEqualTo(1);
        assertThat(new String(second.getInputStream().readAllBytes())).startsWith("JVM ");
    }

    private static void awaitLine(BufferedReader reader, String part) throws IOException {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) if (line.contains(part)) return;
        throw new AssertionError("the launcher ended without saying '" + part + "'");
    }
}
