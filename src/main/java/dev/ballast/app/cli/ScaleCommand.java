package dev.ballast.app.cli;

import dev.ballast.app.session.ExitStatus;
import dev.ballast.app.session.Refusal;
import dev.ballast.app.session.Session;
import dev.ballast.model.Settings;
import dev.ballast.model.Target;
import dev.ballast.model.Wish;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "scale",
        description = {
            "Set a new target and wait until it is reached.",
            "It holds, also after a restart, until the target in ballast.yaml is edited."
        })
final class ScaleCommand extends ClusterCommand {
    @Parameters(paramLabel = "TARGET", arity = "1..2", description = "20 (instances), '80 vcpu' or '320 GiB'")
    String[] target;

    @Mixin
    private Patience patience;

    @Override
    void check() {
        patience.duration();
        Words.target(String.join(" ", target));
        cloud.requireFile();
    }

    @Override
    int call(Session session) throws InterruptedException {
        var most = patience.duration();
        var wanted = Words.target(String.join(" ", target));
        var settings = session.requireSettings();
        refuseAnotherUnit(settings.capacity(), wanted);
        session.announce(err());
        var wish = new Wish.Scale(session.now(), wanted, settings.capacity().target());
        var work = session.workIfFree(err());
        session.journal().append(wish);
        if (work.isEmpty()) {
            out().println("target " + wanted + " recorded; the ballast at work (" + session.holder()
                    + ") takes it up with its next tick");
            return ExitStatus.OK;
        }
        try (var mine = work.get()) {
            return reach(session, mine, tick -> tick.decision().settled(), most);
        }
    }

    /** A minimum counts only in the target's unit, so it would silently hold no more. */
    static void refuseAnotherUnit(Settings.Capacity capacity, Target wanted) {
        if (!capacity.minimums().isEmpty()
                && wanted.unit() != capacity.minimums().getFirst().target().unit())
            throw new Refusal(
                    ExitStatus.BAD_INPUT,
                    wanted + " is in another unit than capacity.minimums, whose first is "
                            + capacity.minimums().getFirst().target() + ": say it in that unit");
    }
}
