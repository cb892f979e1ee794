package dev.ballast.sim.api.ecs;

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
                .create(request.name(), Given.tags(request.tags()), Document.without(request, "name", "tags"));
        return CreateCapacityProviderResponse.builder()
                .capacityProvider(toSdk(region, provider, true))
                .build();
    }

    @SuppressWarnings("unchecked") // a document's structures are maps by their members' names
    private UpdateCapacityProviderResponse update(UpdateCapacityProviderRequest request, CallContext context) {
        var region = Given.region(ecs, context);
        var provider = region.capacityProviders().provider(request.name());
        var merged = new LinkedHashMap<>(provider.asGiven());
        Document.without(request, "name")
                .forEach((name, value) -> merged.merge(name, value, (before, after) -> {
                    if (!(before instanceof Map) || !(after instanceof Map)) return after;
                    var both = new LinkedHashMap<>((Map<String, Object>) before);
                    both.putAll((Map<String, Object>) after);
                    return both;
                }));
        var changed = region.capacityProviders().change(provider, provider.tags(), merged);
        return UpdateCapacityProviderResponse.builder()
                .capacityProvider(toSdk(region, changed, true))
                .build();
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
