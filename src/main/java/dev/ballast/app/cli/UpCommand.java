package dev.ballast.app.cli;

import dev.ballast.app.session.Session;
import dev.ballast.model.Action;
import dev.ballast.model.Wish;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "up",
        description = {
            "Bring the cluster to what ballast.yaml says, and wait until it stands.",
            "Can be ended at any moment and run again: nothing is bought twice."
        })
final class UpCommand extends ClusterCommand {
    @Option(names = "--yes", description = "do not ask before the first change on AWS")
    boolean yes;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "30m",
            description = "give up after so long (default: ${DEFAULT-VALUE})")
    String timeout;

    @Override
    int call(Session session) throws InterruptedException {
        var patience = Words.duration("--timeout", timeout);
        var settings = session.requireSettings();
        session.announce(err());
        if (!session.journalExists()) session.confirm("Buy spot instances for this cluster", yes, err());
        try (var work = session.work(err())) {
            if (session.journal().lastWish().orElse(null) instanceof Wish.TakeDown)
                session.journal().append(new Wish.Up(session.now()));
            work.ask(new Action.PutCluster(), "ballast up needs the cluster " + settings.cluster());
            work.ask(new Action.PutSignalQueue(), "notices reach Ballast through this queue");
            return reach(session, work, tick -> tick.decision().settled(), patience);
        }
    }
}
