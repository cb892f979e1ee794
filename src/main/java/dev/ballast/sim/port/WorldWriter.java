package dev.ballast.sim.port;

import dev.ballast.act.CloudWriter;
import dev.ballast.model.Action;
import dev.ballast.model.ContainerInstance.Status;
import dev.ballast.model.LaunchTemplateSpec;
import dev.ballast.model.Offer;
import dev.ballast.model.Outcome;
import dev.ballast.model.Outcome.Failure;
import dev.ballast.model.Outcome.Launched;
import dev.ballast.model.OwnerTags;
import dev.ballast.model.PurchaseOption;
import dev.ballast.model.Step;
import dev.ballast.sim.world.World;
import dev.ballast.sim.world.core.Refused;
import dev.ballast.sim.world.ec2.Ec2Instance;
import dev.ballast.sim.world.ec2.Launch.SpotOffer;
import dev.ballast.sim.world.ec2.LaunchParameters;
import dev.ballast.sim.world.ec2.LaunchTemplates;
import dev.ballast.sim.world.ec2.LaunchTemplates.Reference;
import dev.ballast.sim.world.ec2.StateReason;
import dev.ballast.sim.world.ecs.Arns;
import dev.ballast.sim.world.ecs.EcsCluster;
import dev.ballast.sim.world.ecs.EcsRegion;
import dev.ballast.sim.world.ecs.EcsService;
import dev.ballast.sim.world.ecs.Services;
import dev.ballast.sim.world.ecs.StandaloneTasks;
import dev.ballast.sim.world.ecs.TaskDefinition;
import dev.ballast.sim.world.elb.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Carries steps to the world. A launch is done once per token, as EC2 does it. */
final class WorldWriter implements CloudWriter {
    private final World world;
    private final String region;
    private final String cluster;
    private final Line line;
    private final Map<String, Launch> answeredLaunches = new TreeMap<>();

    WorldWriter(World world, String region, String cluster, Line line) {
        this.world = world;
        this.line = line;
        this.region = region;
        this.cluster = cluster;
    }

    @Override
    public Outcome perform(Step step) {
        try {
            return perform(step.action(), step.token());
        } catch (Refused refused) {
            return new Outcome.Refused(refused.code(), refused.getMessage());
        } catch (Line.Broken broken) {
            return broken.outcome();
        }
    }

    private Outcome perform(Action action, String token) {
        return switch (action) {
            case Action.EnsureLaunchTemplate(var template) -> {
                line.write("ec2", "CreateLaunchTemplate", () -> create(template));
                yield Outcome.created(template.name());
            }
            case Action.LaunchInstances launch -> launch(launch, token);
            case Action.TerminateInstances(var ids) -> line.terminate(ids.size(), () -> each(ids, this::terminate));
            case Action.DrainInstances(var arns) -> update(arns, Status.DRAINING);
            case Action.ActivateInstances(var arns) -> update(arns, Status.ACTIVE);
            case Action.StopTask stop ->
                line.write("ecs", "StopTask", () -> {
                    ecs().tasks().stop(found(), Arns.lastPart(stop.taskArn()), stop.why());
                    return Outcome.DONE;
                });
            case Action.DeregisterTargets(var groupArn, var targets) ->
                line.write("elasticloadbalancing", "DeregisterTargets", () -> {
                    var balancers = world.elb().region(region);
                    balancers
                            .findGroup(groupArn)
                            .ifPresent(group -> balancers.deregister(
                                    group,
                                    targets.stream()
                                            .map(one -> new Target.Key(one.id(), one.port()))
                                            .toList()));
                    return Outcome.DONE;
                });
            case Action.RerunTask(var arn) -> rerun(arn);
            case Action.DeregisterContainerInstance(var arn) ->
                line.write("ecs", "DeregisterContainerInstance", () -> {
                    ecs().hosts().deregisterByForce(found(), arn);
                    return Outcome.DONE;
                });
            // A local cloud's admin API does this, which neither throttles nor fails.
            case Action.InterruptInstances(var ids) -> {
                world.reclaim().instances(ids);
                yield Outcome.DONE;
            }
            case Action.PutCluster() -> {
                line.read("ecs", "DescribeClusters", 1);
                if (ecs().findCluster(cluster).filter(EcsCluster::isActive).isEmpty())
                    line.write("ecs", "CreateCluster", () -> ecs().createCluster(cluster));
                yield Outcome.DONE;
            }
            case Action.PutService(var wanted) -> put(wanted);
            case Action.DeleteService(var name) ->
                line.write("ecs", "DeleteService", () -> {
                    ecs().services().deleteByForce(service(name));
                    return Outcome.DONE;
                });
            case Action.PutSignalQueue() -> Outcome.DONE;
            case Action.SetSpotFleetTarget set -> noSpotFleet();
            case Action.CancelSpotFleet cancel -> noSpotFleet();
        };
    }

    private static Outcome noSpotFleet() {
        return new Outcome.Refused(
                "Unsupported",
                "the backend spot-fleet needs the wire; in-process worlds launch through instant fleets");
    }

    /** EC2 refuses a second template of that name, and one of ours under it is the one that is wanted. */
    private Outcome create(LaunchTemplateSpec template) {
        if (templates().all().stream().noneMatch(known -> known.name().equals(template.name())))
            templates()
                    .create(
                            template.name(),
                            "",
                            Templates.parameters(template),
                            new TreeMap<>(),
                            world.time().now());
        return Outcome.DONE;
    }

    /** What one fleet answered. */
    private record Launch(List<Launched> launched, List<Failure> failures) {}

    /** As in the aws room: one fleet for spot, and for on-demand one a pool, because nothing else spreads it. */
    private Outcome launch(Action.LaunchInstances launch, String token) {
        var launched = new ArrayList<Launched>();
        var failures = new ArrayList<Failure>();
        var offers = launch.offers();
        var together = offers.getFirst().pool().option() == PurchaseOption.SPOT;
        for (var part = 0; part < (together ? 1 : offers.size()); part++) {
            var answer = fleet(launch, together ? offers : offers.subList(part, part + 1), token, part);
            launched.addAll(answer.launched());
            failures.addAll(answer.failures());
        }
        if (failures.isEmpty() && launched.size() == launch.total()) return Outcome.launched(launched);
        if (!launched.isEmpty()) return new Outcome.PartlyDone(launched, failures);
        return failures.stream().anyMatch(failure -> Codes.isNoCapacity(failure.code()))
                ? new Outcome.NoCapacity(failures)
                : new Outcome.Refused(
                        failures.getFirst().code(), failures.getFirst().message());
    }

    /** @throws Line.Broken where the whole launch is to be sent again; parts that were answered answer the same then */
    private Launch fleet(Action.LaunchInstances launch, List<Offer> offers, String token, int part) {
        try {
            return line.write("ec2", "CreateFleet", () -> {
                var name = token + "/" + part;
                var before = answeredLaunches.get(name);
                if (before != null) return before;
                var answer = fleet(launch, offers, token);
                answeredLaunches.put(name, answer);
                return answer;
            });
        } catch (Line.Broken broken) {
            if (!(broken.outcome() instanceof Outcome.Refused refused)) throw broken;
            return new Launch(
                    List.of(),
                    offers.stream()
                            .map(offer -> new Failure(offer.pool().toString(), refused.code(), refused.message()))
                            .toList());
        }
    }

    private Launch fleet(Action.LaunchInstances launch, List<Offer> offers, String token) {
        var template =
                templates().resolve(new Reference(Optional.empty(), Optional.of(launch.templateName()), "$Latest"));
        var launched = new ArrayList<Launched>();
        var failures = new ArrayList<Failure>();
        for (var offer : offers) {
            var parameters = Templates.placed(template.parameters(), offer, launch.maxPrice(), ownTags(launch, token));
            try {
                for (var instance : launch(offer, launch.each(), parameters, token))
                    launched.add(new Launched(instance.id(), instance.pool()));
            } catch (Refused refused) {
                failures.add(new Failure(offer.pool().toString(), refused.code(), refused.getMessage()));
            }
        }
        return new Launch(launched, failures);
    }

    private List<Ec2Instance> launch(Offer offer, int count, LaunchParameters parameters, String token) {
        var spot = offer.pool().option() == PurchaseOption.SPOT
                ? Optional.of(new SpotOffer(
                        "",
                        parameters.spot().orElse(LaunchParameters.SpotOptions.DEFAULT),
                        Optional.empty(),
                        parameters))
                : Optional.<SpotOffer>empty();
        var settled = world.ec2().region(region).launches().settle(parameters, spot, token);
        return world.ec2().launch(settled, 1, count);
    }

    private Map<String, String> ownTags(Action.LaunchInstances launch, String token) {
        var tags = new TreeMap<String, String>();
        tags.put(OwnerTags.CLUSTER, cluster);
        tags.put(OwnerTags.LAUNCH, token);
        tags.put(
                OwnerTags.TEMPLATE,
                launch.templateName().substring(launch.templateName().lastIndexOf('-') + 1));
        return tags;
    }

    /** Answers a failure for each that did not go, as AWS's batch calls do. */
    private static Outcome each(List<String> ids, Consumer<String> effect) {
        var failures = new ArrayList<Failure>();
        for (var id : ids) {
            try {
                effect.accept(id);
            } catch (Refused refused) {
                failures.add(new Failure(id, refused.code(), refused.getMessage()));
            }
        }
        return failures.isEmpty() ? Outcome.DONE : new Outcome.PartlyDone(List.of(), failures);
    }

    private void terminate(String id) {
        world.ec2().terminate(instance(id), StateReason.USER);
    }

    private Ec2Instance instance(String id) {
        return world.ec2()
                .region(region)
                .instance(id)
                .orElseThrow(
                        () -> new Refused("InvalidInstanceID.NotFound", "The instance ID '" + id + "' does not exist"));
    }

    private Outcome update(List<String> arns, Status status) {
        var failures = new ArrayList<Failure>();
        for (var from = 0; from < arns.size(); from += Action.DrainInstances.MOST) {
            var some = arns.subList(from, Math.min(arns.size(), from + Action.DrainInstances.MOST));
            line.write(
                            "ecs",
                            "UpdateContainerInstancesState",
                            () -> ecs().hosts().update(found(), some, status))
                    .failures()
                    .forEach(failure -> failures.add(new Failure(failure.arn(), failure.reason(), "")));
        }
        return failures.isEmpty() ? Outcome.DONE : new Outcome.PartlyDone(List.of(), failures);
    }

    private Outcome rerun(String arn) {
        line.read("ecs", "DescribeTasks", 1);
        var task = found().task(Arns.lastPart(arn))
                .orElseThrow(() -> new Refused("InvalidParameterException", "The referenced task was not found."));
        var again = new StandaloneTasks.Request(
                task.definition().name(),
                1,
                task.group(),
                task.startedBy(),
                List.of(),
                List.of(),
                task.overrides(),
                task.tags(),
                task.asGiven());
        var answer = line.write("ecs", "RunTask", () -> ecs().tasks().run(found(), again));
        return answer.done().isEmpty()
                ? new Outcome.NoCapacity(answer.failures().stream()
                        .map(failure -> new Failure(failure.arn(), failure.reason(), ""))
                        .toList())
                : Outcome.created(answer.done().getFirst().id());
    }

    private Outcome put(Action.ServiceSpec wanted) {
        line.read("ecs", "DescribeTaskDefinition", 1);
        line.read("ecs", "DescribeServices", 1);
        var definition = Templates.definition(wanted);
        var known = ecs().services()
                .find(found(), wanted.name())
                .filter(service -> service.status() == EcsService.Status.ACTIVE);
        if (known.isEmpty()) {
            var registered = register(definition);
            return line.write("ecs", "CreateService", () -> {
                ecs().services()
                        .create(
                                found(),
                                EcsService.Spec.replica(wanted.name(), registered, wanted.desiredCount())
                                        .with(wanted.healthy()),
                                new TreeMap<>());
                return Outcome.DONE;
            });
        }
        var spec = known.get().spec();
        var sameDefinition = spec.definition().spec().equals(definition);
        var changed = (sameDefinition ? spec : spec.with(register(definition)))
                .withDesired(wanted.desiredCount())
                .with(wanted.healthy());
        return line.write("ecs", "UpdateService", () -> {
            ecs().services().update(known.get(), changed, Services.Deploy.WHERE_CHANGED);
            return Outcome.DONE;
        });
    }

    private TaskDefinition register(TaskDefinition.Spec definition) {
        return line.write(
                "ecs", "RegisterTaskDefinition", () -> ecs().taskDefinitions().register(definition));
    }

    private EcsService service(String name) {
        return ecs().services()
                .find(found(), name)
                .orElseThrow(() -> new Refused("ServiceNotFoundException", "Service not found."));
    }

    private LaunchTemplates templates() {
        return world.ec2().region(region).launchTemplates();
    }

    private EcsRegion ecs() {
        return world.ecs().region(region);
    }

    private EcsCluster found() {
        return ecs().cluster(cluster);
    }
}
