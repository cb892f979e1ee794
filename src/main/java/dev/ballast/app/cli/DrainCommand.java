package dev.ballast.app.cli;

import dev.ballast.app.session.ExitStatus;
import dev.ballast.app.session.Refusal;
import dev.ballast.app.session.Session;
import dev.ballast.app.view.Wording;
import dev.ballast.model.Action;
import dev.ballast.model.ContainerInstance;
import dev.ballast.model.Observation;
import dev.ballast.model.Task;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "drain",
        description = {
            "Empty one host: its service tasks move, nothing new is placed on it.",
            "Standalone tasks stay until they end; the host itself stays too."
        })
final class DrainCommand extends ClusterCommand {
    private static final Duration POLL = Duration.ofSeconds(5);

    @Parameters(paramLabel = "INSTANCE", description = "an instance id, or a container instance's id or ARN")
    String what;

    @Option(names = "--no-wait", description = "do not wait until it is empty")
    boolean noWait;

    @Mixin
    private Patience patience;

    @Override
    void check() {
        patience.duration();
    }

    @Override
    int call(Session session) throws InterruptedException {
        var most = patience.duration();
        var host = find(session.observe(), session.place().cluster());
        session.announce(err());
        session.perform(new Action.DrainInstances(List.of(host.arn())), "asked for by 'ballast drain " + what + "'");
        if (noWait) {
            out().println(host.instanceId() + " is DRAINING");
            out().flush();
            return ExitStatus.OK;
        }
        var until = session.now().plus(most);
        var left = tasksOn(host, session);
        var shown = -1;
        while (!left.isEmpty() && session.now().isBefore(until)) {
            if (left.size() != shown)
                err().println(Wording.count(left.size(), "task") + " left on " + host.instanceId());
            err().flush();
            shown = left.size();
            session.sleep(POLL);
            left = tasksOn(host, session);
        }
        out().println(
                        left.isEmpty()
                                ? host.instanceId() + " is empty"
                                : host.instanceId() + " still holds " + Wording.count(left.size(), "task") + ": "
                                        + String.join(
                                                ", ",
                                                left.stream()
                                                        .map(this::describe)
                                                        .toList()));
        out().flush();
        return left.isEmpty() ? ExitStatus.OK : ExitStatus.FAILED;
    }

    private String describe(Task task) {
        return Wording.shortName(task.arn()) + " ("
                + task.service().map(name -> "service " + name).orElse("standalone") + ")";
    }

    private static List<Task> tasksOn(ContainerInstance host, Session session) {
        return session.ports().cluster().tasks().stream()
                .filter(task -> task.containerInstanceArn().equals(host.arn()) && task.isOnHost())
                .toList();
    }

    private ContainerInstance find(Observation seen, String cluster) {
        return seen.containerInstances().value().stream()
                .filter(host -> host.instanceId().equals(what)
                        || host.arn().equals(what)
                        || host.arn().endsWith("/" + what))
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        ExitStatus.BAD_INPUT,
                        "'" + what + "' is no container instance of cluster " + cluster
                                + "; 'ballast status' and 'aws ecs list-container-instances' show what is there"));
    }
}
