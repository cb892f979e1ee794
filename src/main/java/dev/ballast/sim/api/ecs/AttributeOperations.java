package dev.ballast.sim.api.ecs;

import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.world.ecs.Ecs;
import dev.ballast.sim.world.ecs.EcsCluster;
import dev.ballast.sim.world.ecs.EcsInstance;
import dev.ballast.sim.world.ecs.EcsRegion;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.DeleteAttributesRequest;
import software.amazon.awssdk.services.ecs.model.DeleteAttributesResponse;
import software.amazon.awssdk.services.ecs.model.ListAttributesRequest;
import software.amazon.awssdk.services.ecs.model.ListAttributesResponse;
import software.amazon.awssdk.services.ecs.model.PutAttributesRequest;
import software.amazon.awssdk.services.ecs.model.PutAttributesResponse;

/** Attributes of container instances. */
final class AttributeOperations {
    private static final int AT_ONCE = 10;

    private final Ecs ecs;

    AttributeOperations(Ecs ecs) {
        this.ecs = ecs;
    }

    void register(Operations operations) {
        operations.on("PutAttributes", PutAttributesRequest::builder, this::put);
        operations.on("DeleteAttributes", DeleteAttributesRequest::builder, this::delete);
        operations.on("ListAttributes", ListAttributesRequest::builder, this::list);
    }

    private PutAttributesResponse put(PutAttributesRequest request, CallContext context) {
        var region = Given.region(ecs, context);
        var cluster = Given.cluster(region, request.cluster());
        check(request.attributes());
        var targets = targets(region, cluster, request.attributes());
        for (var i = 0; i < targets.size(); i++) {
            var attribute = request.attributes().get(i);
            var value = attribute.value() == null ? "" : attribute.value();
            region.hosts().putAttribute(targets.get(i), attribute.name(), value);
        }
        return PutAttributesResponse.builder().attributes(request.attributes()).build();
    }

    private DeleteAttributesResponse delete(DeleteAttributesRequest request, CallContext context) {
        var region = Given.region(ecs, context);
        var cluster = Given.cluster(region, request.cluster());
        check(request.attributes());
        var targets = targets(region, cluster, request.attributes());
        for (var i = 0; i < targets.size(); i++)
            region.hosts()
                    .putAttribute(targets.get(i), request.attributes().get(i).name(), null);
        return DeleteAttributesResponse.builder()
                .attributes(request.attributes())
                .build();
    }

    private static void check(List<Attribute> attributes) {
        if (attributes.isEmpty()) throw Given.invalid("attributes can not be empty");
        if (attributes.size() > AT_ONCE) throw Given.invalid("attributes can have at most " + AT_ONCE + " items.");
        for (var attribute : attributes) {
            if (attribute.name() == null || attribute.name().isEmpty())
                throw Given.invalid("Attribute name cannot be empty.");
            if (attribute.name().startsWith("ecs.") || attribute.name().startsWith("com.amazonaws."))
                throw Given.invalid("Attribute name " + attribute.name() + " is reserved.");
        }
    }

    private static List<EcsInstance> targets(EcsRegion region, EcsCluster cluster, List<Attribute> attributes) {
        var targets = new ArrayList<EcsInstance>();
        for (var attribute : attributes) {
            var id = attribute.targetId() == null ? "" : attribute.targetId();
            targets.add(region.hosts()
                    .find(cluster, id)
                    .orElseThrow(() -> AwsError.refused("TargetNotFoundException", "Could not find " + id)));
        }
        return targets;
    }

    private ListAttributesResponse list(ListAttributesRequest request, CallContext context) {
        var region = Given.region(ecs, context);
        var cluster = Given.cluster(region, request.cluster());
        var all = new ArrayList<Attribute>();
        for (var instance : cluster.instances())
            instance.attributes().forEach((name, value) -> {
                if (request.attributeName() != null && !request.attributeName().equals(name)) return;
                if (request.attributeValue() != null
                        && !request.attributeValue().equals(value)) return;
                all.add(Attribute.builder()
                        .name(name)
                        .value(value.isEmpty() ? null : value)
                        .targetId(region.arns().instance(cluster.name(), instance.id()))
                        .build());
            });
        var page = Given.PAGES.cut(
                all,
                attribute -> attribute.targetId() + " " + attribute.name(),
                request.nextToken(),
                request.maxResults());
        return ListAttributesResponse.builder()
                .attributes(page.items())
                .nextToken(page.nextToken())
                .build();
    }
}
