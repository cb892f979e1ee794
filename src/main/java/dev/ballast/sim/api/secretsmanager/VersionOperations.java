package dev.ballast.sim.api.secretsmanager;

import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.api.Pages;
import dev.ballast.sim.api.Service;
import dev.ballast.sim.world.secrets.Secret;
import dev.ballast.sim.world.secrets.Secrets;
import java.util.LinkedHashMap;
import java.util.Optional;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretVersionIdsRequest;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretVersionIdsResponse;
import software.amazon.awssdk.services.secretsmanager.model.SecretVersionsListEntry;
import software.amazon.awssdk.services.secretsmanager.model.TagResourceRequest;
import software.amazon.awssdk.services.secretsmanager.model.TagResourceResponse;
import software.amazon.awssdk.services.secretsmanager.model.UntagResourceRequest;
import software.amazon.awssdk.services.secretsmanager.model.UntagResourceResponse;
import software.amazon.awssdk.services.secretsmanager.model.UpdateSecretVersionStageRequest;
import software.amazon.awssdk.services.secretsmanager.model.UpdateSecretVersionStageResponse;

/** The versions of a secret with their stages, and its tags. */
final class VersionOperations {
    private static final Pages PAGES = Pages.of(Service.SECRETS_MANAGER, "maxResults", 100);

    private final Secrets secrets;

    VersionOperations(Secrets secrets) {
        this.secrets = secrets;
    }

    void register(Operations operations) {
        operations.on("ListSecretVersionIds", ListSecretVersionIdsRequest::builder, this::list);
        operations.on("UpdateSecretVersionStage", UpdateSecretVersionStageRequest::builder, this::move);
        operations.on("TagResource", TagResourceRequest::builder, this::tag);
        operations.on("UntagResource", UntagResourceRequest::builder, this::untag);
    }

    private ListSecretVersionIdsResponse list(ListSecretVersionIdsRequest request, CallContext context) {
        var secret = secrets.region(context.region()).known(request.secretId());
        var wanted = secret.versions().stream()
                .filter(version -> Boolean.TRUE.equals(request.includeDeprecated())
                        || !version.stages().isEmpty())
                .toList();
        var page = PAGES.cut(wanted, Secret.Version::id, request.nextToken(), request.maxResults());
        return ListSecretVersionIdsResponse.builder()
                .arn(secret.arn())
                .name(secret.name())
                .versions(page.items().stream()
                        .map(version -> SecretVersionsListEntry.builder()
                                .versionId(version.id())
                                .versionStages(version.stages())
                                .createdDate(version.createdAt())
                                .build())
                        .toList())
                .nextToken(page.nextToken())
                .build();
    }

    private UpdateSecretVersionStageResponse move(UpdateSecretVersionStageRequest request, CallContext context) {
        var region = secrets.region(context.region());
        var secret = region.secret(request.secretId());
        region.move(
                secret,
                request.versionStage(),
                Optional.ofNullable(request.removeFromVersionId()),
                Optional.ofNullable(request.moveToVersionId()));
        return UpdateSecretVersionStageResponse.builder()
                .arn(secret.arn())
                .name(secret.name())
                .build();
    }

    private TagResourceResponse tag(TagResourceRequest request, CallContext context) {
        var secret = secrets.region(context.region()).secret(request.secretId());
        var tags = new LinkedHashMap<>(secret.tags());
        request.tags().forEach(tag -> tags.put(tag.key(), tag.value()));
        secret.tags(tags);
        return TagResourceResponse.builder().build();
    }

    private UntagResourceResponse untag(UntagResourceRequest request, CallContext context) {
        var secret = secrets.region(context.region()).secret(request.secretId());
        var tags = new LinkedHashMap<>(secret.tags());
        request.tagKeys().forEach(tags::remove);
        secret.tags(tags);
        return UntagResourceResponse.builder().build();
    }
}
