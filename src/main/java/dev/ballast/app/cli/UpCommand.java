package dev.ballast.app.cli;

import dev.ballast.app.session.Session;
import dev.ballast.model.Action;
import dev.ballast.model.Wish;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "up",
        description = {
            "Bring the cluster to what ballast.yaml says, and wait until it stands.",
            "Can be ended at any moment and run again: nothing is bought twice."
        })
final class UpCommand extends ClusterCommand {
    @Mixin
    private Consent consent;

    @Mixin
    private Patience patience;

    @Override
    void check() {
        patience.duration();
        cloud.requireFile();
    }

    @Override
    int call(Session session) throws InterruptedException {
        var most = patience.duration();
        var settings = session.requireSettings();
        session.announce(err());
        if (!session.journalExists()) session.confirm("Buy spot instances for this cluster", consent.isGiven(), err());
        try (var work = session.work(err())) {
            if (session.journal().lastWish().orElse(null) instanceof Wish.TakeDown)
                session.journal().append(new Wish.Up(session.now()));
            work.ask(new Action.PutCluster(), "ballast up needs the cluster " + settings.cluster());
            work.ask(new Action.PutSignalQueue(), "notices reach Ballast through this queue");
            return reach(session, work, tick -> tick.decision().settled(), most);
        }
    }
}
