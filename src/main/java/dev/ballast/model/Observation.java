package dev.ballast.model;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All that is known of one cluster at one moment, each fact with its age. {@code decide} sees the world through this and
 * nothing else.
 *
 * @param asOf the loop's clock, read once for the tick
 * @param scope what woke the tick
 * @param outcomes of steps of earlier decisions, in the order in which they came; each is told once
 * @param signals every signal about an instance that is not known to be gone, strongest per instance, oldest first
 * @param placementScores none unless the settings ask for them
 */
public record Observation(
        Instant asOf,
        Scope scope,
        Dated<List<Instance>> instances,
        Dated<List<ContainerInstance>> containerInstances,
        Dated<List<Task>> tasks,
        Dated<List<Service>> services,
        Dated<List<Offer>> offers,
        Dated<Optional<Image>> image,
        List<Signal> signals,
        List<Answered> outcomes,
        PlacementScores placementScores) {

    public enum Scope {
        /** The facts were read for this tick: everything may be decided. */
        FULL,
        /** A signal woke the tick and nothing was read: only interruptions are decided, on the last facts. */
        SIGNALS_ONLY
    }

    public Observation {
        signals = List.copyOf(signals);
        outcomes = List.copyOf(outcomes);
    }

    /** Without placement scores. */
    public Observation(
            Instant asOf,
            Scope scope,
            Dated<List<Instance>> instances,
            Dated<List<ContainerInstance>> containerInstances,
            Dated<List<Task>> tasks,
            Dated<List<Service>> services,
            Dated<List<Offer>> offers,
            Dated<Optional<Image>> image,
            List<Signal> signals,
            List<Answered> outcomes) {
        this(
                asOf,
                scope,
                instances,
                containerInstances,
                tasks,
                services,
                offers,
                image,
                signals,
                outcomes,
                PlacementScores.NONE);
    }

    /** The same facts with other outcomes. */
    public Observation with(List<Answered> told) {
        return new Observation(
                asOf,
                scope,
                instances,
                containerInstances,
                tasks,
                services,
                offers,
                image,
                signals,
                told,
                placementScores);
    }

    /** The same facts with other placement scores. */
    public Observation with(PlacementScores scores) {
        return new Observation(
                asOf, scope, instances, containerInstances, tasks, services, offers, image, signals, outcomes, scores);
    }

    /** True where both were read in full and tell the same, whenever that was. */
    public boolean tellsTheSameAs(Observation other) {
        return scope == Scope.FULL
                && other.scope == Scope.FULL
                && outcomes.equals(other.outcomes)
                && signals.equals(other.signals)
                && instances.value().equals(other.instances.value())
                && containerInstances.value().equals(other.containerInstances.value())
                && tasks.value().equals(other.tasks.value())
                && services.value().equals(other.services.value())
                && offers.value().equals(other.offers.value())
                && image.value().equals(other.image.value())
                && placementScores.tellsTheSameAs(other.placementScores);
    }

    /** The age of the oldest fact about the cluster itself; prices and images change slowly and do not count. */
    public Duration oldestFactAge() {
        var oldest = Duration.ZERO;
        for (var fact : List.of(instances, containerInstances, tasks, services))
            if (fact.age(asOf).compareTo(oldest) > 0) oldest = fact.age(asOf);
        return oldest;
    }

    /** Alive instances that carry this cluster's owner tag. */
    public List<Instance> owned(String cluster) {
        var owned = new ArrayList<Instance>();
        for (var instance : instances.value())
            if (instance.state().isAlive() && cluster.equals(instance.tags().get(OwnerTags.CLUSTER)))
                owned.add(instance);
        return owned;
    }
}
