package dev.ballast.simulation;

import dev.ballast.act.CloudWriter;
import dev.ballast.model.ContainerInstance;
import dev.ballast.model.Image;
import dev.ballast.model.Instance;
import dev.ballast.model.Offer;
import dev.ballast.model.Outcome;
import dev.ballast.model.Service;
import dev.ballast.model.Settings;
import dev.ballast.model.Step;
import dev.ballast.model.Task;
import dev.ballast.observe.CloudUnreachable;
import dev.ballast.observe.ClusterReader;
import dev.ballast.observe.MarketReader;
import dev.ballast.sim.port.WorldPort;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;

/** The way between Ballast and AWS: answers are lost or slow, calls throttled, listings older than they seem. */
final class UnreliableCloud implements CloudWriter, ClusterReader, MarketReader {
    /** EC2 and ECS promise eventual consistency and give no bound; minutes would be an outage. */
    private static final int STALEST_SECONDS = 20;

    private final WorldPort world;
    private final Storm storm;
    private final Course course;
    private final Checkers checkers;
    private final Map<String, Listing> listings = new HashMap<>();

    private record Listing(java.time.Instant at, List<?> listed) {}

    UnreliableCloud(WorldPort world, Storm storm, Course course, Checkers checkers) {
        this.world = world;
        this.storm = storm;
        this.course = course;
        this.checkers = checkers;
    }

    @Override
    public Outcome perform(Step step) {
        if (storm.strikes(Adversity.CRASHES)) throw new Interrupted("killed before a call");
        if (storm.strikes(Adversity.THROTTLES)) return new Outcome.Throttled(storm.between(Adversity.THROTTLES, 1, 10));
        slow();
        var lost = storm.strikes(Adversity.LOST_ANSWERS);
        if (lost && storm.draws(Adversity.LOST_ANSWERS).nextBoolean())
            return new Outcome.Unknown("the request was lost on its way");
        checkers.performing(step);
        var outcome = world.writer().perform(step);
        checkers.performed(step, outcome);
        slow();
        if (storm.strikes(Adversity.CRASHES)) throw new Interrupted("killed between a call and its record");
        return lost ? new Outcome.Unknown("the answer was lost on its way") : outcome;
    }

    private void slow() {
        if (storm.strikes(Adversity.SLOW_ANSWERS)) course.pass(storm.between(Adversity.SLOW_ANSWERS, 1, 15));
    }

    private void reach() {
        slow();
        if (storm.strikes(Adversity.UNREACHABLE)) throw new CloudUnreachable("the storm cut the line", null);
    }

    @SuppressWarnings("unchecked")
    private <T> List<T> list(String what, Supplier<List<T>> read) {
        reach();
        var now = world.clock().instant();
        var last = listings.get(what);
        if (last != null
                && !last.at().plusSeconds(STALEST_SECONDS).isBefore(now)
                && storm.strikes(Adversity.STALE_LISTINGS)) return (List<T>) last.listed();
        var fresh = read.get();
        listings.put(what, new Listing(now, fresh));
        return fresh;
    }

    @Override
    public List<Instance> instances() {
        return list("instances", world.cluster()::instances);
    }

    @Override
    public List<ContainerInstance> containerInstances() {
        return list("container-instances", world.cluster()::containerInstances);
    }

    @Override
    public List<Task> tasks() {
        return list("tasks", world.cluster()::tasks);
    }

    @Override
    public List<Service> services() {
        return list("services", world.cluster()::services);
    }

    @Override
    public List<Offer> offers(Settings settings) {
        reach();
        return world.market().offers(settings);
    }

    @Override
    public Optional<Image> image(Settings.ImageChoice choice) {
        reach();
        return world.market().image(choice);
    }

    @Override
    public SortedMap<String, Integer> placementScores(Settings settings) {
        reach();
        return world.market().placementScores(settings);
    }

    /** How long Ballast's runner waits after an unanswered read. */
    static final Duration PAUSE = Duration.ofSeconds(5);
}
