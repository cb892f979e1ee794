package dev.ballast.observe;

import dev.ballast.model.Answered;
import dev.ballast.model.ContainerInstance;
import dev.ballast.model.Dated;
import dev.ballast.model.Image;
import dev.ballast.model.Instance;
import dev.ballast.model.Observation;
import dev.ballast.model.Observation.Scope;
import dev.ballast.model.Offer;
import dev.ballast.model.PlacementScores;
import dev.ballast.model.Service;
import dev.ballast.model.Settings;
import dev.ballast.model.Settings.Scores;
import dev.ballast.model.Signal;
import dev.ballast.model.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Assembles one {@link Observation} from a look at the world, what was heard of it, and what came of the last steps. The cluster's facts
 * are read at every look; prices and the image change slowly and are read every {@link #MARKET_EVERY}, or at once when the settings that
 * choose them change.
 *
 * <p>The loop's thread alone calls it, but for {@link #look}: a large cluster takes seconds to read, and a notice does not wait for that.
 */
public final class Observer {
    /** Spot prices move a few times a day; DescribeSpotPriceHistory shares its budget with everything else that describes. */
    public static final Duration MARKET_EVERY = Duration.ofMinutes(5);

    /**
     * A safety net: signals wake the loop by themselves, and what people change (a service's desired count) shows at the next read.
     */
    public static final Duration CLUSTER_EVERY = Duration.ofSeconds(60);

    /**
     * Placement scores are of the moment, but EC2 may limit how many different questions an account asks in 24 hours. A reading that
     * failed counts: asking a limit again does not lift it.
     */
    public static final Duration SCORES_EVERY = Duration.ofHours(1);

    private final ClusterReader cluster;
    private final MarketReader market;
    private final Signals signals = new Signals();
    private Optional<Observation> last = Optional.empty();
    /** The looking thread's alone, as the two below. */
    private Optional<Look> lastLook = Optional.empty();

    private PlacementScores lastScores = PlacementScores.NONE;
    private Optional<Instant> scoresAskedAt = Optional.empty();

    /**
     * The world as it was read.
     *
     * @param settings that chose what was read of the market
     * @param at when the reading began
     */
    public record Look(
            Settings settings,
            Instant at,
            List<Instance> instances,
            List<ContainerInstance> containerInstances,
            List<Task> tasks,
            List<Service> services,
            Dated<List<Offer>> offers,
            Dated<Optional<Image>> image,
            PlacementScores placementScores) {
        private <T> Dated<T> dated(T value) {
            return new Dated<>(value, at);
        }

        private boolean choosesTheSameMarketAs(Settings other) {
            return settings.instance().equals(other.instance())
                    && settings.capacity()
                            .instanceTypes()
                            .equals(other.capacity().instanceTypes());
        }
    }

    public Observer(ClusterReader cluster, MarketReader market) {
        this.cluster = cluster;
        this.market = market;
    }

    /** @return true where any of it was new */
    public boolean hear(Collection<Signal> arrived) {
        return signals.add(arrived);
    }

    /**
     * Reads everything that is due. On any thread, one look at a time; it touches nothing that the other methods use.
     *
     * @throws CloudUnreachable where a fact could not be read; nothing is remembered of the attempt but placement scores
     */
    public Look look(Settings settings, Instant at) {
        var market = marketIsDue(settings, at);
        var look = new Look(
                settings,
                at,
                cluster.instances(),
                cluster.containerInstances(),
                cluster.tasks(),
                cluster.services(),
                market
                        ? new Dated<>(this.market.offers(settings), at)
                        : lastLook.get().offers(),
                market
                        ? new Dated<>(this.market.image(settings.instance().image()), at)
                        : lastLook.get().image(),
                placementScores(settings, at));
        lastLook = Optional.of(look);
        return look;
    }

    /**
     * What a look saw, and all that was heard until now.
     *
     * @param asOf now; what came in meanwhile was heard, not seen
     * @param outcomes since the last observation
     */
    public Observation assemble(Look look, Instant asOf, List<Answered> outcomes) {
        signals.forgetGone(look.instances(), look.at());
        var observation = new Observation(
                asOf,
                Scope.FULL,
                look.dated(look.instances()),
                look.dated(look.containerInstances()),
                look.dated(look.tasks()),
                look.dated(look.services()),
                look.offers(),
                look.image(),
                signals.all(),
                outcomes,
                look.placementScores());
        last = Optional.of(observation);
        return observation;
    }

    /** {@link #look} and {@link #assemble} at one moment. */
    public Observation read(Settings settings, Instant asOf, List<Answered> outcomes) {
        return assemble(look(settings, asOf), asOf, outcomes);
    }

    /**
     * The last facts with their ages, and every signal that is known now: nothing is read, so that a notice does not wait
     * for AWS.
     *
     * @return empty before the first look
     */
    public Optional<Observation> recall(Instant asOf, List<Answered> outcomes) {
        return last.map(before -> new Observation(
                asOf,
                Scope.SIGNALS_ONLY,
                before.instances(),
                before.containerInstances(),
                before.tasks(),
                before.services(),
                before.offers(),
                before.image(),
                signals.all(),
                outcomes,
                before.placementScores()));
    }

    private boolean marketIsDue(Settings settings, Instant at) {
        return lastLook.filter(before -> before.choosesTheSameMarketAs(settings)
                        && before.offers().readAt().plus(MARKET_EVERY).isAfter(at))
                .isEmpty();
    }

    /** A hint is no reason to stop: without an answer the last scores stay, with what went wrong. */
    private PlacementScores placementScores(Settings settings, Instant at) {
        if (settings.capacity().placementScores() == Scores.OFF) return PlacementScores.NONE;
        if (scoresAskedAt.filter(asked -> asked.plus(SCORES_EVERY).isAfter(at)).isPresent()) return lastScores;
        scoresAskedAt = Optional.of(at);
        try {
            lastScores = PlacementScores.read(market.placementScores(settings), at);
        } catch (CloudUnreachable unreachable) {
            lastScores = lastScores.failing(unreachable.getMessage());
        }
        return lastScores;
    }
}
