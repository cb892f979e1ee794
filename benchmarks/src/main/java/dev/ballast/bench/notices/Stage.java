package dev.ballast.bench.notices;

import dev.ballast.app.session.AwsPorts;
import dev.ballast.app.session.JournalFolder;
import dev.ballast.app.session.Session;
import dev.ballast.app.session.SettingsFile;
import dev.ballast.app.session.Work;
import dev.ballast.aws.AwsPlace;
import dev.ballast.bench.cloud.Served;
import dev.ballast.config.Overrides;
import dev.ballast.loop.Tick;
import dev.ballast.model.Action;
import dev.ballast.model.Architecture;
import dev.ballast.model.Instance;
import dev.ballast.model.Resources;
import dev.ballast.model.Service.HealthyPercent;
import dev.ballast.model.Settings;
import dev.ballast.model.TaskShape;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * A cluster that Ballast itself has brought up in a local cloud with AWS's throttles, over the wire and with its journal on the disk: as
 * {@code ballast up} would, but on time that runs fast until everything stands.
 */
final class Stage implements AutoCloseable {
    static final String CLUSTER = "bench";
    private static final String REGION = "eu-west-1";
    private static final int SPEED_OF_SETUP = 60;
    private static final Duration LONG_POLL = Duration.ofSeconds(20);
    private static final int SERVICES = 20;

    /** @param tasks on all hosts together, all alike */
    record Scene(String name, int hosts, int tasks, int cpuUnits, int target) {
        /** Two tasks on a host that could carry four. */
        static Scene roomy(int hosts) {
            return new Scene("room", hosts, 2 * hosts, 512, hosts);
        }

        /** A task for every host, and none has room for a second. */
        static Scene full(int hosts) {
            return new Scene("no room", hosts, hosts, 1200, 0);
        }
    }

    private final Served cloud;
    private final Scene scene;
    private final Path folder;
    private TimedPorts ports;
    private Session session;
    private Work work;

    private Stage(Served cloud, Scene scene, Path folder) {
        this.cloud = cloud;
        this.scene = scene;
        this.folder = folder;
    }

    static Stage set(Path home, long seed, Scene scene) throws IOException, InterruptedException {
        var cloud = Served.ballast(home, seed, "-Xmx2g", List.of("--speed", "" + SPEED_OF_SETUP));
        var stage = new Stage(cloud, scene, Files.createTempDirectory("ballast-notices"));
        try {
            stage.open();
            stage.build();
            stage.shut();
            // a long poll that nobody waits for any more would take the first notice with it
            Thread.sleep(LONG_POLL.dividedBy(SPEED_OF_SETUP).multipliedBy(2));
            stage.slowDown();
            stage.open();
            return stage;
        } catch (RuntimeException | IOException | InterruptedException failed) {
            stage.close();
            throw failed;
        }
    }

    private void open() {
        var place = new AwsPlace(REGION, Optional.empty(), Optional.of(cloud.endpoint()));
        ports = new TimedPorts(new AwsPorts(place, CLUSTER));
        session = new Session(
                ports,
                Optional.of(settings()),
                folder.resolve("ballast.yaml"),
                Optional.of(new JournalFolder(folder, ports.place())));
        work = session.work(new PrintWriter(System.err));
    }

    private void shut() {
        if (work != null) work.close();
        if (session != null) session.close();
        work = null;
        session = null;
    }

    private Settings settings() {
        return SettingsFile.of(
                """
                cluster: %s
                region: %s
                capacity:
                  target: %d
                  types: {vcpus: 2, memory: 4-16}
                  survive: none
                """.formatted(CLUSTER, REGION, scene.target()), "the bench's ballast.yaml", Overrides.none());
    }

    private void build() throws InterruptedException {
        work.ask(new Action.PutCluster(), "the bench needs its cluster");
        work.ask(new Action.PutSignalQueue(), "notices come through this queue");
        var shape = new TaskShape(Resources.of(scene.cpuUnits(), 512), List.of(), Architecture.X86_64);
        for (var i = 0; i < SERVICES; i++)
            work.ask(
                    new Action.PutService(new Action.ServiceSpec(
                            "service-" + i,
                            "registry.example.com/service:1",
                            shape,
                            scene.tasks() / SERVICES,
                            new HealthyPercent(100, 200),
                            Duration.ofSeconds(30))),
                    "the bench's load");
        run(new FirstCalls(ports, this::stands));
    }

    private boolean stands(Tick tick) {
        return tick.decision().settled()
                && tick.observation().containerInstances().value().size() >= scene.hosts()
                && tick.observation().services().value().stream()
                        .allMatch(service -> service.runningCount() >= service.desiredCount());
    }

    /** From here on a second of the cloud is a second of ours. */
    private void slowDown() throws IOException, InterruptedException {
        var signed = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/" + REGION
                + "/ballast/aws4_request, SignedHeaders=host, Signature=0";
        var request = HttpRequest.newBuilder(endpoint().resolve("/_ballast/clock"))
                .header("Authorization", signed)
                .header("X-Amz-Date", "20260101T000000Z")
                .POST(HttpRequest.BodyPublishers.ofString("{\"speed\": 1}"))
                .build();
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) throw new IOException("the clock refused: " + answer.body());
        }
    }

    URI endpoint() {
        return cloud.endpoint();
    }

    Warnings warnings() {
        return new Warnings(endpoint(), REGION, CLUSTER, ports.clock());
    }

    FirstCalls firstCalls(Predicate<Tick> enough) {
        return new FirstCalls(ports, enough);
    }

    /** The cluster's instances as they stand, in the order of their ids. */
    List<String> instanceIds() {
        var ids = new TreeSet<String>();
        for (Instance instance : session.observe().owned(CLUSTER)) ids.add(instance.instanceId());
        return List.copyOf(ids);
    }

    void run(FirstCalls watcher) throws InterruptedException {
        work.run(watcher);
    }

    @Override
    public void close() {
        shut();
        cloud.close();
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        } catch (IOException left) {
            System.err.println("bench: " + folder + " is left behind: " + left.getMessage());
        }
    }
}
