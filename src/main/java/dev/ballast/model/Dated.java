package dev.ballast.model;

import java.time.Duration;
import java.time.Instant;

/** A fact with the moment it was read; how much it is worth depends on its age. */
public record Dated<T>(T value, Instant readAt) {
    public Duration age(Instant asOf) {
        return Duration.between(readAt, asOf);
    }
}
