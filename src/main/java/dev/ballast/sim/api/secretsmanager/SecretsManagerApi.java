package dev.ballast.sim.api.secretsmanager;

import dev.ballast.sim.api.Api;
import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.Document;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.api.Pages;
import dev.ballast.sim.api.Service;
import dev.ballast.sim.world.core.Refused;
import dev.ballast.sim.world.secrets.Secret;
import dev.ballast.sim.world.secrets.Secrets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.secretsmanager.model.APIErrorType;
import software.amazon.awssdk.services.secretsmanager.model.BatchGetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.BatchGetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.CreateSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.CreateSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.DeleteSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.DeleteSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.Filter;
import software.amazon.awssdk.services.secretsmanager.model.GetResourcePolicyRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetResourcePolicyResponse;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretsRequest;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretsResponse;
import software.amazon.awssdk.services.secretsmanager.model.PutSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.PutSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.RestoreSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.RestoreSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.SecretListEntry;
import software.amazon.awssdk.services.secretsmanager.model.SecretValueEntry;
import software.amazon.awssdk.services.secretsmanager.model.Tag;
import software.amazon.awssdk.services.secretsmanager.model.UpdateSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.UpdateSecretResponse;

/** Secrets with versions; no rotation, no replicas. */
public final class SecretsManagerApi implements Api {
    private static final Pages PAGES = Pages.of(Service.SECRETS_MANAGER, "maxResults", 100);
    private static final int WINDOW_LEAST_DAYS = 7;
    private static final int WINDOW_MOST_DAYS = 30;

    private final Secrets secrets;

    public SecretsManagerApi(Secrets secrets) {
        this.secrets = secrets;
    }

    @Override
    public Service service() {
        return Service.SECRETS_MANAGER;
    }

    @Override
    public void register(Operations operations) {
        operations.on("CreateSecret", CreateSecretRequest::builder, this::create);
        operations.on("PutSecretValue", PutSecretValueRequest::builder, this::put);
        operations.on("UpdateSecret", UpdateSecretRequest::builder, this::update);
        operations.on("GetSecretValue", GetSecretValueRequest::builder, this::get);
        operations.on("BatchGetSecretValue", BatchGetSecretValueRequest::builder, this::batch);
        operations.on("DescribeSecret", DescribeSecretRequest::builder, this::describe);
        operations.on("GetResourcePolicy", GetResourcePolicyRequest::builder, this::policy);
        operations.on("ListSecrets", ListSecretsRequest::builder, this::list);
        operations.on("DeleteSecret", DeleteSecretRequest::builder, this::delete);
        operations.on("RestoreSecret", RestoreSecretRequest::builder, this::restore);
        new VersionOperations(secrets).register(operations);
    }

    private Secrets.Region region(CallContext context) {
        return secrets.region(context.region());
    }

    private static Map<String, String> tags(List<Tag> tags) {
        var map = new LinkedHashMap<String, String>();
        tags.forEach(tag -> map.put(tag.key(), tag.value()));
        return map;
    }

    private static List<Tag> tags(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    /** Null where the request brings none. */
    private static Secret.Value value(String text, SdkBytes bytes) {
        if (text != null && bytes != null)
            throw AwsError.refused(
                    "InvalidParameterException",
                    "You can't specify both a binary secret value and a string secret value in" + " the same secret.");
        if (text != null) return Secret.Value.ofText(text);
        return bytes == null
                ? null
                : new Secret.Value(null, Base64.getEncoder().encodeToString(bytes.asByteArrayUnsafe()));
    }

    private static SdkBytes bytes(Secret.Value value) {
        return value.base64() == null
                ? null
                : SdkBytes.fromByteArray(Base64.getDecoder().decode(value.base64()));
    }

    private static String token(String given) {
        return given == null ? "" : given;
    }

    private CreateSecretResponse create(CreateSecretRequest request, CallContext context) {
        if (!request.name().matches("[A-Za-z0-9/_+=.@-]{1,512}"))
            throw AwsError.refused(
                    "ValidationException",
                    "Invalid name. Must be a valid name containing alphanumeric characters, or any of the following:"
                            + " -/_+=.@!");
        var secret = region(context)
                .create(request.name(), tags(request.tags()), Document.only(request, "Description", "KmsKeyId"));
        var answer = CreateSecretResponse.builder().arn(secret.arn()).name(secret.name());
        var value = value(request.secretString(), request.secretBinary());
        if (value != null)
            answer.versionId(region(context)
                    .put(secret, value, token(request.clientRequestToken()))
                    .id());
        return answer.build();
    }

    /** No secret has a policy here: the answer is the one of a secret without. */
    private GetResourcePolicyResponse policy(GetResourcePolicyRequest request, CallContext context) {
        var secret = region(context).secret(request.secretId());
        return GetResourcePolicyResponse.builder()
                .arn(secret.arn())
                .name(secret.name())
                .build();
    }

    private PutSecretValueResponse put(PutSecretValueRequest request, CallContext context) {
        var secret = region(context).secret(request.secretId());
        var value = value(request.secretString(), request.secretBinary());
        if (value == null)
            throw AwsError.refused("InvalidRequestException", "You must provide either SecretString or SecretBinary.");
        var version = region(context).put(secret, value, token(request.clientRequestToken()));
        return PutSecretValueResponse.builder()
                .arn(secret.arn())
                .name(secret.name())
                .versionId(version.id())
                .versionStages(version.stages())
                .build();
    }

    private UpdateSecretResponse update(UpdateSecretRequest request, CallContext context) {
        var secret = region(context).secret(request.secretId());
        var given = new LinkedHashMap<>(secret.asGiven());
        given.putAll(Document.only(request, "Description", "KmsKeyId"));
        secret.asGiven(given);
        var answer = UpdateSecretResponse.builder().arn(secret.arn()).name(secret.name());
        var value = value(request.secretString(), request.secretBinary());
        if (value != null)
            answer.versionId(region(context)
                    .put(secret, value, token(request.clientRequestToken()))
                    .id());
        return answer.build();
    }

    private GetSecretValueResponse get(GetSecretValueRequest request, CallContext context) {
        var secret = region(context).secret(request.secretId());
        var stage = request.versionStage() == null ? Secret.CURRENT : request.versionStage();
        var found = request.versionId() == null ? secret.staged(stage) : secret.version(request.versionId());
        var version = found.orElseThrow(() -> AwsError.refused(
                "ResourceNotFoundException",
                "Secrets Manager can't find the specified secret value for "
                        + (request.versionId() == null
                                ? "staging label: " + stage
                                : "VersionId: " + request.versionId())));
        return GetSecretValueResponse.builder()
                .arn(secret.arn())
                .name(secret.name())
                .versionId(version.id())
                .secretString(version.value().text())
                .secretBinary(bytes(version.value()))
                .versionStages(version.stages())
                .createdDate(version.createdAt())
                .build();
    }

    private BatchGetSecretValueResponse batch(BatchGetSecretValueRequest request, CallContext context) {
        var values = new ArrayList<SecretValueEntry>();
        var errors = new ArrayList<APIErrorType>();
        for (var id : request.secretIdList()) {
            try {
                var secret = region(context).secret(id);
                var version = secret.staged(Secret.CURRENT)
                        .orElseThrow(() -> new Refused(
                                "ResourceNotFoundException", "Secrets Manager can't find the specified secret value."));
                values.add(SecretValueEntry.builder()
                        .arn(secret.arn())
                        .name(secret.name())
                        .versionId(version.id())
                        .secretString(version.value().text())
                        .secretBinary(bytes(version.value()))
                        .versionStages(version.stages())
                        .createdDate(version.createdAt())
                        .build());
            } catch (Refused refused) {
                errors.add(APIErrorType.builder()
                        .secretId(id)
                        .errorCode(refused.code())
                        .message(refused.getMessage())
                        .build());
            }
        }
        return BatchGetSecretValueResponse.builder()
                .secretValues(values)
                .errors(errors)
                .build();
    }

    private static Map<String, List<String>> stages(Secret secret) {
        var stages = new LinkedHashMap<String, List<String>>();
        for (var version : secret.versions()) stages.put(version.id(), version.stages());
        return stages;
    }

    private DescribeSecretResponse describe(DescribeSecretRequest request, CallContext context) {
        var secret = region(context).known(request.secretId());
        return Document.into(DescribeSecretResponse.builder(), secret.asGiven())
                .arn(secret.arn())
                .name(secret.name())
                .createdDate(secret.createdAt())
                .lastChangedDate(secret.changedAt())
                .deletedDate(secret.deletedAt().orElse(null))
                .versionIdsToStages(stages(secret))
                .tags(tags(secret.tags()))
                .build();
    }

    private ListSecretsResponse list(ListSecretsRequest request, CallContext context) {
        var wanted = region(context).all().stream()
                .filter(secret -> Boolean.TRUE.equals(request.includePlannedDeletion())
                        || secret.deletedAt().isEmpty())
                .filter(secret -> request.filters().stream().allMatch(filter -> fits(secret, filter)))
                .toList();
        var page = PAGES.cut(wanted, Secret::arn, request.nextToken(), request.maxResults());
        return ListSecretsResponse.builder()
                .secretList(page.items().stream()
                        .map(secret -> Document.into(SecretListEntry.builder(), secret.asGiven())
                                .arn(secret.arn())
                                .name(secret.name())
                                .createdDate(secret.createdAt())
                                .lastChangedDate(secret.changedAt())
                                .deletedDate(secret.deletedAt().orElse(null))
                                .secretVersionsToStages(stages(secret))
                                .tags(tags(secret.tags()))
                                .build())
                        .toList())
                .nextToken(page.nextToken())
                .build();
    }

    /** A value fits what begins with it. */
    private static boolean fits(Secret secret, Filter filter) {
        var texts = switch (filter.keyAsString()) {
            case "name" -> List.of(secret.name());
            case "description" -> List.of((String) secret.asGiven().getOrDefault("Description", ""));
            case "tag-key" -> List.copyOf(secret.tags().keySet());
            case "tag-value" -> List.copyOf(secret.tags().values());
            case "all" -> List.of(secret.name(), (String) secret.asGiven().getOrDefault("Description", ""));
            default ->
                throw AwsError.refused("InvalidParameterException", "Invalid filter key: " + filter.keyAsString());
        };
        return filter.values().stream().anyMatch(value -> texts.stream().anyMatch(text -> text.startsWith(value)));
    }

    private DeleteSecretResponse delete(DeleteSecretRequest request, CallContext context) {
        var forced = Boolean.TRUE.equals(request.forceDeleteWithoutRecovery());
        var days = request.recoveryWindowInDays();
        if (forced && days != null)
            throw AwsError.refused(
                    "InvalidParameterException",
                    "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.");
        if (days != null && (days < WINDOW_LEAST_DAYS || days > WINDOW_MOST_DAYS))
            throw AwsError.refused(
                    "InvalidParameterException",
                    "The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).");
        var secret = region(context).secret(request.secretId());
        var window = forced ? Duration.ZERO : Duration.ofDays(days == null ? WINDOW_MOST_DAYS : days);
        region(context).delete(secret, window);
        return DeleteSecretResponse.builder()
                .arn(secret.arn())
                .name(secret.name())
                .deletionDate(context.now().plus(window))
                .build();
    }

    private RestoreSecretResponse restore(RestoreSecretRequest request, CallContext context) {
        var secret = region(context).known(request.secretId());
        region(context).restore(secret);
        return RestoreSecretResponse.builder()
                .arn(secret.arn())
                .name(secret.name())
                .build();
    }
}
