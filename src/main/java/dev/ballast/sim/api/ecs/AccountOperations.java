package dev.ballast.sim.api.ecs;

import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.world.ecs.Ecs;
import dev.ballast.sim.world.ecs.EcsCluster;
import dev.ballast.sim.world.ecs.EcsRegion;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.services.ecs.model.DeleteAccountSettingRequest;
import software.amazon.awssdk.services.ecs.model.DeleteAccountSettingResponse;
import software.amazon.awssdk.services.ecs.model.ListAccountSettingsRequest;
import software.amazon.awssdk.services.ecs.model.ListAccountSettingsResponse;
import software.amazon.awssdk.services.ecs.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.ecs.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.ecs.model.PutAccountSettingDefaultRequest;
import software.amazon.awssdk.services.ecs.model.PutAccountSettingDefaultResponse;
import software.amazon.awssdk.services.ecs.model.PutAccountSettingRequest;
import software.amazon.awssdk.services.ecs.model.PutAccountSettingResponse;
import software.amazon.awssdk.services.ecs.model.Setting;
import software.amazon.awssdk.services.ecs.model.TagResourceRequest;
import software.amazon.awssdk.services.ecs.model.TagResourceResponse;
import software.amazon.awssdk.services.ecs.model.UntagResourceRequest;
import software.amazon.awssdk.services.ecs.model.UntagResourceResponse;

/** Tags of everything that has an ARN, and the account's settings. */
final class AccountOperations {
    /** The tags of one resource, and how to change them. */
    private record Tagged(Map<String, String> tags, Consumer<Map<String, String>> change) {}

    private final Ecs ecs;

    AccountOperations(Ecs ecs) {
        this.ecs = ecs;
    }

    void register(Operations operations) {
        operations.on("TagResource", TagResourceRequest::builder, this::tag);
        operations.on("UntagResource", UntagResourceRequest::builder, this::untag);
        operations.on("ListTagsForResource", ListTagsForResourceRequest::builder, this::tags);
        operations.on("ListAccountSettings", ListAccountSettingsRequest::builder, this::settings);
        operations.on("PutAccountSetting", PutAccountSettingRequest::builder, this::put);
        operations.on("PutAccountSettingDefault", PutAccountSettingDefaultRequest::builder, this::putDefault);
        operations.on("DeleteAccountSetting", DeleteAccountSettingRequest::builder, this::delete);
    }

    private TagResourceResponse tag(TagResourceRequest request, CallContext context) {
        var found = find(Given.region(ecs, context), request.resourceArn());
        var tags = new LinkedHashMap<>(found.tags());
        tags.putAll(Given.tags(request.tags()));
        found.change().accept(tags);
        return TagResourceResponse.builder().build();
    }

    private UntagResourceResponse untag(UntagResourceRequest request, CallContext context) {
        var found = find(Given.region(ecs, context), request.resourceArn());
        var tags = new LinkedHashMap<>(found.tags());
        request.tagKeys().forEach(tags::remove);
        found.change().accept(tags);
        return UntagResourceResponse.builder().build();
    }

    private ListTagsForResourceResponse tags(ListTagsForResourceRequest request, CallContext context) {
        var found = find(Given.region(ecs, context), request.resourceArn());
        return ListTagsForResourceResponse.builder()
                .tags(Given.tags(found.tags()))
                .build();
    }

    private static Tagged find(EcsRegion region, String arn) {
        var parts = arn.split(":", 6);
        if (parts.length != 6 || !parts[2].equals("ecs")) throw Given.invalid("The specified ARN is not valid: " + arn);
        var path = parts[5].split("/");
        return switch (path[0]) {
            case "cluster" -> {
                var cluster = region.findCluster(arn).orElseThrow(() -> missing("cluster"));
                yield new Tagged(cluster.tags(), tags -> region.tag(cluster, tags));
            }
            case "task-definition" -> {
                var definition = region.taskDefinitions().lookUp(arn).orElseThrow(() -> missing("task definition"));
                yield new Tagged(definition.tags(), tags -> region.tag(definition, tags));
            }
            case "service" -> {
                var service = region.services().find(cluster(region, path), arn).orElseThrow(() -> missing("service"));
                yield new Tagged(service.tags(), tags -> region.tag(service, tags));
            }
            case "task" -> {
                var task = cluster(region, path).task(path[path.length - 1]).orElseThrow(() -> missing("task"));
                yield new Tagged(task.tags(), tags -> region.tag(task, tags));
            }
            case "container-instance" -> {
                var instance = region.hosts()
                        .find(cluster(region, path), arn)
                        .orElseThrow(() -> missing("container instance"));
                yield new Tagged(instance.tags(), tags -> region.tag(instance, tags));
            }
            case "capacity-provider" -> {
                var provider = region.capacityProviders().provider(arn);
                yield new Tagged(
                        provider.tags(), tags -> region.capacityProviders().change(provider, tags, provider.asGiven()));
            }
            default -> throw Given.invalid("The specified ARN is not valid: " + arn);
        };
    }

    private static EcsCluster cluster(EcsRegion region, String[] path) {
        if (path.length != 3) throw Given.invalid("Long arn format must be used for tagging operations");
        return region.findCluster(path[1]).orElseThrow(() -> missing("cluster"));
    }

    private static AwsError missing(String what) {
        return Given.invalid("The specified " + what + " wasn't found.");
    }

    private ListAccountSettingsResponse settings(ListAccountSettingsRequest request, CallContext context) {
        var settings = Given.region(ecs, context).accountSettings();
        var shown = Boolean.TRUE.equals(request.effectiveSettings()) ? settings.effective() : settings.set();
        var wanted = shown.entrySet().stream()
                .filter(one -> request.nameAsString() == null || one.getKey().equals(request.nameAsString()))
                .filter(one -> request.value() == null || one.getValue().equals(request.value()))
                .map(one -> setting(one.getKey(), one.getValue(), context))
                .toList();
        var page = Given.PAGES.cut(wanted, Setting::nameAsString, request.nextToken(), request.maxResults());
        return ListAccountSettingsResponse.builder()
                .settings(page.items())
                .nextToken(page.nextToken())
                .build();
    }

    private static Setting setting(String name, String value, CallContext context) {
        return Setting.builder()
                .name(name)
                .value(value)
                .principalArn("arn:aws:iam::" + context.accountId() + ":root")
                .type("user")
                .build();
    }

    private PutAccountSettingResponse put(PutAccountSettingRequest request, CallContext context) {
        Given.region(ecs, context).accountSettings().put(request.nameAsString(), request.value());
        return PutAccountSettingResponse.builder()
                .setting(setting(request.nameAsString(), request.value(), context))
                .build();
    }

    private PutAccountSettingDefaultResponse putDefault(PutAccountSettingDefaultRequest request, CallContext context) {
        Given.region(ecs, context).accountSettings().put(request.nameAsString(), request.value());
        return PutAccountSettingDefaultResponse.builder()
                .setting(setting(request.nameAsString(), request.value(), context))
                .build();
    }

    private DeleteAccountSettingResponse delete(DeleteAccountSettingRequest request, CallContext context) {
        var now = Given.region(ecs, context).accountSettings().remove(request.nameAsString());
        return DeleteAccountSettingResponse.builder()
                .setting(setting(request.nameAsString(), now, context))
                .build();
    }
}
