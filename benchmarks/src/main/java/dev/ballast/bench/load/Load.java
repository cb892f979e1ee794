package dev.ballast.bench.load;

import java.time.Duration;

/**
 * How hard and how long; all three end a replay, whichever comes first.
 *
 * @param connections kept open, each with one request under way
 * @param warmUp sent, checked, and not counted; over at the latest with half of the requests
 * @param measured what counts
 * @param requestsMost in all, so that a fast server is not filled up
 */
public record Load(int connections, Duration warmUp, Duration measured, int requestsMost) {}
