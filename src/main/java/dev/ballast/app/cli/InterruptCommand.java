package dev.ballast.app.cli;

import dev.ballast.app.session.ExitStatus;
import dev.ballast.app.session.Refusal;
import dev.ballast.app.session.Session;
import dev.ballast.app.session.Work;
import dev.ballast.app.view.Wording;
import dev.ballast.model.Action;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.Instance;
import dev.ballast.model.Observation;
import dev.ballast.model.PurchaseOption;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "interrupt",
        description = {
            "Let spot instances be taken away, with AWS's two minutes' notice, and stay until the cluster is whole again.",
            "On a local cloud at once; on AWS through the Fault Injection Service."
        })
final class InterruptCommand extends ClusterCommand {
    @Parameters(
            paramLabel = "WHAT",
            description = "an instance id, a pool (m5.large/eu-west-1a), or an Availability Zone (eu-west-1a)")
    String what;

    @Mixin
    private Consent consent;

    @Option(names = "--no-wait", description = "only send the notice")
    boolean noWait;

    @Mixin
    private Patience patience;

    @Override
    void check() {
        patience.duration();
        if (!noWait) cloud.requireFile();
    }

    @Override
    int call(Session session) throws InterruptedException {
        var most = patience.duration();
        if (!noWait) session.requireSettings();
        var victims = victims(session.observe(), session.place().cluster());
        session.announce(err());
        session.confirm(
                "Interrupt " + Wording.count(victims.size(), "instance") + " (" + String.join(", ", victims) + ")",
                consent.isGiven(),
                err());
        var action = new Action.InterruptInstances(victims);
        var work = noWait ? Optional.<Work>empty() : session.workIfFree(err());
        if (work.isEmpty()) {
            session.perform(action, "asked for by 'ballast interrupt " + what + "'");
            out().println(Wording.count(victims.size(), "instance") + " got the notice");
            out().flush();
            return ExitStatus.OK;
        }
        try (var mine = work.get()) {
            mine.ask(action, "asked for by 'ballast interrupt " + what + "'");
            var gone = new TreeSet<>(victims);
            return reach(
                    session,
                    mine,
                    tick -> tick.decision().settled()
                            && tick.observation().owned(session.place().cluster()).stream()
                                    .noneMatch(instance -> gone.contains(instance.instanceId())),
                    most);
        }
    }

    /** @throws Refusal where nothing of that name can be interrupted, with what could be */
    private List<String> victims(Observation seen, String cluster) {
        var spot = seen.owned(cluster).stream()
                .filter(instance -> instance.pool().option() == PurchaseOption.SPOT)
                .toList();
        var victims = spot.stream()
                .filter(instance -> instance.instanceId().equals(what)
                        || instance.pool().zone().equals(what)
                        || isPool(instance.pool()))
                .map(Instance::instanceId)
                .toList();
        if (!victims.isEmpty()) return victims;
        var pools = new TreeSet<String>();
        for (var instance : spot) pools.add(instance.pool().toString());
        throw new Refusal(
                ExitStatus.BAD_INPUT,
                "'" + what + "' is no spot instance, pool or zone of cluster " + cluster
                        + (pools.isEmpty()
                                ? ", which has no spot instance"
                                : "; its pools: " + String.join(", ", pools)));
    }

    private boolean isPool(CapacityPool pool) {
        return pool.toString().equals(what);
    }
}
