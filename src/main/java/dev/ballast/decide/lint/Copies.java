package dev.ballast.decide.lint;

import dev.ballast.decide.draft.Words;
import dev.ballast.decide.facts.Facts;
import dev.ballast.decide.facts.Standing;
import dev.ballast.decide.facts.Wants;
import dev.ballast.decide.lint.Weakness.Change;
import dev.ballast.decide.lint.Weakness.Level;
import dev.ballast.model.Service;
import dev.ballast.model.TaskVolume;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether another task of the service can take the place of one: is it allowed, is there one, may it run there, has it the data. */
final class Copies {
    /** AWS's default: as many again. */
    private static final int MAXIMUM_PERCENT = 200;

    private final Service service;
    private final Facts facts;
    private final Remedies says;

    Copies(Service service, Facts facts, Remedies says) {
        this.service = service;
        this.facts = facts;
        this.says = says;
    }

    Optional<Weakness> thatMayNotMove() {
        if (Wants.canMove(service)) return Optional.empty();
        var healthy = service.healthy();
        var because = "of " + Words.count(service.desiredCount(), "task") + " " + service.minimumRunning()
                + " must run (minimumHealthyPercent " + healthy.minimum() + ") and " + service.maximumRunning()
                + " may run (maximumPercent " + healthy.maximum()
                + "): ECS may neither stop one first nor start one more, so a drain leaves them where they are";
        return Optional.of(weakness(
                Rule.NO_TASK_MAY_MOVE, Level.ERROR, because, List.of(says.maximumPercent(service, MAXIMUM_PERCENT))));
    }

    Optional<Weakness> alone() {
        if (service.desiredCount() != 1) return Optional.empty();
        return Optional.of(weakness(
                Rule.ONE_TASK,
                Level.WARNING,
                "its one task serves alone: without room for a second it is away until a new host has come",
                List.of(says.desiredCount(service, 2))));
    }

    Optional<Weakness> onFixedPorts() {
        var ports = service.shape().hostPorts();
        if (ports.isEmpty()) return Optional.empty();
        var free = 0;
        var hosts = facts.hosts(Standing.STAYING);
        for (var host : hosts)
            if (facts.room(host)
                    .filter(room -> room.fits(Wants.next(service), 1) > 0)
                    .isPresent()) free++;
        var because = "a host has its port" + (ports.size() == 1 ? " " : "s ") + Words.list(texts(ports)) + " once: of "
                + Words.count(hosts.size(), "host") + " " + (free == 0 ? "none" : free)
                + " could take a task that must move";
        return Optional.of(weakness(
                Rule.FIXED_HOST_PORT,
                free == 0 ? Level.ERROR : Level.WARNING,
                because,
                List.of(says.inTaskDefinition(
                        service, "hostPort", String.join(", ", texts(ports)), "0 (or networkMode awsvpc)"))));
    }

    private static List<String> texts(List<Integer> ports) {
        return ports.stream().map(String::valueOf).toList();
    }

    List<Weakness> withData() {
        var found = new ArrayList<Weakness>();
        for (var volume : service.ending().volumes()) if (volume.written()) found.add(withData(volume));
        return found;
    }

    private Weakness withData(TaskVolume volume) {
        var only = service.desiredCount() == 1;
        var because = "what it writes to volume " + volume.name() + " "
                + switch (volume.keeper()) {
                    case HOST -> "is on the host, and ends with the instance";
                    case EBS -> "is on an EBS volume that ECS deletes with the task";
                    case PLUGIN -> "is with a volume plug-in; most lend it to one host of one zone at a time";
                }
                + (only ? ", and no other task has it" : "");
        var change = new Change[] {
            says.inTaskDefinition(service, "volume " + volume.name(), keeperName(volume), "efsVolumeConfiguration")
        };
        return weakness(Rule.DATA_STAYS_BEHIND, only ? Level.ERROR : Level.WARNING, because, List.of(change));
    }

    private static String keeperName(TaskVolume volume) {
        return switch (volume.keeper()) {
            case HOST -> "host";
            case EBS -> "configuredAtLaunch";
            case PLUGIN -> "dockerVolumeConfiguration";
        };
    }

    private Weakness weakness(Rule rule, Level level, String because, List<Change> changes) {
        return Lint.of(service, rule, level, because, changes);
    }
}
