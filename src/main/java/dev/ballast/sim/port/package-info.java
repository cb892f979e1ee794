/**
 * The world in this process, behind the same ports as AWS: no wire, no thread, no clock of its own. For simulation tests,
 * backtests, and a demo that gives the same journal byte for byte.
 */
package dev.ballast.sim.port;
