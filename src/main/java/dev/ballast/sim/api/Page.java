package dev.ballast.sim.api;

import java.util.List;

/** @param nextToken where the next page begins; null on the last one */
public record Page<T>(List<T> items, String nextToken) {}
