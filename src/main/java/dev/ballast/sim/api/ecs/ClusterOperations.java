package dev.ballast.sim.api.ecs;

import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.Document;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.world.ecs.Ecs;
import dev.ballast.sim.world.ecs.EcsCluster;
import dev.ballast.sim.world.ecs.EcsRegion;
import dev.ballast.sim.world.ecs.EcsService;
import dev.ballast.sim.world.ecs.Failure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.ClusterField;
import software.amazon.awssdk.services.ecs.model.ClusterSetting;
import software.amazon.awssdk.services.ecs.model.CreateClusterRequest;
import software.amazon.awssdk.services.ecs.model.CreateClusterResponse;
import software.amazon.awssdk.services.ecs.model.DeleteClusterRequest;
import software.amazon.awssdk.services.ecs.model.DeleteClusterResponse;
import software.amazon.awssdk.services.ecs.model.DescribeClustersRequest;
import software.amazon.awssdk.services.ecs.model.DescribeClustersResponse;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.ListClustersRequest;
import software.amazon.awssdk.services.ecs.model.ListClustersResponse;
import software.amazon.awssdk.services.ecs.model.PutClusterCapacityProvidersRequest;
import software.amazon.awssdk.services.ecs.model.PutClusterCapacityProvidersResponse;
import software.amazon.awssdk.services.ecs.model.UpdateClusterRequest;
import software.amazon.awssdk.services.ecs.model.UpdateClusterResponse;
import software.amazon.awssdk.services.ecs.model.UpdateClusterSettingsRequest;
import software.amazon.awssdk.services.ecs.model.UpdateClusterSettingsResponse;

final class ClusterOperations {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,255}");
    private static final Set<ClusterField> ALL =
            Set.of(ClusterField.SETTINGS, ClusterField.CONFIGURATIONS, ClusterField.TAGS);

    private final Ecs ecs;

    ClusterOperations(Ecs ecs) {
        this.ecs = ecs;
    }

    void register(Operations operations) {
        operations.on("CreateCluster", CreateClusterRequest::builder, this::create);
        operations.on("UpdateCluster", UpdateClusterRequest::builder, this::update);
        operations.on("UpdateClusterSettings", UpdateClusterSettingsRequest::builder, this::updateSettings);
        operations.on("PutClusterCapacityProviders", PutClusterCapacityProvidersRequest::builder, this::putProviders);
        operations.on("DeleteCluster", DeleteClusterRequest::builder, this::delete);
        operations.on("DescribeClusters", DescribeClustersRequest::builder, this::describe);
        operations.on("ListClusters", ListClustersRequest::builder, this::list);
    }

    private CreateClusterResponse create(CreateClusterRequest request, CallContext context) {
        var region = Given.region(ecs, context);
        var name = request.clusterName() == null ? "default" : request.clusterName();
        if (!NAME.matcher(name).matches()) throw Given.invalid("Identifier was not valid: " + name);
        request.capacityProviders().forEach(region.capacityProviders()::provider);
        var cluster = region.createCluster(
                name, Given.tags(request.tags()), Document.without(request, "clusterName", "tags"));
        return CreateClusterResponse.builder()
                .cluster(toSdk(region, cluster, ALL))
                .build();
    }

    private UpdateClusterResponse update(UpdateClusterRequest request, CallContext context) {
        var region = Given.region(ecs, context);
        var cluster = merge(region, request.cluster(), request);
        return UpdateClusterResponse.builder()
                .cluster(toSdk(region, cluster, ALL))
                .build();
    }

    private UpdateClusterSettingsResponse updateSettings(UpdateClusterSettingsRequest request, CallContext context) {
        var region = Given.region(ecs, context);
        var cluster = merge(region, request.cluster(), request);
        return UpdateClusterSettingsResponse.builder()
                .cluster(toSdk(region, cluster, ALL))
                .build();
    }

    private PutClusterCapacityProvidersResponse putProviders(
            PutClusterCapacityProvidersRequest request, CallContext context) {
        var region = Given.region(ecs, context);
        request.capacityProviders().forEach(region.capacityProviders()::provider);
        for (var item : request.defaultCapacityProviderStrategy())
            if (!request.capacityProviders().contains(item.capacityProvider()))
                throw Given.invalid(
                        "The specified capacity provider strategy cannot contain a capacity provider that is"
                                + " not associated with the cluster.");
        var cluster = merge(region, request.cluster(), request);
        return PutClusterCapacityProvidersResponse.builder()
                .cluster(toSdk(region, cluster, ALL))
                .build();
    }

    private static EcsCluster merge(EcsRegion region, String reference, SdkPojo request) {
        var cluster = region.cluster(reference);
        var merged = new LinkedHashMap<>(cluster.asGiven());
        merged.putAll(Document.without(request, "cluster"));
        region.changeCluster(cluster, merged);
        return cluster;
    }

    private DeleteClusterResponse delete(DeleteClusterRequest request, CallContext context) {
        var region = Given.region(ecs, context);
        var cluster = region.deleteCluster(request.cluster());
        return DeleteClusterResponse.builder()
                .cluster(toSdk(region, cluster, ALL))
                .build();
    }

    private DescribeClustersResponse describe(DescribeClustersRequest request, CallContext context) {
        var region = Given.region(ecs, context);
        var asked = request.clusters().isEmpty() ? List.of("default") : request.clusters();
        Given.atMost(asked, 100, "Clusters");
        var clusters = new ArrayList<Cluster>();
        var failures = new ArrayList<Failure>();
        for (var reference : asked) {
            var found = region.findCluster(reference);
            if (found.isPresent()) clusters.add(toSdk(region, found.get(), Set.copyOf(request.include())));
            else
                failures.add(Failure.missing(
                        reference.startsWith("arn:") ? reference : region.arns().cluster(reference)));
        }
        return DescribeClustersResponse.builder()
                .clusters(clusters)
                .failures(Given.failures(failures))
                .build();
    }

    private ListClustersResponse list(ListClustersRequest request, CallContext context) {
        var region = Given.region(ecs, context);
        var active = region.clusters().stream().filter(EcsCluster::isActive).toList();
        var page = Given.PAGES.cut(active, EcsCluster::name, request.nextToken(), request.maxResults());
        return ListClustersResponse.builder()
                .clusterArns(page.items().stream()
                        .map(cluster -> region.arns().cluster(cluster.name()))
                        .toList())
                .nextToken(page.nextToken())
                .build();
    }

    private static Cluster toSdk(EcsRegion region, EcsCluster cluster, Set<ClusterField> include) {
        var shown = new LinkedHashMap<>(cluster.asGiven());
        if (!include.contains(ClusterField.CONFIGURATIONS)) shown.remove("configuration");
        shown.remove("settings");
        var sdk = Document.into(Cluster.builder(), shown)
                .clusterArn(region.arns().cluster(cluster.name()))
                .clusterName(cluster.name())
                .status(cluster.isActive() ? "ACTIVE" : "INACTIVE")
                .registeredContainerInstancesCount(cluster.instances().size())
                .runningTasksCount(cluster.runningTasks())
                .pendingTasksCount(cluster.pendingTasks())
                .activeServicesCount((int) cluster.services().stream()
                        .filter(service -> service.status() == EcsService.Status.ACTIVE)
                        .count())
                .statistics(include.contains(ClusterField.STATISTICS) ? statistics(cluster) : List.of())
                .tags(include.contains(ClusterField.TAGS) ? Given.tags(cluster.tags()) : List.of())
                .settings(include.contains(ClusterField.SETTINGS) ? settings(cluster) : List.of());
        if (!shown.containsKey("capacityProviders")) sdk.capacityProviders(List.of());
        if (!shown.containsKey("defaultCapacityProviderStrategy"))
            sdk.defaultCapacityProviderStrategy(
                    List.<software.amazon.awssdk.services.ecs.model.CapacityProviderStrategyItem>of());
        return sdk.build();
    }

    private static List<ClusterSetting> settings(EcsCluster cluster) {
        var given = Document.into(Cluster.builder(), cluster.asGiven()).build().settings();
        return given.isEmpty()
                ? List.of(ClusterSetting.builder()
                        .name("containerInsights")
                        .value("disabled")
                        .build())
                : given;
    }

    private static List<KeyValuePair> statistics(EcsCluster cluster) {
        var draining = cluster.services().stream()
                .filter(service -> service.status() == EcsService.Status.DRAINING)
                .count();
        var active = cluster.services().stream()
                .filter(service -> service.status() == EcsService.Status.ACTIVE)
                .count();
        return List.of(
                statistic("runningEC2TasksCount", cluster.runningTasks()),
                statistic("runningFargateTasksCount", 0),
                statistic("pendingEC2TasksCount", cluster.pendingTasks()),
                statistic("pendingFargateTasksCount", 0),
                statistic("activeEC2ServiceCount", active),
                statistic("activeFargateServiceCount", 0),
                statistic("drainingEC2ServiceCount", draining),
                statistic("drainingFargateServiceCount", 0));
    }

    private static KeyValuePair statistic(String name, long value) {
        return KeyValuePair.builder().name(name).value(Long.toString(value)).build();
    }
}
