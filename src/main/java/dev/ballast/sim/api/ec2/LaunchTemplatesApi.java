package dev.ballast.sim.api.ec2;

import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.Document;
import dev.ballast.sim.api.Filters;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.api.Pages;
import dev.ballast.sim.world.core.Refused;
import dev.ballast.sim.world.ec2.Ec2;
import dev.ballast.sim.world.ec2.Ec2Instance;
import dev.ballast.sim.world.ec2.LaunchTemplate;
import dev.ballast.sim.world.ec2.LaunchTemplates;
import dev.ballast.sim.world.ec2.Region;
import dev.ballast.sim.world.ec2.UserData;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.ec2.model.CreateLaunchTemplateRequest;
import software.amazon.awssdk.services.ec2.model.CreateLaunchTemplateResponse;
import software.amazon.awssdk.services.ec2.model.CreateLaunchTemplateVersionRequest;
import software.amazon.awssdk.services.ec2.model.CreateLaunchTemplateVersionResponse;
import software.amazon.awssdk.services.ec2.model.DeleteLaunchTemplateRequest;
import software.amazon.awssdk.services.ec2.model.DeleteLaunchTemplateResponse;
import software.amazon.awssdk.services.ec2.model.DeleteLaunchTemplateVersionsRequest;
import software.amazon.awssdk.services.ec2.model.DeleteLaunchTemplateVersionsResponse;
import software.amazon.awssdk.services.ec2.model.DeleteLaunchTemplateVersionsResponseErrorItem;
import software.amazon.awssdk.services.ec2.model.DeleteLaunchTemplateVersionsResponseSuccessItem;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplateVersionsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplateVersionsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplatesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplatesResponse;
import software.amazon.awssdk.services.ec2.model.GetLaunchTemplateDataRequest;
import software.amazon.awssdk.services.ec2.model.GetLaunchTemplateDataResponse;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateBlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateInstanceMetadataOptions;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateVersion;
import software.amazon.awssdk.services.ec2.model.ModifyLaunchTemplateRequest;
import software.amazon.awssdk.services.ec2.model.ModifyLaunchTemplateResponse;
import software.amazon.awssdk.services.ec2.model.RequestLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.ResponseLaunchTemplateData;

/** Launch templates and their versions. */
final class LaunchTemplatesApi implements Ec2Api {
    private static final Pages PAGES = Pages.ofEc2(1, 200);
    private static final Filters<LaunchTemplate> FILTERS = new Filters<LaunchTemplate>()
            .on("launch-template-name", LaunchTemplate::name)
            .on("create-time", it -> it.createdAt().toString())
            .onTags(LaunchTemplate::tags);
    private static final Filters<LaunchTemplateVersion> VERSION_FILTERS = new Filters<LaunchTemplateVersion>()
            .on("create-time", it -> it.createTime().toString())
            .on("is-default-version", it -> Boolean.toString(it.defaultVersion()))
            .on("image-id", it -> it.launchTemplateData().imageId())
            .on("instance-type", it -> it.launchTemplateData().instanceTypeAsString())
            .on("kernel-id", it -> it.launchTemplateData().kernelId())
            .on("ram-disk-id", it -> it.launchTemplateData().ramDiskId())
            .on("ebs-optimized", it -> text(it.launchTemplateData().ebsOptimized()))
            .on("iam-instance-profile", LaunchTemplatesApi::profile)
            .on("http-endpoint", it -> metadata(it, LaunchTemplateInstanceMetadataOptions::httpEndpointAsString))
            .on("http-protocol-ipv4", it -> metadata(it, any -> "enabled"))
            .on("http-tokens", it -> metadata(it, LaunchTemplateInstanceMetadataOptions::httpTokensAsString))
            .onAny(
                    "network-card-index",
                    it -> it.launchTemplateData().networkInterfaces().stream()
                            .map(card -> text(card.networkCardIndex()))
                            .filter(Objects::nonNull)
                            .toList())
            .nobodyHas("host-resource-group-arn", "license-configuration-arn");

    private final Ec2 ec2;

    LaunchTemplatesApi(Ec2 ec2) {
        this.ec2 = ec2;
    }

    private static String text(Object value) {
        return value == null ? null : value.toString();
    }

    private static String profile(LaunchTemplateVersion version) {
        var profile = version.launchTemplateData().iamInstanceProfile();
        if (profile == null) return null;
        return profile.arn() == null ? profile.name() : profile.arn();
    }

    private static String metadata(
            LaunchTemplateVersion version, Function<LaunchTemplateInstanceMetadataOptions, String> part) {
        var options = version.launchTemplateData().metadataOptions();
        return options == null ? null : part.apply(options);
    }

    @Override
    public void register(Operations operations) {
        operations
                .on("CreateLaunchTemplate", CreateLaunchTemplateRequest::builder, this::create)
                .idempotent(CreateLaunchTemplateRequest::clientToken, Ec2Api.tokenMismatch());
        operations
                .on("CreateLaunchTemplateVersion", CreateLaunchTemplateVersionRequest::builder, this::createVersion)
                .idempotent(CreateLaunchTemplateVersionRequest::clientToken, Ec2Api.tokenMismatch());
        operations.on("ModifyLaunchTemplate", ModifyLaunchTemplateRequest::builder, this::modify);
        operations.on("DeleteLaunchTemplate", DeleteLaunchTemplateRequest::builder, this::delete);
        operations.on(
                "DeleteLaunchTemplateVersions", DeleteLaunchTemplateVersionsRequest::builder, this::deleteVersions);
        operations.on("DescribeLaunchTemplates", DescribeLaunchTemplatesRequest::builder, this::describe);
        operations.on("GetLaunchTemplateData", GetLaunchTemplateDataRequest::builder, this::ofInstance);
        operations.on(
                "DescribeLaunchTemplateVersions",
                DescribeLaunchTemplateVersionsRequest::builder,
                this::describeVersions);
    }

    private CreateLaunchTemplateResponse create(CreateLaunchTemplateRequest request, CallContext context) {
        var region = ec2.region(context.region());
        TagLists.checkTypes(request.tagSpecifications(), List.of("launch-template"));
        var tags = TagLists.of(request.tagSpecifications(), "launch-template", region);
        var draft = draft(request.versionDescription(), request.launchTemplateData());
        var template = region.launchTemplates().create(request.launchTemplateName(), draft, tags, context.now());
        return CreateLaunchTemplateResponse.builder()
                .launchTemplate(told(template, context))
                .build();
    }

    private CreateLaunchTemplateVersionResponse createVersion(
            CreateLaunchTemplateVersionRequest request, CallContext context) {
        var templates = ec2.region(context.region()).launchTemplates();
        var template = templates.find(
                LaunchAsks.given(request.launchTemplateId()), LaunchAsks.given(request.launchTemplateName()));
        var draft = draft(request.versionDescription(), request.launchTemplateData());
        var version = templates.addVersion(template, LaunchAsks.given(request.sourceVersion()), draft, context.now());
        return CreateLaunchTemplateVersionResponse.builder()
                .launchTemplateVersion(told(template, version, context))
                .build();
    }

    private static LaunchTemplates.Draft draft(String description, RequestLaunchTemplateData data) {
        var parameters = LaunchAsks.of(data);
        parameters.machine().userData().ifPresent(UserData::ofRequest);
        var written = Twins.copy(data, ResponseLaunchTemplateData.builder()).build();
        return new LaunchTemplates.Draft(orEmpty(description), parameters, Document.of(written));
    }

    private ModifyLaunchTemplateResponse modify(ModifyLaunchTemplateRequest request, CallContext context) {
        var templates = ec2.region(context.region()).launchTemplates();
        var template = templates.find(
                LaunchAsks.given(request.launchTemplateId()), LaunchAsks.given(request.launchTemplateName()));
        if (request.defaultVersion() != null) templates.setDefault(template, request.defaultVersion());
        return ModifyLaunchTemplateResponse.builder()
                .launchTemplate(told(template, context))
                .build();
    }

    private DeleteLaunchTemplateResponse delete(DeleteLaunchTemplateRequest request, CallContext context) {
        var templates = ec2.region(context.region()).launchTemplates();
        var template = templates.find(
                LaunchAsks.given(request.launchTemplateId()), LaunchAsks.given(request.launchTemplateName()));
        var told = told(template, context);
        templates.delete(template);
        return DeleteLaunchTemplateResponse.builder().launchTemplate(told).build();
    }

    private DeleteLaunchTemplateVersionsResponse deleteVersions(
            DeleteLaunchTemplateVersionsRequest request, CallContext context) {
        var templates = ec2.region(context.region()).launchTemplates();
        var template = templates.find(
                LaunchAsks.given(request.launchTemplateId()), LaunchAsks.given(request.launchTemplateName()));
        var deleted = new ArrayList<DeleteLaunchTemplateVersionsResponseSuccessItem>();
        var kept = new ArrayList<DeleteLaunchTemplateVersionsResponseErrorItem>();
        for (var which : request.versions()) {
            try {
                var version = templates.deleteVersion(template, which);
                deleted.add(DeleteLaunchTemplateVersionsResponseSuccessItem.builder()
                        .launchTemplateId(template.id())
                        .launchTemplateName(template.name())
                        .versionNumber(version.number())
                        .build());
            } catch (Refused refused) {
                kept.add(DeleteLaunchTemplateVersionsResponseErrorItem.builder()
                        .launchTemplateId(template.id())
                        .launchTemplateName(template.name())
                        .versionNumber(which.matches("\\d{1,18}") ? Long.valueOf(which) : null)
                        .responseError(it -> it.code(
                                        refused.code().equals("OperationNotPermitted")
                                                ? "unexpectedError"
                                                : "launchTemplateVersionDoesNotExist")
                                .message(refused.getMessage()))
                        .build());
            }
        }
        return DeleteLaunchTemplateVersionsResponse.builder()
                .successfullyDeletedLaunchTemplateVersions(deleted)
                .unsuccessfullyDeletedLaunchTemplateVersions(kept)
                .build();
    }

    /** An instance as the data of a template from which its like can be launched. */
    private GetLaunchTemplateDataResponse ofInstance(GetLaunchTemplateDataRequest request, CallContext context) {
        var region = ec2.region(context.region());
        var instance = InstancesApi.named(region, List.of(request.instanceId())).getFirst();
        var told = InstanceTells.of(instance, region, context.accountId());
        var data = ResponseLaunchTemplateData.builder()
                .imageId(told.imageId())
                .instanceType(told.instanceTypeAsString())
                .keyName(told.keyName())
                .ebsOptimized(told.ebsOptimized())
                .disableApiTermination(instance.switches().terminationProtected())
                .instanceInitiatedShutdownBehavior(InstanceTells.shutdownBehaviour(instance.switches()))
                .monitoring(it -> it.enabled(instance.switches().detailedMonitoring()))
                .placement(
                        it -> it.availabilityZone(instance.zone()).groupName("").tenancy("default"))
                .userData(LaunchAsks.given(instance.spec().userData().base64()).orElse(null))
                .networkInterfaces(it -> it.deviceIndex(0)
                        .associatePublicIpAddress(instance.publicIp().isPresent())
                        .deleteOnTermination(true)
                        .description("")
                        .groups(instance.securityGroupIds())
                        .subnetId(instance.subnet().id())
                        .networkCardIndex(0))
                .blockDeviceMappings(instance.attachments().stream()
                        .map(attachment -> device(attachment, region))
                        .toList());
        instance.spec().profile().ifPresent(profile -> data.iamInstanceProfile(it -> it.arn(profile.arn())));
        if (!instance.tags().isEmpty())
            data.tagSpecifications(it -> it.resourceType("instance").tags(TagLists.of(instance.tags())));
        return GetLaunchTemplateDataResponse.builder()
                .launchTemplateData(data.build())
                .build();
    }

    private static LaunchTemplateBlockDeviceMapping device(Ec2Instance.Attachment attachment, Region region) {
        var layout = region.volumes().named(attachment.volumeId()).layout();
        return LaunchTemplateBlockDeviceMapping.builder()
                .deviceName(attachment.device())
                .ebs(it -> it.volumeSize(layout.sizeGib())
                        .volumeType(layout.type())
                        .snapshotId(layout.snapshotId().orElse(""))
                        .encrypted(layout.encrypted())
                        .deleteOnTermination(attachment.deletedOnTermination()))
                .build();
    }

    private DescribeLaunchTemplatesResponse describe(DescribeLaunchTemplatesRequest request, CallContext context) {
        var templates = ec2.region(context.region()).launchTemplates();
        Collection<LaunchTemplate> named = templates.all();
        if (!request.launchTemplateIds().isEmpty()
                || !request.launchTemplateNames().isEmpty()) {
            named = new ArrayList<>();
            for (var id : request.launchTemplateIds()) named.add(templates.find(Optional.of(id), Optional.empty()));
            for (var name : request.launchTemplateNames())
                named.add(templates.find(Optional.empty(), Optional.of(name)));
        }
        var page = PAGES.cut(
                FILTERS.keep(named, request.filters()), LaunchTemplate::id, request.nextToken(), request.maxResults());
        return DescribeLaunchTemplatesResponse.builder()
                .launchTemplates(
                        page.items().stream().map(it -> told(it, context)).toList())
                .nextToken(page.nextToken())
                .build();
    }

    private DescribeLaunchTemplateVersionsResponse describeVersions(
            DescribeLaunchTemplateVersionsRequest request, CallContext context) {
        var region = ec2.region(context.region());
        var versions = new ArrayList<LaunchTemplateVersion>();
        if (request.launchTemplateId() == null && request.launchTemplateName() == null) {
            if (request.versions().isEmpty())
                throw AwsError.refused(
                        "MissingParameter",
                        "Either a launch template ID or a launch template name must be specified in the request.");
            for (var template : region.launchTemplates().all())
                for (var which : request.versions()) versions.add(told(template, template.version(which), context));
        } else {
            var template = region.launchTemplates()
                    .find(LaunchAsks.given(request.launchTemplateId()), LaunchAsks.given(request.launchTemplateName()));
            for (var version : asked(template, request)) versions.add(told(template, version, context));
        }
        var page = PAGES.cut(
                VERSION_FILTERS.keep(versions, request.filters()),
                it -> it.launchTemplateId() + "/" + it.versionNumber(),
                request.nextToken(),
                request.maxResults());
        return DescribeLaunchTemplateVersionsResponse.builder()
                .launchTemplateVersions(page.items())
                .nextToken(page.nextToken())
                .build();
    }

    /** Newest first where none is named, as EC2 lists them. */
    private static List<LaunchTemplate.Version> asked(
            LaunchTemplate template, DescribeLaunchTemplateVersionsRequest request) {
        if (!request.versions().isEmpty())
            return request.versions().stream().map(template::version).toList();
        var from = request.minVersion() == null
                ? 1
                : template.version(request.minVersion()).number();
        var to = request.maxVersion() == null
                ? Long.MAX_VALUE
                : template.version(request.maxVersion()).number();
        return new ArrayList<>(template.versions())
                .reversed().stream()
                        .filter(version -> version.number() >= from && version.number() <= to)
                        .toList();
    }

    private static software.amazon.awssdk.services.ec2.model.LaunchTemplate told(
            LaunchTemplate template, CallContext context) {
        return software.amazon.awssdk.services.ec2.model.LaunchTemplate.builder()
                .launchTemplateId(template.id())
                .launchTemplateName(template.name())
                .createTime(template.createdAt())
                .createdBy(creator(context))
                .defaultVersionNumber(template.defaultVersion())
                .latestVersionNumber(template.latest())
                .tags(TagLists.of(template.tags()))
                .build();
    }

    private static LaunchTemplateVersion told(
            LaunchTemplate template, LaunchTemplate.Version version, CallContext context) {
        return LaunchTemplateVersion.builder()
                .launchTemplateId(template.id())
                .launchTemplateName(template.name())
                .versionNumber(version.number())
                .versionDescription(LaunchAsks.given(version.description()).orElse(null))
                .createTime(version.createdAt())
                .createdBy(creator(context))
                .defaultVersion(version.number() == template.defaultVersion())
                .launchTemplateData(data(version))
                .build();
    }

    private static ResponseLaunchTemplateData data(LaunchTemplate.Version version) {
        return version.written().isEmpty()
                ? LaunchTells.data(version.parameters())
                : Document.into(ResponseLaunchTemplateData.builder(), version.written())
                        .build();
    }

    private static String creator(CallContext context) {
        return "arn:aws:iam::" + context.accountId() + ":root";
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }
}
