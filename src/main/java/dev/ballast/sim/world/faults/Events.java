package dev.ballast.sim.world.faults;

import dev.ballast.sim.world.messaging.EventTroubles.Told;
import java.util.Optional;

/**
 * Which events are meant; what is left open means every one.
 *
 * @param source empty: every service of AWS; an application's own events are meant only where it is named
 */
public record Events(Optional<String> source, Optional<String> detailType, Optional<String> region) {
    public static final Events ALL = new Events(Optional.empty(), Optional.empty(), Optional.empty());

    boolean mean(Told told) {
        return source.map(told.source()::equals).orElseGet(() -> told.source().startsWith("aws."))
                && detailType.map(told.detailType()::equals).orElse(true)
                && region.map(told.region()::equals).orElse(true);
    }
}
