package dev.ballast.sim.api.ec2;

import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.Filters;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.api.Pages;
import dev.ballast.sim.world.ec2.Ec2;
import dev.ballast.sim.world.ec2.Tags.Tagged;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.CreateTagsRequest;
import software.amazon.awssdk.services.ec2.model.CreateTagsResponse;
import software.amazon.awssdk.services.ec2.model.DeleteTagsRequest;
import software.amazon.awssdk.services.ec2.model.DeleteTagsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeTagsResponse;
import software.amazon.awssdk.services.ec2.model.TagDescription;

/** Tags of everything that EC2 has. */
final class TagsApi implements Ec2Api {
    private static final Pages PAGES = Pages.ofEc2(5, 1_000);
    private static final Filters<Tagged> FILTERS = new Filters<Tagged>()
            .on("key", Tagged::key)
            .on("value", Tagged::value)
            .on("resource-id", Tagged::resourceId)
            .on("resource-type", Tagged::resourceType)
            .onTags(it -> Map.of(it.key(), it.value()));

    private final Ec2 ec2;

    TagsApi(Ec2 ec2) {
        this.ec2 = ec2;
    }

    @Override
    public void register(Operations operations) {
        operations.on("CreateTags", CreateTagsRequest::builder, this::create);
        operations.on("DeleteTags", DeleteTagsRequest::builder, this::delete);
        operations.on("DescribeTags", DescribeTagsRequest::builder, this::describe);
    }

    private CreateTagsResponse create(CreateTagsRequest request, CallContext context) {
        ec2.region(context.region()).tags().create(request.resources(), TagLists.map(request.tags()));
        return CreateTagsResponse.builder().build();
    }

    private DeleteTagsResponse delete(DeleteTagsRequest request, CallContext context) {
        var tags = new LinkedHashMap<String, Optional<String>>();
        for (var tag : request.tags()) tags.put(tag.key(), Optional.ofNullable(tag.value()));
        ec2.region(context.region()).tags().delete(request.resources(), tags);
        return DeleteTagsResponse.builder().build();
    }

    private DescribeTagsResponse describe(DescribeTagsRequest request, CallContext context) {
        var all = FILTERS.keep(ec2.region(context.region()).tags().all(), request.filters());
        var page = PAGES.cut(all, it -> it.resourceId() + "/" + it.key(), request.nextToken(), request.maxResults());
        return DescribeTagsResponse.builder()
                .tags(page.items().stream()
                        .map(tag -> TagDescription.builder()
                                .resourceId(tag.resourceId())
                                .resourceType(tag.resourceType())
                                .key(tag.key())
                                .value(tag.value())
                                .build())
                        .toList())
                .nextToken(page.nextToken())
                .build();
    }
}
