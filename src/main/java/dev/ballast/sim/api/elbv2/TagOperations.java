package dev.ballast.sim.api.elbv2;

import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.world.elb.Elb;
import dev.ballast.sim.world.elb.LoadBalancers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AddTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AddTagsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTagsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RemoveTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RemoveTagsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TagDescription;

final class TagOperations {
    /** The tags of one resource, and how to change them. */
    private record Tagged(Map<String, String> tags, Consumer<Map<String, String>> change) {}

    private final Elb elb;

    TagOperations(Elb elb) {
        this.elb = elb;
    }

    void register(Operations operations) {
        operations.on("AddTags", AddTagsRequest::builder, this::add);
        operations.on("RemoveTags", RemoveTagsRequest::builder, this::remove);
        operations.on("DescribeTags", DescribeTagsRequest::builder, this::describe);
    }

    private static Tagged find(LoadBalancers region, String arn) {
        if (arn.contains(":targetgroup/")) {
            var group = region.group(arn);
            return new Tagged(group.tags(), group::tags);
        }
        if (arn.contains(":listener/")) {
            var listener = region.listener(arn);
            return new Tagged(listener.tags(), listener::tags);
        }
        if (!arn.contains(":loadbalancer/")) throw Given.invalid("'" + arn + "' is not a valid load balancing ARN");
        var balancer = region.balancer(arn);
        return new Tagged(balancer.tags(), balancer::tags);
    }

    private AddTagsResponse add(AddTagsRequest request, CallContext context) {
        var added = Given.tags(request.tags());
        for (var arn : request.resourceArns()) {
            var found = find(elb.region(context.region()), arn);
            var tags = new LinkedHashMap<>(found.tags());
            tags.putAll(added);
            found.change().accept(tags);
        }
        return AddTagsResponse.builder().build();
    }

    private RemoveTagsResponse remove(RemoveTagsRequest request, CallContext context) {
        for (var arn : request.resourceArns()) {
            var found = find(elb.region(context.region()), arn);
            var tags = new LinkedHashMap<>(found.tags());
            request.tagKeys().forEach(tags::remove);
            found.change().accept(tags);
        }
        return RemoveTagsResponse.builder().build();
    }

    private DescribeTagsResponse describe(DescribeTagsRequest request, CallContext context) {
        var described = new ArrayList<TagDescription>();
        for (var arn : request.resourceArns())
            described.add(TagDescription.builder()
                    .resourceArn(arn)
                    .tags(Given.tags(find(elb.region(context.region()), arn).tags()))
                    .build());
        return DescribeTagsResponse.builder().tagDescriptions(described).build();
    }
}
