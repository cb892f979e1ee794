package dev.ballast.sim.world.core;

/**
 * Something that will happen in the world by itself: a boot that ends, a task that stops, a pool that is taken back. Plain
 * data (a record that Jackson can write and read), so that a world can be saved with what is still to come.
 */
public interface WorldEvent {}
