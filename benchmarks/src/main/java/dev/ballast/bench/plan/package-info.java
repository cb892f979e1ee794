/** The plan against bounds and rivals. */
package dev.ballast.bench.plan;
