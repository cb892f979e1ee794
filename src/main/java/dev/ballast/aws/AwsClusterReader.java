package dev.ballast.aws;

import dev.ballast.model.ContainerInstance;
import dev.ballast.model.Instance;
import dev.ballast.model.OwnerTags;
import dev.ballast.model.Resources;
import dev.ballast.model.Service;
import dev.ballast.model.Service.Balancer;
import dev.ballast.model.Task;
import dev.ballast.model.TaskShape;
import dev.ballast.observe.ClusterReader;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/** One cluster through the APIs of EC2, ECS and Elastic Load Balancing. Used by one thread at a time. */
public final class AwsClusterReader implements ClusterReader {
    /** What DescribeContainerInstances and DescribeTasks take, and the List calls give. */
    private static final int DESCRIBED_MAX = 100;

    private static final int SERVICES_DESCRIBED_MAX = 10;
    private static final int INSTANCES_PAGE = 1_000;
    private static final String TRUNK = "ecs.awsvpc-trunk-id";
    private static final String TYPE = "ecs.instance-type";

    private final AwsClients clients;
    private final String cluster;
    private final TaskDefinitions definitions;
    private final TargetGroups targetGroups;
    private final InstanceTypes types;
    private final TaskProtections protections;
    private final ServiceTargets targets;
    private boolean servicesRead;
    private final InstantSource clock;
    private final TaskBook book = new TaskBook();
    private final LastRead<Instance> lastInstances = new LastRead<>(Instance::instanceId);
    private final LastRead<ContainerInstance> lastContainerInstances = new LastRead<>(ContainerInstance::arn);
    /** The EC2 instance of a container instance never changes. */
    private final Map<String, String> instanceIds = new TreeMap<>();
    /** ENIs and GPUs that tasks hold, by container instance, at the last reading of the tasks. */
    private Optional<Map<String, Resources>> held = Optional.empty();

    /** @param clock the world's, for the age of what is remembered */
    public AwsClusterReader(AwsClients clients, String cluster, InstantSource clock) {
        this.clients = clients;
        this.cluster = cluster;
        this.clock = clock;
        definitions = new TaskDefinitions(clients);
        targetGroups = new TargetGroups(clients, clock);
        types = new InstanceTypes(clients);
        protections = new TaskProtections(clients, cluster, clock);
        targets = new ServiceTargets(clients, clock);
    }

    @Override
    public List<Instance> instances() {
        return reading("read the instances of cluster '" + cluster + "'", () -> {
            var found = new TreeMap<String, Instance>();
            describeInstances("tag:" + OwnerTags.CLUSTER, List.of(cluster), found);
            var others = new TreeSet<>(registeredInstanceIds());
            others.removeAll(found.keySet());
            // As a filter, because InstanceIds=… refuses all of them for one that is long gone.
            for (var chunk : Together.chunks(others, InstanceTypes.FILTER_VALUES_MAX))
                describeInstances("instance-id", chunk, found);
            return lastInstances.orTheSame(List.copyOf(found.values()));
        });
    }

    private void describeInstances(String filter, List<String> values, Map<String, Instance> found) {
        var pages = clients.reads()
                .ec2()
                .describeInstancesPaginator(request -> request.maxResults(INSTANCES_PAGE)
                        .filters(Filter.builder().name(filter).values(values).build()));
        for (var page : pages)
            for (var reservation : page.reservations())
                for (var told : reservation.instances()) found.put(told.instanceId(), Ec2Mapping.instance(told));
    }

    /** Of the EC2 instances that are registered in the cluster; an ECS Anywhere host has another kind of id. */
    private Collection<String> registeredInstanceIds() {
        List<String> arns;
        try {
            arns = containerInstanceArns();
        } catch (ClusterNotFoundException none) {
            return List.of();
        }
        instanceIds.keySet().retainAll(new TreeSet<>(arns));
        var unknown = new ArrayList<>(arns);
        unknown.removeAll(instanceIds.keySet());
        describeContainerInstances(unknown);
        return instanceIds.values().stream().filter(id -> id.startsWith("i-")).toList();
    }

    @Override
    public List<ContainerInstance> containerInstances() {
        return reading("read the container instances of cluster '" + cluster + "'", () -> {
            var told = describeContainerInstances(containerInstanceArns());
            if (!told.isEmpty() && held.isEmpty()) tasks();
            var names = new TreeSet<String>();
            for (var one : told) typeName(one).ifPresent(names::add);
            var known = types.named(names);
            return lastContainerInstances.orTheSame(told.stream()
                    .filter(one -> !"INACTIVE".equals(one.status()))
                    .map(one -> EcsMapping.containerInstance(one, extra(one, known)))
                    .sorted(Comparator.comparing(ContainerInstance::arn))
                    .toList());
        });
    }

    private List<String> containerInstanceArns() {
        // Without a status ECS lists every one that is not INACTIVE.
        return ecs()
                .listContainerInstancesPaginator(
                        request -> request.cluster(cluster).maxResults(DESCRIBED_MAX))
                .containerInstanceArns()
                .stream()
                .toList();
    }

    private List<software.amazon.awssdk.services.ecs.model.ContainerInstance> describeContainerInstances(
            List<String> arns) {
        var described = Together.each(
                        Together.chunks(arns, DESCRIBED_MAX),
                        chunk -> ecs().describeContainerInstances(
                                        request -> request.cluster(cluster).containerInstances(chunk))
                                .containerInstances())
                .stream()
                .flatMap(List::stream)
                .toList();
        for (var one : described) instanceIds.put(one.containerInstanceArn(), Ec2Mapping.orEmpty(one.ec2InstanceId()));
        return described;
    }

    private EcsMapping.Extra extra(
            software.amazon.awssdk.services.ecs.model.ContainerInstance told,
            Map<String, dev.ballast.model.InstanceType> known) {
        var gpus = EcsMapping.count(told.registeredResources(), "GPU");
        var enis = typeName(told)
                .map(known::get)
                .map(type ->
                        hasTrunk(told) && type.branchEnis() > 0 ? type.branchEnis() : Math.max(0, type.maxEnis() - 1))
                .orElse(0);
        var taken = held.orElse(Map.of()).getOrDefault(told.containerInstanceArn(), Resources.NONE);
        return new EcsMapping.Extra(new Resources(0, 0, enis, gpus), taken);
    }

    private static Optional<String> typeName(software.amazon.awssdk.services.ecs.model.ContainerInstance told) {
        return told.attributes().stream()
                .filter(attribute -> TYPE.equals(attribute.name()))
                .map(attribute -> attribute.value())
                .filter(Objects::nonNull)
                .findFirst();
    }

    private static boolean hasTrunk(software.amazon.awssdk.services.ecs.model.ContainerInstance told) {
        return told.attributes().stream().anyMatch(attribute -> TRUNK.equals(attribute.name()));
    }

    /** All but Fargate's and ECS Anywhere's: they take nothing from our hosts. */
    @Override
    public List<Task> tasks() {
        return reading("read the tasks of cluster '" + cluster + "'", () -> {
            if (!servicesRead) services(); // whose tasks stand behind a load balancer
            var due = book.due(taskArns(DesiredStatus.RUNNING), taskArns(DesiredStatus.STOPPED));
            describeTasks(due);
            var tasks = targets.onto(protections.onto(book.tasks()));
            held = Optional.of(held(tasks));
            return tasks;
        });
    }

    private Collection<String> taskArns(DesiredStatus desired) {
        return ecs()
                .listTasksPaginator(request ->
                        request.cluster(cluster).desiredStatus(desired).maxResults(DESCRIBED_MAX))
                .taskArns()
                .stream()
                .toList();
    }

    private void describeTasks(List<String> arns) {
        var told = Together.each(
                        Together.chunks(arns, DESCRIBED_MAX),
                        chunk -> ecs().describeTasks(
                                        request -> request.cluster(cluster).tasks(chunk))
                                .tasks())
                .stream()
                .flatMap(List::stream)
                .toList();
        var now = clock.instant();
        var known =
                definitions.of(told.stream().map(one -> one.taskDefinitionArn()).collect(Collectors.toSet()));
        describeContainerInstances(told.stream()
                .map(one -> Ec2Mapping.orEmpty(one.containerInstanceArn()))
                .filter(arn -> !arn.isEmpty() && !instanceIds.containsKey(arn))
                .distinct()
                .toList());
        arns.forEach(book::forget);
        for (var one : told) {
            var isOver = "STOPPED".equals(one.lastStatus()) || !EcsMapping.runsOnEc2(one);
            if (isOver) {
                book.writeOver(one.taskArn(), now);
                continue;
            }
            book.write(EcsMapping.task(one, shape(one, known), Optional.empty()), now);
            targets.task(one, instanceIds.getOrDefault(Ec2Mapping.orEmpty(one.containerInstanceArn()), ""));
        }
    }

    private static TaskShape shape(
            software.amazon.awssdk.services.ecs.model.Task told, Map<String, TaskDefinition> known) {
        var definition = known.get(told.taskDefinitionArn());
        if (definition == null) return TaskShapes.of(told);
        return told.overrides() == null ? TaskShapes.of(definition) : TaskShapes.of(definition, told.overrides());
    }

    private static Map<String, Resources> held(List<Task> tasks) {
        var held = new TreeMap<String, Resources>();
        for (var task : tasks) {
            var needs = task.shape().needs();
            if (task.isOnHost() && needs.enis() + needs.gpus() > 0)
                held.merge(
                        task.containerInstanceArn(), new Resources(0, 0, needs.enis(), needs.gpus()), Resources::plus);
        }
        return held;
    }

    /** All but Fargate's and ECS Anywhere's. */
    @Override
    public List<Service> services() {
        return reading("read the services of cluster '" + cluster + "'", () -> {
            var arns = ecs()
                    .listServicesPaginator(request -> request.cluster(cluster).maxResults(DESCRIBED_MAX))
                    .serviceArns()
                    .stream()
                    .toList();
            var told = Together.each(
                            Together.chunks(arns, SERVICES_DESCRIBED_MAX),
                            chunk -> ecs().describeServices(
                                            request -> request.cluster(cluster).services(chunk))
                                    .services())
                    .stream()
                    .flatMap(List::stream)
                    .filter(one -> !"INACTIVE".equals(one.status()))
                    .filter(EcsMapping::runsOnEc2)
                    .toList();
            targets.services(told);
            servicesRead = true;
            return mappedServices(told);
        });
    }

    private List<Service> mappedServices(List<software.amazon.awssdk.services.ecs.model.Service> told) {
        var used = new TreeSet<String>();
        var groups = new TreeSet<String>();
        for (var one : told) {
            if (one.taskDefinition() != null) used.add(one.taskDefinition());
            one.deployments().forEach(deployment -> used.add(deployment.taskDefinition()));
            one.taskSets().forEach(set -> used.add(set.taskDefinition()));
            groups.addAll(targetGroupsOf(one));
        }
        var known = definitions.of(used);
        var delays = targetGroups.deregistrationDelays(groups);
        return told.stream()
                .map(one -> EcsMapping.service(
                        one,
                        new EcsMapping.Around(
                                arn -> known.containsKey(arn) ? TaskShapes.of(known.get(arn)) : TaskShape.of(0, 0),
                                arn -> TaskEndings.of(Optional.ofNullable(known.get(arn)), balancers(one, delays)),
                                arn -> known.containsKey(arn) ? EcsMapping.constraints(known.get(arn)) : List.of())))
                .sorted(Comparator.comparing(Service::name))
                .toList();
    }

    /** Of the service and, with an external or blue/green controller, of its task sets. */
    private static Collection<String> targetGroupsOf(software.amazon.awssdk.services.ecs.model.Service told) {
        var groups = new TreeSet<String>();
        for (var balancer : told.loadBalancers())
            if (balancer.targetGroupArn() != null) groups.add(balancer.targetGroupArn());
        for (var set : told.taskSets())
            for (var balancer : set.loadBalancers())
                if (balancer.targetGroupArn() != null) groups.add(balancer.targetGroupArn());
        return groups;
    }

    private static List<Balancer> balancers(
            software.amazon.awssdk.services.ecs.model.Service told, Map<String, Duration> delays) {
        var balancers = new ArrayList<Balancer>();
        for (var group : targetGroupsOf(told)) balancers.add(new Balancer(group, delays.get(group)));
        for (var balancer : told.loadBalancers())
            if (balancer.loadBalancerName() != null)
                balancers.add(new Balancer(balancer.loadBalancerName(), TargetGroups.DEFAULT_DELAY));
        return balancers;
    }

    private EcsClient ecs() {
        return clients.reads().ecs();
    }

    private <T> List<T> reading(String doing, Supplier<List<T>> read) {
        try {
            return read.get();
        } catch (ClusterNotFoundException none) {
            return List.of();
        } catch (SdkException error) {
            throw AwsErrors.unreachable(doing, clients.place(), error);
        }
    }
}
