/**
 * How much capacity, in which pools, and what is too much. First what is missing (target, tasks, the spare that a loss would
 * need), then how to buy it at least cost, then how to give back what is not needed.
 */
package dev.ballast.decide.plan;
