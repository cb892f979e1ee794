package dev.ballast.sim.world.ecs;

import dev.ballast.sim.world.core.Refused;
import java.util.Map;
import java.util.Optional;

/** What callers do to the task sets of services whose deployment controller is EXTERNAL. */
public final class TaskSets {
    private final Ground ground;
    private final ServiceScheduler scheduler;

    TaskSets(Ground ground, ServiceScheduler scheduler) {
        this.ground = ground;
        this.scheduler = scheduler;
    }

    /** @throws Refused InvalidParameterException, ServiceNotActiveException */
    public TaskSet create(
            EcsService service,
            TaskDefinition definition,
            double percent,
            Map<String, String> tags,
            Map<String, Object> asGiven) {
        check(service);
        check(percent);
        var set = new TaskSet(scheduler.newDeploymentId(), definition, percent, tags, asGiven, ground.now());
        definition.referred();
        service.taskSets.add(set);
        return set;
    }

    private static void check(EcsService service) {
        if (service.status() != EcsService.Status.ACTIVE)
            throw new Refused("ServiceNotActiveException", "Service was not ACTIVE.");
        if (!service.isExternal())
            throw new Refused(
                    "InvalidParameterException",
                    "Task sets are only supported for services with the EXTERNAL or CODE_DEPLOY deployment controller.");
    }

    private static void check(double percent) {
        if (percent < 0 || percent > 100)
            throw new Refused("InvalidParameterException", "Scale value must be between 0 and 100.");
    }

    /** By its id or its ARN. */
    public Optional<TaskSet> find(EcsService service, String reference) {
        var id = "ecs-svc/" + Arns.lastPart(reference);
        return service.taskSets.stream().filter(set -> set.id().equals(id)).findFirst();
    }

    /** @throws Refused TaskSetNotFoundException */
    public TaskSet taskSet(EcsService service, String reference) {
        return find(service, reference)
                .orElseThrow(
                        () -> new Refused("TaskSetNotFoundException", "The specified task set could not be found."));
    }

    public TaskSet scale(EcsService service, String reference, double percent) {
        check(service);
        check(percent);
        var set = taskSet(service, reference);
        set.percent(percent, ground.now());
        return set;
    }

    /** The one before it is ACTIVE again. */
    public TaskSet makePrimary(EcsService service, String reference) {
        check(service);
        var chosen = taskSet(service, reference);
        for (var set : service.taskSets)
            if (set.status() == TaskSet.Status.PRIMARY) set.status(TaskSet.Status.ACTIVE, ground.now());
        chosen.status(TaskSet.Status.PRIMARY, ground.now());
        return chosen;
    }

    /** @throws Refused InvalidParameterException while it is scaled above zero */
    public TaskSet delete(EcsService service, String reference) {
        var set = taskSet(service, reference);
        if (set.percent() > 0)
            throw new Refused(
                    "InvalidParameterException",
                    "The task set " + set.id() + " cannot be deleted while it is scaled above 0.");
        return deleteByForce(service, reference);
    }

    public TaskSet deleteByForce(EcsService service, String reference) {
        var set = taskSet(service, reference);
        service.taskSets.remove(set);
        set.definition().released();
        set.status(TaskSet.Status.DRAINING, ground.now());
        return set;
    }
}
