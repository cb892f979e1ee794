/**
 * Facts, settings and memory as values, and nothing else: no opinion, no I/O, no clock. Every other room speaks in these
 * words. Units are in the type ({@link dev.ballast.model.UsdPerHour}, {@link java.time.Duration}) or last in the name
 * ({@code memoryMib}). Collections are unmodifiable and have a defined order, so that the same input prints the same
 * output in every JVM.
 */
package dev.ballast.model;
