package dev.ballast.decide.market;

import dev.ballast.decide.draft.Draft;
import dev.ballast.decide.facts.Facts;
import dev.ballast.decide.facts.Host;
import dev.ballast.decide.facts.Standing;
import dev.ballast.model.ContainerInstance;
import dev.ballast.model.Experience.Starting;
import dev.ballast.model.Instance;
import dev.ballast.model.Observation.Scope;
import dev.ballast.model.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Measures cold starts: from a launch's decision to its host's registration, and from the placement of the host's first service task to
 * its serving. What lies between the two is not counted: a host may wait for hours until a task needs it, and while it is there the
 * scheduler places at once, because Ballast drains where there is room.
 */
public final class ColdStarts {
    /** So many tell the slowest of twenty; older ones may be of another image. */
    static final int KEPT = 20;

    /** So many are measured at once: more would only push each other out. */
    static final int MOST_AT_ONCE = 100;

    /** A host that has run no task by then tells nothing. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Draft draft;
    private final Facts facts;

    private ColdStarts(Draft draft, Facts facts) {
        this.draft = draft;
        this.facts = facts;
    }

    /** EC2 has launched them. */
    public static void begin(Draft draft, Instant decidedAt, Collection<String> instanceIds) {
        for (var id : instanceIds) begin(draft, decidedAt, id);
    }

    private static void begin(Draft draft, Instant since, String id) {
        var starting = draft.learning().starting();
        if (starting.containsKey(id) || starting.size() < MOST_AT_ONCE)
            starting.put(id, new Starting(since, List.of()));
    }

    public static void measure(Draft draft, Facts facts) {
        if (facts.observation().scope() == Scope.FULL) new ColdStarts(draft, facts).measure();
    }

    private void measure() {
        // a Spot Fleet's own launches have no decision; EC2's launch time is the nearest to it
        for (var host : facts.hosts(Standing.BOOTING))
            if (host.owned() && !draft.learning().starting().containsKey(host.id()))
                host.instance().map(Instance::launchedAt).ifPresent(at -> begin(draft, at, host.id()));
        for (var id : List.copyOf(draft.learning().starting().keySet())) measure(id);
    }

    private void measure(String id) {
        var starting = draft.learning().starting();
        var since = starting.get(id).since();
        var host = facts.host(id);
        var took = host.flatMap(this::took);
        if (took.isPresent()) {
            starting.remove(id);
            keep(took.get());
        } else if (!since.plus(LONGEST).isAfter(draft.asOf())
                || host.filter(one -> one.standing() == Standing.GONE).isPresent()) starting.remove(id);
        else host.ifPresent(one -> starting.put(id, new Starting(since, unhealthy(one))));
    }

    private void keep(Duration took) {
        var all = draft.learning().coldStarts();
        all.add(took);
        if (all.size() > KEPT) all.removeFirst();
    }

    /** The fastest of its tasks, empty while none serves. */
    private Optional<Duration> took(Host host) {
        var registered = host.registration().map(ContainerInstance::registeredAt);
        if (registered.isEmpty()) return Optional.empty();
        var starting = draft.learning().starting().get(host.id());
        var joined = atLeastZero(Duration.between(starting.since(), registered.get()));
        return serviceTasks(host).stream()
                .filter(Task::isServing)
                .map(task -> joined.plus(atLeastZero(Duration.between(task.createdAt(), served(task, starting)))))
                .min(Duration::compareTo);
    }

    /** When it began to serve, at the latest: with a health check that had to pass it was between the last two looks. */
    private Instant served(Task task, Starting starting) {
        var isChecked = !task.targets().isEmpty() || starting.unhealthy().contains(task.arn());
        return isChecked ? draft.asOf() : task.startedAt().orElse(draft.asOf());
    }

    private List<String> unhealthy(Host host) {
        var arns = new ArrayList<String>();
        for (var task : serviceTasks(host))
            if (task.lastStatus().equals("RUNNING") && !task.healthy()) arns.add(task.arn());
        return arns;
    }

    /** Daemons are small and start on every host: they say nothing of a task that moves. */
    private List<Task> serviceTasks(Host host) {
        return host.tasks().stream()
                .filter(task -> facts.wants().replicaServiceOf(task).isPresent())
                .toList();
    }

    private static Duration atLeastZero(Duration time) {
        return time.isNegative() ? Duration.ZERO : time;
    }
}
