package dev.ballast.app.demo;

import dev.ballast.app.session.Session;
import dev.ballast.app.session.Work;
import dev.ballast.app.view.ClusterSummary;
import dev.ballast.app.view.Feed;
import dev.ballast.app.view.Wording;
import dev.ballast.loop.Tick;
import dev.ballast.model.Action;
import dev.ballast.model.Architecture;
import dev.ballast.model.CapacityPool;
import dev.ballast.model.Instance;
import dev.ballast.model.Observation;
import dev.ballast.model.PurchaseOption;
import dev.ballast.model.Resources;
import dev.ballast.model.Service.HealthyPercent;
import dev.ballast.model.Target;
import dev.ballast.model.TaskShape;
import dev.ballast.model.Wish;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The main job from end to end: a fleet comes up at 15, carries services, grows to 20, loses a whole pool, and stays whole. */
public final class Story {
    public static final Target FIRST = Target.instances(15);
    public static final Target THEN = Target.instances(20);
    /** Of the world's time, for each chapter; everything takes a few minutes. */
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private static final List<Action.ServiceSpec> SERVICES = List.of(
            service("web", 512, 1024, 12, new HealthyPercent(100, 200)),
            service("api", 512, 1024, 10, new HealthyPercent(100, 200)),
            service("search", 512, 2048, 6, new HealthyPercent(100, 150)),
            service("images", 1024, 2048, 4, new HealthyPercent(75, 200)),
            service("mail", 256, 512, 6, new HealthyPercent(50, 200)));

    /** Told where the story stands. */
    public interface Narrator {
        void chapter(int number, String title);

        /** The loop's own lines while a chapter runs. */
        PrintWriter lines();
    }

    private final Session session;
    private final Witness witness;
    private final Narrator narrator;

    public Story(Session session, Witness witness, Narrator narrator) {
        this.session = session;
        this.witness = witness;
        this.narrator = narrator;
    }

    /** @throws InterruptedException when a person ended it */
    public Ending tell() throws InterruptedException {
        var started = session.now();
        try (var work = session.work(narrator.lines())) {
            narrator.chapter(1, "Up: " + FIRST.amount() + " spot instances over as many pools as there are");
            work.ask(new Action.PutCluster(), "the demo needs its cluster");
            work.ask(new Action.PutSignalQueue(), "notices reach Ballast through this queue");
            scale(FIRST);
            run(work, tick -> stands(tick, FIRST));

            narrator.chapter(
                    2,
                    "Load: " + SERVICES.size() + " services, "
                            + SERVICES.stream()
                                    .mapToInt(Action.ServiceSpec::desiredCount)
                                    .sum() + " tasks");
            for (var service : SERVICES) work.ask(new Action.PutService(service), "the demo's load");
            run(work, tick -> stands(tick, FIRST) && servicesAreWhole(tick.observation()));

            narrator.chapter(3, "Scale: from " + FIRST.amount() + " to " + THEN.amount());
            scale(THEN);
            var grown = run(work, tick -> stands(tick, THEN) && servicesAreWhole(tick.observation()));

            var pool = biggestPool(grown.observation());
            var victims = owned(grown.observation()).stream()
                    .filter(instance -> instance.pool().equals(pool))
                    .map(Instance::instanceId)
                    .toList();
            narrator.chapter(
                    4,
                    "Interrupt: AWS takes the whole pool " + pool + " (" + Wording.count(victims.size(), "instance")
                            + ") with two minutes' notice");
            witness.startWatching();
            var notice = session.now();
            work.ask(new Action.InterruptInstances(victims), "the demo takes pool " + pool + " away");
            var strength = new FullStrength(victims);
            var whole = run(work, tick -> {
                strength.look(tick);
                return strength.reached != null && stands(tick, THEN) && isRid(tick, victims);
            });
            return new Ending(
                    session.place().cluster(),
                    pool,
                    victims.size(),
                    ClusterSummary.of(whole.observation(), session.place().cluster()),
                    lives(),
                    Duration.between(notice, strength.reached),
                    Duration.between(started, session.now()));
        }
    }

    private void scale(Target target) {
        session.journal()
                .append(new Wish.Scale(
                        session.now(),
                        target,
                        session.requireSettings().capacity().target()));
    }

    private Tick run(Work work, Predicate<Tick> goal) throws InterruptedException {
        try (var feed = new Feed(narrator.lines(), session.place().cluster(), goal, PATIENCE)) {
            work.run(feed);
            if (feed.isExpired()) throw new Unfinished(feed.last());
            return feed.last();
        }
    }

    private boolean stands(Tick tick, Target target) {
        var summary = ClusterSummary.of(tick.observation(), session.place().cluster());
        return tick.decision().settled() && summary.active() >= target.amount();
    }

    private static boolean servicesAreWhole(Observation seen) {
        var services = seen.services().value();
        return services.size() >= SERVICES.size()
                && services.stream().allMatch(service -> service.runningCount() >= service.desiredCount());
    }

    private boolean isRid(Tick tick, List<String> victims) {
        return owned(tick.observation()).stream().noneMatch(instance -> victims.contains(instance.instanceId()));
    }

    private List<Instance> owned(Observation seen) {
        return seen.owned(session.place().cluster());
    }

    /** The pool whose loss hurts most: most instances, then most running tasks. */
    private CapacityPool biggestPool(Observation seen) {
        Map<String, Integer> tasks = new TreeMap<>();
        for (var host : seen.containerInstances().value()) tasks.put(host.instanceId(), host.runningTasks());
        Map<CapacityPool, Integer> weight = new TreeMap<>();
        for (var instance : owned(seen))
            if (instance.pool().option() == PurchaseOption.SPOT)
                weight.merge(instance.pool(), 1000 + tasks.getOrDefault(instance.instanceId(), 0), Integer::sum);
        return weight.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
    }

    private Map<String, Ending.Life> lives() {
        var lives = new TreeMap<String, Ending.Life>();
        for (var service : SERVICES) {
            var tally = witness.services().get(service.name());
            var minimum = (int) Math.ceilDiv(
                    (long) service.desiredCount() * service.healthy().minimum(), 100L);
            lives.put(
                    service.name(),
                    new Ending.Life(
                            service.desiredCount(), minimum, tally.lowestRunning(), tally.killed(), tally.lost()));
        }
        return lives;
    }

    private static Action.ServiceSpec service(
            String name, int cpuUnits, int memoryMib, int count, HealthyPercent healthy) {
        var shape = new TaskShape(Resources.of(cpuUnits, memoryMib), List.of(), Architecture.X86_64);
        return new Action.ServiceSpec(
                name, "registry.example.com/" + name + ":1", shape, count, healthy, Duration.ofSeconds(30));
    }

    /** When, after the notice, as many hosts as before take tasks and every service is whole, without the doomed ones. */
    private final class FullStrength {
        private final TreeSet<String> doomed;
        private Instant reached;

        private FullStrength(List<String> victims) {
            doomed = new TreeSet<>(victims);
        }

        private void look(Tick tick) {
            if (reached != null) return;
            var hosts = tick.observation().containerInstances().value().stream()
                    .filter(host -> host.takesTasks() && !doomed.contains(host.instanceId()))
                    .count();
            if (hosts >= THEN.amount() && servicesAreWhole(tick.observation()))
                reached = tick.observation().asOf();
        }
    }

    /** A chapter did not end in its time. */
    public static final class Unfinished extends RuntimeException {
        private static final long serialVersionUID = 1;

        private Unfinished(Tick last) {
            super("after " + Wording.of(PATIENCE) + " of the cloud's time the cluster still does not stand: "
                    + last.decision().notes().stream()
                            .map(note -> note.sentence())
                            .toList());
        }
    }
}
