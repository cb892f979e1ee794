package dev.ballast.sim.world.faults;

import java.time.Instant;
import java.util.Optional;

/**
 * One thing that goes wrong, as it stands.
 *
 * @param until when it ends by itself; empty: when somebody ends it, or its last hit
 * @param hits how often it has hit; always 0 for what is a state of the world and hits nothing by chance
 */
public record Fault(String id, What what, Instant since, Optional<Instant> until, int hits) {}
