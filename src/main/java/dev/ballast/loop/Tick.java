package dev.ballast.loop;

import dev.ballast.model.Answered;
import dev.ballast.model.Decision;
import dev.ballast.model.Observation;
import java.util.List;

/** One turn of the loop: what was seen, what was decided, and what came of it. */
public record Tick(Observation observation, Decision decision, List<Answered> answers) {}
