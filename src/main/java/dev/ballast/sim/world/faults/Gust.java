package dev.ballast.sim.world.faults;

import java.time.Duration;

/** A kind of fault that a storm may consist of. */
enum Gust {
    ZONE_AWAY(Duration.ofHours(6), Duration.ofMinutes(1), Duration.ofMinutes(20)),
    POOL_SHORT(Duration.ofMinutes(40), Duration.ofMinutes(5), Duration.ofHours(1)),
    AGENTS_DISCONNECTED(Duration.ofMinutes(30), Duration.ofSeconds(10), Duration.ofMinutes(10)),
    BOOTS_NEVER_REGISTER(Duration.ofHours(1), Duration.ofMinutes(5), Duration.ofMinutes(30)),
    PULLS_FAIL(Duration.ofHours(1), Duration.ofMinutes(1), Duration.ofMinutes(10)),
    API_ERRORS(Duration.ofMinutes(20), Duration.ofSeconds(10), Duration.ofMinutes(5)),
    SLOW_ANSWERS(Duration.ofMinutes(20), Duration.ofSeconds(10), Duration.ofMinutes(5)),
    LOST_ANSWERS(Duration.ofMinutes(20), Duration.ofSeconds(10), Duration.ofMinutes(5)),
    LATE_EVENTS(Duration.ofMinutes(30), Duration.ofMinutes(1), Duration.ofMinutes(30)),
    DOUBLED_EVENTS(Duration.ofMinutes(30), Duration.ofMinutes(1), Duration.ofMinutes(30)),
    LOST_EVENTS(Duration.ofMinutes(30), Duration.ofMinutes(1), Duration.ofMinutes(30)),
    WRONG_CLOCK(Duration.ofHours(2), Duration.ofMinutes(5), Duration.ofHours(1));

    /** From one to the next, in a storm; how long a pause is, is drawn from an exponential distribution. */
    final Duration pauseMean;
    /** Drawn evenly between the two. */
    final Duration least;

    final Duration most;

    Gust(Duration pauseMean, Duration least, Duration most) {
        this.pauseMean = pauseMean;
        this.least = least;
        this.most = most;
    }
}
