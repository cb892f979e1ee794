package dev.ballast.decide.mix;

import dev.ballast.decide.pack.Room;

/**
 * One pool that may be bought of.
 *
 * @param empty a host of it with nothing but its daemons
 * @param micros of a dollar an hour
 * @param lostWith what goes at the same time carries the same name; empty where no loss is to be survived
 */
public record Offered(Room empty, long micros, String lostWith) {}
