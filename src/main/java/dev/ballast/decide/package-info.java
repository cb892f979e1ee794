/**
 * Given everything known, it chooses. One entry, {@code Decide}; no clock, thread, log, random draw or
 * call: the same observation, settings and memory give the same decision, byte for byte.
 */
package dev.ballast.decide;
