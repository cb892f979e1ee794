/** Whole pools taken from typical clusters. */
package dev.ballast.bench.interruptions;
