package dev.ballast.aws;

import dev.ballast.act.CloudWriter;
import dev.ballast.model.Action;
import dev.ballast.model.Outcome;
import dev.ballast.model.Step;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;

/** Carries each action to AWS for one cluster. Repeats nothing by itself; whether to, the outcome says. */
public final class AwsWriter implements CloudWriter {
    private final FleetLaunches launches;
    private final LaunchTemplates templates;
    private final SpotFleets fleets;
    private final Instances instances;
    private final EcsWrites ecs;
    private final TargetGroupWrites targets;
    private final TaskReruns reruns;
    private final ServiceWrites services;
    private final SignalQueue signals;
    private final Interruptions interruptions;

    /** @param fisRole the role that the Fault Injection Service assumes; without it nothing can be interrupted on AWS */
    public AwsWriter(AwsClients clients, String cluster, Optional<String> fisRole) {
        launches = new FleetLaunches(clients, cluster);
        templates = new LaunchTemplates(clients, cluster);
        fleets = new SpotFleets(clients, cluster);
        instances = new Instances(clients);
        ecs = new EcsWrites(clients, cluster);
        targets = new TargetGroupWrites(clients);
        reruns = new TaskReruns(clients, cluster);
        services = new ServiceWrites(clients, cluster);
        signals = new SignalQueue(clients, cluster);
        interruptions = new Interruptions(clients, cluster, fisRole);
    }

    @Override
    public Outcome perform(Step step) {
        try {
            return send(step.token(), step.action());
        } catch (SdkException error) {
            return AwsErrors.outcome(error);
        }
    }

    /** Few enough that AWS's smallest bucket of drains, stops and the like, 100 calls, holds out for a second of them. */
    @Override
    public int mostAtOnce() {
        return Together.MOST_AT_ONCE;
    }

    private Outcome send(String token, Action action) {
        return switch (action) {
            case Action.EnsureLaunchTemplate ensure -> templates.ensure(token, ensure.template());
            case Action.LaunchInstances launch -> launches.launch(token, launch);
            case Action.SetSpotFleetTarget set -> fleets.setTarget(token, set);
            case Action.CancelSpotFleet cancel -> fleets.cancel(cancel.fleetId());
            case Action.TerminateInstances terminate -> instances.terminate(terminate.instanceIds());
            case Action.DrainInstances drain -> ecs.drain(drain.containerInstanceArns());
            case Action.ActivateInstances activate -> ecs.activate(activate.containerInstanceArns());
            case Action.StopTask stop -> ecs.stop(stop.taskArn(), stop.why());
            case Action.DeregisterTargets deregister ->
                targets.deregister(deregister.targetGroupArn(), deregister.targets());
            case Action.RerunTask rerun -> reruns.rerun(token, rerun.taskArn());
            case Action.DeregisterContainerInstance deregister -> ecs.deregister(deregister.containerInstanceArn());
            case Action.InterruptInstances interrupt -> interruptions.interrupt(token, interrupt.instanceIds());
            case Action.PutCluster put -> services.putCluster();
            case Action.PutService put -> services.put(put.service());
            case Action.DeleteService delete -> services.delete(delete.name());
            case Action.PutSignalQueue put -> signals.put();
        };
    }
}
