package dev.ballast.backtest.seen;

import dev.ballast.model.CapacityPool;
import java.time.Instant;

/** One thing that says something about a spot pool's capacity. */
sealed interface Sight {
    Instant at();

    /** The cluster got an instance. */
    record Got(Instant at, String instanceId, CapacityPool pool) implements Sight {}

    /** AWS had not what was asked for. */
    record Refused(Instant at, CapacityPool pool) implements Sight {}

    /** AWS gave notice to an instance. */
    record Taken(Instant at, String instanceId) implements Sight {}

    /** An instance ended, and the market had no part in it, as far as is known. */
    record Ended(Instant at, String instanceId) implements Sight {}
}
