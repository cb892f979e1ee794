package dev.ballast.sim.world.market;

import java.time.Instant;
import java.util.Optional;

/**
 * A time in which a pool holds no more than {@code left} instances.
 *
 * @param until from which on it holds what it usually does, unless another drought lasts longer
 * @param foreseenAt when rebalance recommendations go out for it, at the latest with its begin; empty without any
 */
record Drought(Instant from, Instant until, int left, Optional<Instant> foreseenAt) {
    boolean holdsAt(Instant moment) {
        return !moment.isBefore(from) && moment.isBefore(until);
    }
}
