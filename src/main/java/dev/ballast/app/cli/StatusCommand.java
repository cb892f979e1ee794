package dev.ballast.app.cli;

import dev.ballast.app.session.ExitStatus;
import dev.ballast.app.session.Session;
import dev.ballast.app.view.ClusterSummary;
import dev.ballast.app.view.Table;
import dev.ballast.app.view.Wording;
import java.time.Duration;
import picocli.CommandLine.Command;

@Command(name = "status", description = "How the cluster stands: hosts by pool, services against their minimum, price.")
final class StatusCommand extends ClusterCommand {
    @Override
    int call(Session session) {
        var summary = ClusterSummary.of(session.observe(), session.place().cluster());
        if (output.isJson()) {
            Output.json(out(), summary);
            return ExitStatus.OK;
        }
        out().println(session.place());
        out().println(Wording.count(summary.instances(), "instance") + ", " + summary.active() + " ACTIVE, "
                + summary.draining() + " draining, " + summary.booting() + " not yet registered · "
                + Wording.count(summary.runningTasks(), "running task") + " · " + summary.cost());
        var pools = new Table("POOL", "INSTANCES", "ACTIVE");
        for (var pool : summary.pools()) pools.row(pool.pool(), pool.instances(), pool.active());
        if (!pools.isEmpty()) out().print("\n" + pools);
        var services = new Table("SERVICE", "DESIRED", "MINIMUM", "RUNNING", "PENDING");
        for (var service : summary.services())
            services.row(service.name(), service.desired(), service.minimum(), service.running(), service.pending());
        if (!services.isEmpty()) out().print("\n" + services);
        var doomed = new Table("DOOMED", "POOL", "SIGNAL", "LEFT");
        for (var host : summary.doomed())
            doomed.row(
                    host.instanceId(),
                    host.pool(),
                    host.kind(),
                    Wording.of(Duration.between(summary.asOf(), host.deadline())));
        if (!doomed.isEmpty()) out().print("\n" + doomed);
        out().flush();
        return ExitStatus.OK;
    }
}
