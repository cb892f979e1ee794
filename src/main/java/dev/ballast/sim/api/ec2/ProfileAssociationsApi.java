package dev.ballast.sim.api.ec2;

import dev.ballast.model.InstanceState;
import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.Filters;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.api.Pages;
import dev.ballast.sim.world.ec2.Ec2;
import dev.ballast.sim.world.ec2.Ec2Instance;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.AssociateIamInstanceProfileRequest;
import software.amazon.awssdk.services.ec2.model.AssociateIamInstanceProfileResponse;
import software.amazon.awssdk.services.ec2.model.DescribeIamInstanceProfileAssociationsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeIamInstanceProfileAssociationsResponse;
import software.amazon.awssdk.services.ec2.model.DisassociateIamInstanceProfileRequest;
import software.amazon.awssdk.services.ec2.model.DisassociateIamInstanceProfileResponse;
import software.amazon.awssdk.services.ec2.model.IamInstanceProfileAssociation;
import software.amazon.awssdk.services.ec2.model.IamInstanceProfileSpecification;
import software.amazon.awssdk.services.ec2.model.ReplaceIamInstanceProfileAssociationRequest;
import software.amazon.awssdk.services.ec2.model.ReplaceIamInstanceProfileAssociationResponse;

/** Which instance has which IAM instance profile. An association's id follows from its instance's. */
final class ProfileAssociationsApi implements Ec2Api {
    private static final Pages PAGES = Pages.ofEc2(5, 1_000);
    private static final String PREFIX = "iip-assoc-";
    private static final Filters<Ec2Instance> FILTERS =
            new Filters<Ec2Instance>().on("instance-id", Ec2Instance::id).on("state", any -> "associated");

    private final Ec2 ec2;

    ProfileAssociationsApi(Ec2 ec2) {
        this.ec2 = ec2;
    }

    @Override
    public void register(Operations operations) {
        operations.on("AssociateIamInstanceProfile", AssociateIamInstanceProfileRequest::builder, this::associate);
        operations.on(
                "DescribeIamInstanceProfileAssociations",
                DescribeIamInstanceProfileAssociationsRequest::builder,
                this::describe);
        operations.on(
                "DisassociateIamInstanceProfile", DisassociateIamInstanceProfileRequest::builder, this::disassociate);
        operations.on(
                "ReplaceIamInstanceProfileAssociation",
                ReplaceIamInstanceProfileAssociationRequest::builder,
                this::replace);
    }

    private AssociateIamInstanceProfileResponse associate(
            AssociateIamInstanceProfileRequest request, CallContext context) {
        var region = ec2.region(context.region());
        var instance = InstancesApi.named(region, List.of(request.instanceId())).getFirst();
        if (instance.spec().profile().isPresent())
            throw AwsError.refused("IncorrectState", "There is an existing association for instance " + instance.id());
        ec2.setProfile(instance, Optional.of(region.launches().profile(written(request.iamInstanceProfile()))));
        return AssociateIamInstanceProfileResponse.builder()
                .iamInstanceProfileAssociation(told(instance, "associating"))
                .build();
    }

    private ReplaceIamInstanceProfileAssociationResponse replace(
            ReplaceIamInstanceProfileAssociationRequest request, CallContext context) {
        var instance = found(request.associationId(), context);
        var profile = ec2.region(context.region()).launches().profile(written(request.iamInstanceProfile()));
        ec2.setProfile(instance, Optional.of(profile));
        return ReplaceIamInstanceProfileAssociationResponse.builder()
                .iamInstanceProfileAssociation(told(instance, "associating"))
                .build();
    }

    private DisassociateIamInstanceProfileResponse disassociate(
            DisassociateIamInstanceProfileRequest request, CallContext context) {
        var instance = found(request.associationId(), context);
        var told = told(instance, "disassociating");
        ec2.setProfile(instance, Optional.empty());
        return DisassociateIamInstanceProfileResponse.builder()
                .iamInstanceProfileAssociation(told)
                .build();
    }

    private DescribeIamInstanceProfileAssociationsResponse describe(
            DescribeIamInstanceProfileAssociationsRequest request, CallContext context) {
        var associated = request.associationIds().isEmpty()
                ? ec2.region(context.region()).instances().stream()
                        .filter(ProfileAssociationsApi::hasOne)
                        .toList()
                : request.associationIds().stream()
                        .map(id -> found(id, context))
                        .toList();
        var page = PAGES.cut(
                FILTERS.keep(associated, request.filters()),
                Ec2Instance::id,
                request.nextToken(),
                request.maxResults());
        return DescribeIamInstanceProfileAssociationsResponse.builder()
                .iamInstanceProfileAssociations(page.items().stream()
                        .map(instance -> told(instance, "associated"))
                        .toList())
                .nextToken(page.nextToken())
                .build();
    }

    private static boolean hasOne(Ec2Instance instance) {
        return instance.spec().profile().isPresent() && instance.state() != InstanceState.TERMINATED;
    }

    private Ec2Instance found(String associationId, CallContext context) {
        return ec2.region(context.region()).instances().stream()
                .filter(ProfileAssociationsApi::hasOne)
                .filter(instance -> id(instance).equals(associationId))
                .findFirst()
                .orElseThrow(() -> AwsError.refused(
                        "InvalidAssociationID.NotFound",
                        "An invalid association-id of '" + associationId + "' was given"));
    }

    private static String written(IamInstanceProfileSpecification profile) {
        return LaunchAsks.given(profile.arn())
                .or(() -> LaunchAsks.given(profile.name()))
                .orElseThrow(() -> AwsError.refused(
                        "MissingParameter", "The request must contain the parameter IamInstanceProfile.Name"));
    }

    private static String id(Ec2Instance instance) {
        return PREFIX + instance.id().substring("i-".length());
    }

    private static IamInstanceProfileAssociation told(Ec2Instance instance, String state) {
        var profile = instance.spec().profile().orElseThrow();
        return IamInstanceProfileAssociation.builder()
                .associationId(id(instance))
                .instanceId(instance.id())
                .iamInstanceProfile(it -> it.arn(profile.arn()).id(profile.id()))
                .state(state)
                .build();
    }
}
