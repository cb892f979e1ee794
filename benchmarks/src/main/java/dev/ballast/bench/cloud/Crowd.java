package dev.ballast.bench.cloud;

import dev.ballast.bench.Asked;
import dev.ballast.bench.Row;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ecs.model.Cluster;

/** A large world, made through the API in a process with a bounded heap, and how long a client takes to read it. */
final class Crowd {
    /** @param runs how often a client reads all of it */
    record Size(int instances, int tasks, int runs) {
        static final Size ASKED = new Size(10_000, 100_000, 5);
    }

    private static final double ASKED_SECONDS = 3.0;
    private static final double ASKED_GIB = 2.0;
    private static final String HEAP = "-Xmx2g";
    private static final String CLUSTER = "crowd";
    private static final String FAMILY = "small";
    private static final String INSTANCE_TYPE = "m5.large";
    private static final int TASK_MIB = 128;

    /** RunInstances and RunTask take no more at once. */
    private static final int INSTANCES_A_CALL = 1_000;

    private static final int TASKS_A_CALL = 10;
    private static final int PAGE = 1_000;
    private static final int CALLERS = 4;
    private static final int PATIENCE = 60;
    private static final Pattern USED = Pattern.compile("used (\\d+)K");

    private final Clients clients;
    private final Size size;

    private Crowd(Clients clients, Size size) {
        this.clients = clients;
        this.size = size;
    }

    static List<Row> measure(Path home, long seed, Size size) throws IOException {
        try (var cloud = Served.ballast(home, seed, HEAP);
                var clients = Clients.of(cloud.endpoint())) {
            var begin = System.nanoTime();
            new Crowd(clients, size).gather();
            var made = (System.nanoTime() - begin) / 1e9;
            var reads = new ArrayList<Double>();
            for (var run = 0; run < size.runs(); run++) reads.add(read(clients.ec2(), size));
            var dump = Dump.of(cloud.endpoint());
            cloud.jcmd("GC.run");
            var used = USED.matcher(cloud.jcmd("GC.heap_info"));
            if (!used.find()) throw new IOException("the JVM does not say how much heap is used");
            var what = String.format("%,d instances and %,d tasks", size.instances(), size.tasks());
            return List.of(
                    new Row(
                            what + ": all instances read",
                            Asked.atMost(ASKED_SECONDS),
                            "s",
                            reads,
                            "by the SDK's paginator, MaxResults " + PAGE + "; the first of them cold"),
                    Row.of(
                            what + ": heap after a collection",
                            Asked.atMost(ASKED_GIB),
                            "GiB",
                            Long.parseLong(used.group(1)) / (double) (1 << 20),
                            "the process has " + HEAP),
                    Row.of(
                            what + ": the whole state as JSON",
                            Asked.nothing(),
                            "s",
                            dump.seconds(),
                            String.format(
                                    Locale.ROOT, "%.0f MB; the world stands still meanwhile", dump.bytes() / 1e6)),
                    Row.of(
                            what + ": made through the API",
                            Asked.nothing(),
                            "s",
                            made,
                            "RunInstances, RunTask; the clock jumps over boots and pulls"));
        }
    }

    /** GET /_ballast/state, once. */
    private record Dump(double seconds, long bytes) {
        static Dump of(URI endpoint) throws IOException {
            var begin = System.nanoTime();
            try (var body = endpoint.resolve("/_ballast/state").toURL().openStream()) {
                var bytes = body.transferTo(OutputStream.nullOutputStream());
                return new Dump((System.nanoTime() - begin) / 1e9, bytes);
            }
        }
    }

    private void gather() {
        clients.ecs().createCluster(it -> it.clusterName(CLUSTER));
        clients.ecs()
                .registerTaskDefinition(it -> it.family(FAMILY)
                        .containerDefinitions(c ->
                                c.name("main").image("busybox").memory(TASK_MIB).essential(true)));
        var image = clients.ec2()
                .describeImages(it -> it.owners("amazon"))
                .images()
                .getFirst()
                .imageId();
        for (var left = size.instances(); left > 0; left -= INSTANCES_A_CALL)
            launch(image, Math.min(left, INSTANCES_A_CALL));
        for (var wait = 0; cluster().registeredContainerInstancesCount() < size.instances(); wait++) {
            if (wait == PATIENCE) throw new IllegalStateException("not all hosts came: " + cluster());
            clients.advance(Duration.ofMinutes(1));
        }
        runTasks();
        for (var wait = 0; cluster().runningTasksCount() < size.tasks(); wait++) {
            if (wait == PATIENCE) throw new IllegalStateException("not all tasks run: " + cluster());
            clients.advance(Duration.ofMinutes(1));
        }
    }

    private void launch(String image, int count) {
        var script = "#!/bin/bash\necho ECS_CLUSTER=" + CLUSTER + " >> /etc/ecs/ecs.config\n";
        clients.ec2()
                .runInstances(it -> it.imageId(image)
                        .instanceType(INSTANCE_TYPE)
                        .minCount(count)
                        .maxCount(count)
                        .userData(Base64.getEncoder().encodeToString(script.getBytes(StandardCharsets.UTF_8))));
    }

    private void runTasks() {
        try (var callers = Executors.newFixedThreadPool(CALLERS)) {
            var calls = new ArrayList<Future<?>>();
            for (var left = size.tasks(); left > 0; left -= TASKS_A_CALL) {
                var count = Math.min(left, TASKS_A_CALL);
                calls.add(callers.submit(() -> {
                    var answer = clients.ecs()
                            .runTask(it ->
                                    it.cluster(CLUSTER).taskDefinition(FAMILY).count(count));
                    if (answer.tasks().size() != count)
                        throw new IllegalStateException("no room: " + answer.failures());
                }));
            }
            for (var call : calls) call.get();
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private Cluster cluster() {
        return clients.ecs()
                .describeClusters(it -> it.clusters(CLUSTER))
                .clusters()
                .getFirst();
    }

    /** @return seconds */
    private static double read(Ec2Client ec2, Size size) {
        var begin = System.nanoTime();
        var ids = new HashSet<String>();
        for (var page : ec2.describeInstancesPaginator(it -> it.maxResults(PAGE)))
            for (var reservation : page.reservations())
                for (var instance : reservation.instances()) ids.add(instance.instanceId());
        var seconds = (System.nanoTime() - begin) / 1e9;
        if (ids.size() != size.instances())
            throw new IllegalStateException(ids.size() + " instances read instead of " + size.instances());
        return seconds;
    }
}
