package dev.ballast.app.cli;

import dev.ballast.app.session.Session;
import dev.ballast.model.Wish;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "down",
        description = {
            "Empty and terminate every instance that Ballast started for this cluster.",
            "The cluster, its services and everything without Ballast's tag stay."
        })
final class DownCommand extends ClusterCommand {
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
        session.requireSettings();
        session.announce(err());
        session.confirm("Terminate all of this cluster's instances that carry Ballast's tag", consent.isGiven(), err());
        try (var work = session.work(err())) {
            session.journal().append(new Wish.TakeDown(session.now()));
            return reach(
                    session,
                    work,
                    tick -> tick.decision().settled()
                            && tick.observation()
                                    .owned(session.place().cluster())
                                    .isEmpty(),
                    most);
        }
    }
}
