package dev.ballast.backtest.report;

import dev.ballast.backtest.replay.Course;
import java.util.Optional;

/**
 * One policy on one market and set-up.
 *
 * @param isBound whether it is none that could be had
 * @param course of the first seed; empty for bounds, which are reckoned and not played, and where nobody asked
 */
public record Played(Figures figures, boolean isBound, Optional<Course> course) {}
