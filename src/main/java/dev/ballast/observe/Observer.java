package dev.ballast.observe;

import dev.ballast.model.Answered;
import dev.ballast.model.Dated;
import dev.ballast.model.Image;
import dev.ballast.model.Observation;
import dev.ballast.model.Observation.Scope;
import dev.ballast.model.Offer;
import dev.ballast.model.Settings;
import dev.ballast.model.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Assembles one {@link Observation}. The cluster's facts are read at every full tick; prices and the image change slowly and are
 * read every {@link #MARKET_EVERY}, or at once when the settings that choose them change. Not thread-safe: the loop's.
 */
public final class Observer {
    /** Spot prices move a few times a day; DescribeSpotPriceHistory shares its budget with everything else that describes. */
    public static final Duration MARKET_EVERY = Duration.ofMinutes(5);

    /**
     * A safety net: signals wake the loop by themselves, and what people change (a service's desired count) shows at the next read.
     */
    public static final Duration CLUSTER_EVERY = Duration.ofSeconds(60);

    private final ClusterReader cluster;
    private final MarketReader market;
    private final Signals signals = new Signals();
    private Optional<Observation> last = Optional.empty();
    private Optional<Settings> marketReadFor = Optional.empty();

    public Observer(ClusterReader cluster, MarketReader market) {
        this.cluster = cluster;
        this.market = market;
    }

    /** @return true where any of it was new */
    public boolean hear(Collection<Signal> arrived) {
        return signals.add(arrived);
    }

    /**
     * Reads everything that is due.
     *
     * @param outcomes since the last observation
     * @throws CloudUnreachable where a fact could not be read; nothing is remembered of the attempt
     */
    public Observation read(Settings settings, Instant asOf, List<Answered> outcomes) {
        var offers = last.map(Observation::offers);
        var image = last.map(Observation::image);
        if (marketIsDue(settings, asOf)) {
            offers = Optional.of(new Dated<>(market.offers(settings), asOf));
            image = Optional.of(
                    new Dated<Optional<Image>>(market.image(settings.instance().image()), asOf));
        }
        var instances = new Dated<>(cluster.instances(), asOf);
        signals.forgetGone(instances.value(), asOf);
        var observation = new Observation(
                asOf,
                Scope.FULL,
                instances,
                new Dated<>(cluster.containerInstances(), asOf),
                new Dated<>(cluster.tasks(), asOf),
                new Dated<>(cluster.services(), asOf),
                offers.orElseThrow(),
                image.orElseThrow(),
                signals.all(),
                outcomes);
        marketReadFor = Optional.of(settings);
        last = Optional.of(observation);
        return observation;
    }

    /**
     * The last facts with their ages, and every signal that is known now: nothing is read, so that a notice does not wait
     * for AWS.
     *
     * @return empty before the first {@link #read}
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
                outcomes));
    }

    private boolean marketIsDue(Settings settings, Instant asOf) {
        var sameQuestion = marketReadFor
                .filter(before -> before.instance().equals(settings.instance())
                        && before.capacity()
                                .instanceTypes()
                                .equals(settings.capacity().instanceTypes()))
                .isPresent();
        return !sameQuestion
                || last.map(Observation::offers)
                        .map(Dated<List<Offer>>::readAt)
                        .map(readAt -> !readAt.plus(MARKET_EVERY).isAfter(asOf))
                        .orElse(true);
    }
}
