package dev.ballast.decide.draft;

import dev.ballast.model.Action;

/** The order in which steps are sent: what runs out of time first. */
enum Urgency {
    /** A drain is a short call; a launch takes seconds, and must not stand in front of a hundred drains. */
    DRAIN,
    /** After the drain of its host, or the scheduler would start the task there again. */
    STOP,
    PREPARE,
    LAUNCH,
    RERUN,
    /** Lowers a fleet's target: before the instances go, or the fleet would replace them. */
    RETARGET,
    END;

    static Urgency of(Action action) {
        return switch (action) {
            case Action.StopTask stop -> STOP;
            case Action.DeregisterTargets deregister -> STOP;
            case Action.DrainInstances drain -> DRAIN;
            case Action.ActivateInstances activate -> DRAIN;
            case Action.EnsureLaunchTemplate ensure -> PREPARE;
            case Action.PutCluster put -> PREPARE;
            case Action.PutSignalQueue put -> PREPARE;
            case Action.LaunchInstances launch -> LAUNCH;
            case Action.RerunTask rerun -> RERUN;
            case Action.SetSpotFleetTarget set -> RETARGET;
            case Action.CancelSpotFleet cancel -> RETARGET;
            case Action.TerminateInstances terminate -> END;
            case Action.DeregisterContainerInstance deregister -> END;
            case Action.InterruptInstances interrupt -> END;
            case Action.PutService put -> PREPARE;
            case Action.DeleteService delete -> END;
        };
    }
}
