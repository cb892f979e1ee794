package dev.ballast.sim.api.chronicle;

import java.time.Instant;

/**
 * One thing that was done to a world from outside it.
 *
 * @param received the world's time when it came; earlier than {@code at} for a call that had to wait
 * @param at the world's time when it was done
 * @param head says with {@code kind} what it was: a request's line and headers, an order's route, or a call that faults were asked about
 * @param body of the request, as it came
 * @param drawn how much the world had drawn afterwards; a world that has drawn less or more is another world
 */
public record Deed(Kind kind, Instant received, Instant at, String head, byte[] body, long drawn) {
    public enum Kind {
        /** A call to an AWS API, refused ones included. */
        CALL,
        /** A call of the admin API. */
        ORDER,
        /** Faults were asked what becomes of a call, and have drawn and counted. */
        FATE
    }
}
