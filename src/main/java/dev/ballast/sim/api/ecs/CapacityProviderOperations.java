package dev.ballast.sim.api.ecs;

import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.Document;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.api.Pages;
import dev.ballast.sim.api.Service;
import dev.ballast.sim.world.ecs.CapacityProviders;
import dev.ballast.sim.world.ecs.Ecs;
import dev.ballast.sim.world.ecs.EcsRegion;
import dev.ballast.sim.world.ecs.Failure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.ecs.model.CapacityProvider;
import software.amazon.awssdk.services.ecs.model.CapacityProviderField;
import software.amazon.awssdk.services.ecs.model.CreateCapacityProviderRequest;
import software.amazon.awssdk.services.ecs.model.CreateCapacityProviderResponse;
import software.amazon.awssdk.services.ecs.model.DeleteCapacityProviderRequest;
import software.amazon.awssdk.services.ecs.model.DeleteCapacityProviderResponse;
import software.amazon.awssdk.services.ecs.model.DescribeCapacityProvidersRequest;
import software.amazon.awssdk.services.ecs.model.DescribeCapacityProvidersResponse;
import software.amazon.awssdk.services.ecs.model.UpdateCapacityProviderRequest;
import software.amazon.awssdk.services.ecs.model.UpdateCapacityProviderResponse;

/** Capacity providers, which are data here. */
final class CapacityProviderOperations {
    /** As the reference of AutoScalingGroupProvider and ManagedScaling gives them. */
    private static final Map<String, Object> DEFAULTS = Map.of(
            "autoScalingGroupProvider",
            Map.of(
                    "managedTerminationProtection",
                    "DISABLED",
                    "managedDraining",
                    "ENABLED",
                    "managedScaling",
                    new TreeMap<String, Object>(Map.of(
                            "status",
                            "DISABLED",
                            "targetCapacity",
                            100,
                            "minimumScalingStepSize",
                            1,
                            "maximumScalingStepSize",
                            10_000,
                            "instanceWarmupPeriod",
                            300))));

    private static final Pages PAGES = Pages.of(Service.ECS, "maxResults", 10);

    private final Ecs ecs;

    CapacityProviderOperations(Ecs ecs) {
        this.ecs = ecs;
    }

    void register(Operations operations) {
        operations.on("CreateCapacityProvider", CreateCapacityProviderRequest::builder, this::create);
        operations.on("UpdateCapacityProvider", UpdateCapacityProviderRequest::builder, this::update);
        operations.on("DeleteCapacityProvider", DeleteCapacityProviderRequest::builder, this::delete);
        operations.on("DescribeCapacityProviders", DescribeCapacityProvidersRequest::builder, this::describe);
    }

    private CreateCapacityProviderResponse create(CreateCapacityProviderRequest request, CallContext context) {
        var region = Given.region(ecs, context);
        if (request.autoScalingGroupProvider() == null)
            throw Given.invalid("The capacity provider must specify an Auto Scaling group provider.");
        var provider = region.capacityProviders()
                .create(
                        request.name(),
                        Given.tags(request.tags()),
                        merge(DEFAULTS, Document.without(request, "name", "tags", "cluster")));
        return CreateCapacityProviderResponse.builder()
                .capacityProvider(toSdk(region, provider, true))
                .build();
    }

    private UpdateCapacityProviderResponse update(UpdateCapacityProviderRequest request, CallContext context) {
        var region = Given.region(ecs, context);
        var provider = region.capacityProviders().provider(request.name());
        if (provider.ownedByAws())
            throw AwsError.refused("ClientException", "The specified capacity provider cannot be updated.");
        var merged = merge(provider.asGiven(), Document.without(request, "name", "cluster"));
        var changed = region.capacityProviders().change(provider, provider.tags(), merged);
        return UpdateCapacityProviderResponse.builder()
                .capacityProvider(toSdk(region, changed, true).toBuilder()
                        .updateStatus("UPDATE_COMPLETE")
                        .build())
                .build();
    }

    /** Structures member by member, at every depth; everything else is replaced. */
    @SuppressWarnings("unchecked") // a document's structures are maps by their members' names
    private static Map<String, Object> merge(Map<String, Object> before, Map<String, Object> given) {
        var both = new LinkedHashMap<>(before);
        given.forEach((name, value) -> both.merge(
                name,
                value,
                (old, fresh) -> old instanceof Map && fresh instanceof Map
                        ? merge((Map<String, Object>) old, (Map<String, Object>) fresh)
                        : fresh));
        return both;
    }

    private DeleteCapacityProviderResponse delete(DeleteCapacityProviderRequest request, CallContext context) {
        var region = Given.region(ecs, context);
        var deleted = toSdk(region, region.capacityProviders().delete(request.capacityProvider()), false);
        return DeleteCapacityProviderResponse.builder()
                .capacityProvider(deleted.toBuilder()
                        .status("INACTIVE")
                        .updateStatus("DELETE_COMPLETE")
                        .build())
                .build();
    }

    private DescribeCapacityProvidersResponse describe(DescribeCapacityProvidersRequest request, CallContext context) {
        var region = Given.region(ecs, context);
        var tags = request.include().contains(CapacityProviderField.TAGS);
        var found = new ArrayList<CapacityProviders.CapacityProvider>();
        var failures = new ArrayList<Failure>();
        for (var reference : request.capacityProviders())
            region.capacityProviders()
                    .find(reference)
                    .ifPresentOrElse(
                            found::add,
                            () -> failures.add(Failure.missing(
                                    reference.startsWith("arn:")
                                            ? reference
                                            : region.arns().capacityProvider(reference))));
        if (request.capacityProviders().isEmpty())
            found.addAll(region.capacityProviders().all());
        var page = PAGES.cut(
                List.copyOf(found),
                CapacityProviders.CapacityProvider::name,
                request.nextToken(),
                request.maxResults());
        return DescribeCapacityProvidersResponse.builder()
                .capacityProviders(page.items().stream()
                        .map(provider -> toSdk(region, provider, tags))
                        .toList())
                .failures(Given.failures(failures))
                .nextToken(page.nextToken())
                .build();
    }

    private static CapacityProvider toSdk(EcsRegion region, CapacityProviders.CapacityProvider provider, boolean tags) {
        return Document.into(CapacityProvider.builder(), provider.asGiven())
                .capacityProviderArn(region.arns().capacityProvider(provider.name()))
                .name(provider.name())
                .status("ACTIVE")
                .tags(tags ? Given.tags(provider.tags()) : List.of())
                .build();
    }
}
