package dev.ballast.app.cli;

import dev.ballast.app.session.ExitStatus;
import dev.ballast.app.session.Session;
import dev.ballast.app.session.Work;
import dev.ballast.app.view.ClusterSummary;
import dev.ballast.app.view.Feed;
import dev.ballast.app.view.Wording;
import dev.ballast.loop.Tick;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every command on a cluster shares: where it is, how to answer, and a door to the cloud that is closed again. */
abstract class ClusterCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Mixin
    CloudOptions cloud;

    @Mixin
    Output output;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help")
    boolean help;

    @Override
    public final Integer call() throws InterruptedException {
        check();
        try (var session = cloud.open()) {
            return call(session);
        }
    }

    /**
     * What can be told to be wrong before anybody is called.
     *
     * @throws dev.ballast.app.session.Refusal for wrong words
     */
    void check() {}

    /** @return the exit status */
    abstract int call(Session session) throws InterruptedException;

    /**
     * Runs the loop until the goal and closes with how the cluster stands.
     *
     * @param patience in the world's time
     * @return the exit status: 0 where the goal was reached
     */
    int reach(Session session, Work work, Predicate<Tick> goal, Duration patience) throws InterruptedException {
        try (var feed = new Feed(err(), session.place().cluster(), goal, patience)) {
            work.run(feed);
            report(session, feed);
            return feed.isExpired() ? ExitStatus.FAILED : ExitStatus.OK;
        }
    }

    private void report(Session session, Feed feed) {
        var cluster = session.place().cluster();
        var summary = ClusterSummary.of(feed.last().observation(), cluster);
        var elapsed = Wording.of(feed.elapsed());
        if (output.isJson()) {
            Output.json(out(), summary);
        } else {
            out().println(Wording.count(summary.active(), "host") + " of "
                    + Wording.count(summary.instances(), "instance") + " ACTIVE in cluster " + cluster + " after "
                    + elapsed + ", " + summary.cost());
            out().flush();
        }
        if (!feed.isExpired()) return;
        err().println("ballast: gave up after " + elapsed + "; what is missing:");
        for (var note : feed.last().decision().notes()) err().println("  " + note.sentence());
        err().println("Run the same command again to go on, or 'ballast why' for the reasons.");
        err().flush();
    }

    /** The answer. */
    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** Progress and questions. */
    PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
