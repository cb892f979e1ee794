package dev.ballast.model;

import java.time.Instant;
import java.util.List;

/**
 * What is to be done now, why, and when to look again.
 *
 * @param number counts from 1 in one cluster's journal
 * @param notes reasons that lead to no action: a brake, a rejected alternative, "nothing to do"
 * @param memory what the next decision must know; the outcomes of these steps reach it through the next observation
 * @param settled true where nothing is missing and nothing is under way
 */
public record Decision(
        long number,
        Instant asOf,
        List<Step> steps,
        List<Reason> notes,
        Memory memory,
        Instant nextWake,
        boolean settled) {
    public Decision {
        steps = List.copyOf(steps);
        notes = List.copyOf(notes);
    }
}
