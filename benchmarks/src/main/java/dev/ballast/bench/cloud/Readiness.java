package dev.ballast.bench.cloud;

import dev.ballast.bench.Asked;
import dev.ballast.bench.Row;
import dev.ballast.bench.load.Recorded;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** How long {@code ./ballast local} takes until it has answered its first request, a DescribeInstances. */
final class Readiness {
    private static final double ASKED_SECONDS = 1.0;
    private static final Pattern JVM_BEGIN = Pattern.compile("sun\\.rt\\.createVmBeginTime=(\\d+)");

    private Readiness() {}

    static List<Row> measure(Path home, long seed, int starts) throws IOException {
        var sinceJvm = new ArrayList<Double>();
        var sinceProcess = new ArrayList<Double>();
        Recorded first;
        // Not counted: it fetches the files into memory, and the request is recorded against it.
        try (var cloud = Served.ballast(home, seed, "");
                var clients = Clients.of(cloud.endpoint())) {
            first = clients.recorder().of(() -> clients.ec2().describeInstances());
        }
        for (var start = 0; start < starts; start++) {
            var begin = System.currentTimeMillis();
            try (var cloud = Served.ballast(home, seed, "")) {
                FirstAnswer.await(cloud.endpoint(), first);
                var answered = System.currentTimeMillis();
                sinceProcess.add((answered - begin) / 1e3);
                sinceJvm.add((answered - jvmBegin(cloud)) / 1e3);
            }
        }
        return List.of(
                new Row(
                        "ready to serve, since the JVM began",
                        Asked.atMost(ASKED_SECONDS),
                        "s",
                        sinceJvm,
                        "to the end of the first answer; AOT cache"),
                new Row(
                        "the same, since ./ballast was typed",
                        Asked.nothing(),
                        "s",
                        sinceProcess,
                        "with the launcher's bash"));
    }

    /** As the JVM itself counts, in milliseconds since 1970. */
    private static long jvmBegin(Served cloud) throws IOException {
        var counters = cloud.jcmd("PerfCounter.print");
        var found = JVM_BEGIN.matcher(counters);
        if (!found.find()) throw new IOException("the JVM does not say when it began: " + counters);
        return Long.parseLong(found.group(1));
    }
}
