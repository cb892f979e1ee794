package dev.ballast.act;

import dev.ballast.model.Answered;
import dev.ballast.model.Outcome;
import dev.ballast.model.Step;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/**
 * Carries a decision's steps to the cloud, one after the other in the decision's order (what is at stake most stands
 * first), each checked against the fence, each outcome told as soon as it is known. It retries nothing: an open outcome goes back into the
 * next observation, and decide sends the step again with its old token, or has found something better to do.
 */
public final class Actor {
    private final CloudWriter cloud;
    private final Fence fence;
    private final InstantSource clock;

    public Actor(CloudWriter cloud, Fence fence, InstantSource clock) {
        this.cloud = cloud;
        this.fence = fence;
        this.clock = clock;
    }

    /** @param told called once a step, before the next one is sent, so that a crash loses at most one answer */
    public void perform(List<Step> steps, Consumer<Answered> told) {
        for (var step : steps) {
            var outcome = fence.holds()
                    ? cloud.perform(step)
                    : new Outcome.Refused("LeaseLost", "another process holds this cluster's lease; nothing was sent");
            told.accept(new Answered(step, outcome, clock.instant()));
        }
    }
}
