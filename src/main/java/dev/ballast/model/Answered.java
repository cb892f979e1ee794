package dev.ballast.model;

import java.time.Instant;

/** A step with what came of it. A step whose answer was lost with its process is told as {@link Outcome.Unknown}. */
public record Answered(Step step, Outcome outcome, Instant at) {}
