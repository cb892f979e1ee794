/**
 * What {@code ./bench} runs. A bench is one class named in {@link dev.ballast.bench.Main}: it measures, and hands its numbers
 * to a {@link dev.ballast.bench.Report}, which sets them beside what was asked for.
 */
package dev.ballast.bench;
