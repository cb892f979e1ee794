package dev.ballast.act;

import dev.ballast.model.Answered;
import dev.ballast.model.Outcome;
import dev.ballast.model.Step;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * Carries a decision's steps to the cloud in the decision's order (what is at stake most stands first), each checked against the fence,
 * each outcome told as soon as it is known. Steps of one kind that stand together go out together, as many as the cloud takes at once: a
 * hundred drains one after the other would cost the last of them ten seconds of its two minutes. The next kind waits for them. It
 * retries nothing: an open outcome goes back into the next observation, and decide sends the step again with its old token, or has found
 * something better to do.
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

    /**
     * @param told called once a step on the caller's thread, as soon as its answer is known, so that a crash loses as few answers as calls
     *     were under way
     */
    public void perform(List<Step> steps, Consumer<Answered> told) {
        for (var group : ofOneKind(steps)) {
            if (group.size() == 1 || cloud.mostAtOnce() == 1) group.forEach(step -> told.accept(perform(step)));
            else together(group, told);
        }
    }

    private static List<List<Step>> ofOneKind(List<Step> steps) {
        var groups = new ArrayList<List<Step>>();
        for (var step : steps) {
            var kind = step.action().getClass();
            if (groups.isEmpty() || groups.getLast().getFirst().action().getClass() != kind)
                groups.add(new ArrayList<>());
            groups.getLast().add(step);
        }
        return groups;
    }

    private void together(List<Step> group, Consumer<Answered> told) {
        var permits = new Semaphore(cloud.mostAtOnce(), true);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ExecutorCompletionService<Answered>(threads);
            for (var step : group)
                answers.submit(() -> {
                    permits.acquireUninterruptibly();
                    try {
                        return perform(step);
                    } finally {
                        permits.release();
                    }
                });
            for (var left = group.size(); left > 0; left--) told.accept(next(answers));
        }
    }

    /** Waits also where this thread is interrupted: what was sent has an answer that must be recorded. */
    private static Answered next(ExecutorCompletionService<Answered> answers) {
        var interrupted = false;
        try {
            while (true) {
                try {
                    return answers.take().get();
                } catch (InterruptedException later) {
                    interrupted = true;
                } catch (ExecutionException broken) {
                    if (broken.getCause() instanceof RuntimeException cause) throw cause;
                    throw new IllegalStateException(broken.getCause());
                }
            }
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    private Answered perform(Step step) {
        var outcome = fence.holds()
                ? cloud.perform(step)
                : new Outcome.Refused("LeaseLost", "another process holds this cluster's lease; nothing was sent");
        return new Answered(step, outcome, clock.instant());
    }
}
