package dev.ballast.app.cli;

import dev.ballast.app.gameday.Comparison;
import dev.ballast.app.gameday.GameDay;
import dev.ballast.app.gameday.GameDayWatch;
import dev.ballast.app.gameday.RequestLoad;
import dev.ballast.app.gameday.Victims;
import dev.ballast.app.session.ExitStatus;
import dev.ballast.app.session.Refusal;
import dev.ballast.app.session.Session;
import dev.ballast.app.session.Work;
import dev.ballast.app.view.Feed;
import dev.ballast.app.view.Wording;
import dev.ballast.backtest.loss.ColdStart;
import dev.ballast.model.Action;
import dev.ballast.model.Observation;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "interrupt",
        description = {
            "A game day: let spot instances be taken away, with AWS's two minutes' notice, stay until the cluster is whole again, and tell"
                    + " what it cost; then the same loss in a twin of the cluster, with Ballast, with AWS's agent alone, with both.",
            "On a local cloud at once; on AWS through the Fault Injection Service. Exit status 1 where a task was lost, a service fell"
                    + " below its minimum or a request failed."
        })
final class InterruptCommand extends ClusterCommand {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
    private static final Pattern ROLE = Pattern.compile("arn:aws[a-z-]*:iam::\\d{12}:role/.+");

    @Parameters(
            paramLabel = "WHAT",
            description =
                    "an instance id, a pool (m5.large/eu-west-1a), an Availability Zone (eu-west-1a), or a share of the spot"
                            + " instances (30%%)")
    String what;

    @Mixin
    private Consent consent;

    @Option(names = "--no-wait", description = "only send the notice")
    boolean noWait;

    @Option(
            names = "--dry-run",
            description = "take nothing away: only tell what the loss would cost a twin of the cluster")
    boolean dryRun;

    @Option(names = "--no-twin", description = "tell what happened, without the comparison")
    boolean noTwin;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "of the twin, and of the instances that are a share (default: ${DEFAULT-VALUE})")
    long seed;

    @Option(
            names = "--cold-start",
            paramLabel = "RANGE",
            defaultValue = "60s-100s",
            description = "from launch to a healthy task, assumed in the twin (default: ${DEFAULT-VALUE})")
    String coldStart;

    @Mixin
    private RequestOptions requests;

    @Option(
            names = "--fis-role",
            paramLabel = "ARN",
            description = "the IAM role that the Fault Injection Service assumes; needed on AWS")
    String fisRole;

    @Mixin
    private Patience patience;

    @Override
    void check() {
        patience.duration();
        requests.check();
        assumed();
        if (dryRun && noWait)
            throw new Refusal(
                    ExitStatus.BAD_INPUT, "--dry-run and --no-wait: the one sends no notice, the other only that");
        if (fisRole != null && !ROLE.matcher(fisRole).matches())
            throw new Refusal(
                    ExitStatus.BAD_INPUT,
                    "--fis-role: '" + fisRole
                            + "' is no role, expected for example arn:aws:iam::123456789012:role/fis");
        cloud.fisRole = Optional.ofNullable(fisRole);
        if (!noWait) cloud.requireFile();
    }

    private ColdStart assumed() {
        return Words.coldStart("--cold-start", coldStart);
    }

    @Override
    int call(Session session) throws InterruptedException {
        var most = patience.duration();
        if (!noWait) session.requireSettings();
        var before = session.observe();
        var victims = Victims.of(what, before, session.place().cluster(), seed);
        if (dryRun) return rehearse(session, before, victims);
        requests.tryOnce();
        warnOfWhatIsMissing(before);
        session.announce(err());
        session.confirm(
                "Interrupt " + Wording.count(victims.ids().size(), "instance") + " (" + String.join(", ", victims.ids())
                        + ")",
                consent.isGiven(),
                err());
        var action = new Action.InterruptInstances(victims.ids());
        if (noWait) {
            session.perform(action, why());
            out().println(Wording.count(victims.ids().size(), "instance") + " got the notice");
            out().flush();
            return ExitStatus.OK;
        }
        var work = session.workIfFree(err());
        try (var load = requests.start(most)) {
            return work.isPresent()
                    ? keep(session, work.get(), before, victims, load)
                    : watch(session, before, victims, load);
        }
    }

    /** What is missing already is nobody's loss, but hides one: a service at nought cannot fall below its minimum. */
    private void warnOfWhatIsMissing(Observation before) {
        for (var service : before.services().value())
            if (service.runningCount() < service.desiredCount())
                err().println("before anything is taken away " + service.name() + " runs " + service.runningCount()
                        + " of " + service.desiredCount());
        err().flush();
    }

    private String why() {
        return "asked for by 'ballast interrupt " + what + "'";
    }

    private int rehearse(Session session, Observation before, Victims victims) {
        var compared = compare(session, before, victims);
        if (output.isJson()) Output.json(out(), compared);
        else {
            out().println(session.place());
            out().println("Nothing is taken away. " + victims.what() + ", "
                    + Wording.count(victims.ids().size(), "instance") + ":\n");
            out().print(compared.text());
            out().flush();
        }
        return ExitStatus.OK;
    }

    private Comparison compare(Session session, Observation before, Victims victims) {
        err().println("trying the same loss in a twin, three times");
        err().flush();
        try {
            return Comparison.of(before, session.wanted(), victims.pools(), seed, assumed());
        } catch (IllegalStateException never) {
            throw new Refusal(ExitStatus.FAILED, "no comparison: in a twin " + never.getMessage());
        }
    }

    /** This process keeps the cluster. */
    private int keep(Session session, Work work, Observation before, Victims victims, RequestLoad load)
            throws InterruptedException {
        try (work) {
            work.ask(new Action.InterruptInstances(victims.ids()), why());
            var watch = new GameDayWatch(victims, before, session.now());
            var gone = new TreeSet<>(victims.ids());
            var cluster = session.place().cluster();
            try (var feed = new Feed(
                    err(),
                    cluster,
                    tick -> {
                        watch.see(
                                tick.observation(), Optional.of(tick.decision().memory()));
                        return watch.isOver()
                                && tick.decision().settled()
                                && tick.observation().owned(cluster).stream()
                                        .noneMatch(instance -> gone.contains(instance.instanceId()));
                    },
                    patience.duration())) {
                work.run(feed);
                return report(session, before, victims, watch.report(), load, feed.isExpired());
            }
        }
    }

    /** Another process keeps it: this one looks on. */
    private int watch(Session session, Observation before, Victims victims, RequestLoad load)
            throws InterruptedException {
        err().println("another ballast (" + session.holder() + ") keeps the cluster; watching");
        err().flush();
        session.perform(new Action.InterruptInstances(victims.ids()), why());
        var start = session.now();
        var watch = new GameDayWatch(victims, before, start);
        while (!watch.isOver() && session.now().isBefore(start.plus(patience.duration()))) {
            session.sleep(LOOK_EVERY);
            watch.see(session.observe(), Optional.empty());
        }
        return report(session, before, victims, watch.report(), load, !watch.isOver());
    }

    private int report(
            Session session, Observation before, Victims victims, GameDay seen, RequestLoad load, boolean gaveUp)
            throws InterruptedException {
        var asked = load.end();
        var compared = noTwin ? Optional.<Comparison>empty() : Optional.of(compare(session, before, victims));
        var day = seen.with(asked, compared);
        if (output.isJson()) Output.json(out(), day);
        else {
            out().print("\n" + day.text());
            out().flush();
        }
        for (var broken : day.broken()) err().println("ballast: " + broken);
        if (gaveUp)
            err().println("ballast: gave up after " + Wording.of(patience.duration())
                    + "; run 'ballast up' to go on, or 'ballast why' for the reasons");
        err().flush();
        return gaveUp || !day.broken().isEmpty() ? ExitStatus.FAILED : ExitStatus.OK;
    }
}
