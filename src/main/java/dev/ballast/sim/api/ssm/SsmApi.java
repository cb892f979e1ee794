package dev.ballast.sim.api.ssm;

import dev.ballast.sim.api.Api;
import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.Document;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.api.Pages;
import dev.ballast.sim.api.Service;
import dev.ballast.sim.world.ssm.Parameter;
import dev.ballast.sim.world.ssm.Parameters;
import dev.ballast.sim.world.ssm.Ssm;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ssm.model.AddTagsToResourceRequest;
import software.amazon.awssdk.services.ssm.model.AddTagsToResourceResponse;
import software.amazon.awssdk.services.ssm.model.DeleteParameterRequest;
import software.amazon.awssdk.services.ssm.model.DeleteParameterResponse;
import software.amazon.awssdk.services.ssm.model.DeleteParametersRequest;
import software.amazon.awssdk.services.ssm.model.DeleteParametersResponse;
import software.amazon.awssdk.services.ssm.model.DescribeParametersRequest;
import software.amazon.awssdk.services.ssm.model.DescribeParametersResponse;
import software.amazon.awssdk.services.ssm.model.GetParameterHistoryRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterHistoryResponse;
import software.amazon.awssdk.services.ssm.model.GetParameterRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterResponse;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathResponse;
import software.amazon.awssdk.services.ssm.model.GetParametersRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersResponse;
import software.amazon.awssdk.services.ssm.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.ssm.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.ssm.model.ParameterHistory;
import software.amazon.awssdk.services.ssm.model.ParameterMetadata;
import software.amazon.awssdk.services.ssm.model.ParameterStringFilter;
import software.amazon.awssdk.services.ssm.model.ParametersFilter;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;
import software.amazon.awssdk.services.ssm.model.PutParameterResponse;
import software.amazon.awssdk.services.ssm.model.RemoveTagsFromResourceRequest;
import software.amazon.awssdk.services.ssm.model.RemoveTagsFromResourceResponse;
import software.amazon.awssdk.services.ssm.model.Tag;

/** Parameter Store: the newest images, and parameters of one's own, secret ones among them. */
public final class SsmApi implements Api {
    private static final Pages BY_PATH = Pages.of(Service.SSM, "maxResults", 10);
    private static final Pages PAGES = Pages.of(Service.SSM, "maxResults", 50);
    private static final int NAMES_AT_MOST = 10;

    private final Ssm ssm;

    public SsmApi(Ssm ssm) {
        this.ssm = ssm;
    }

    @Override
    public Service service() {
        return Service.SSM;
    }

    @Override
    public void register(Operations operations) {
        operations.on("PutParameter", PutParameterRequest::builder, this::put);
        operations.on("GetParameter", GetParameterRequest::builder, this::get);
        operations.on("GetParameters", GetParametersRequest::builder, this::getAll);
        operations.on("GetParametersByPath", GetParametersByPathRequest::builder, this::byPath);
        operations.on("GetParameterHistory", GetParameterHistoryRequest::builder, this::history);
        operations.on("DescribeParameters", DescribeParametersRequest::builder, this::describe);
        operations.on("DeleteParameter", DeleteParameterRequest::builder, this::delete);
        operations
                .on("DeleteParameters", DeleteParametersRequest::builder, this::deleteAll)
                .alwaysWrites("deletedParameters", "invalidParameters");
        new LabelOperations(ssm).register(operations);
        operations.on("AddTagsToResource", AddTagsToResourceRequest::builder, this::tag);
        operations.on("RemoveTagsFromResource", RemoveTagsFromResourceRequest::builder, this::untag);
        operations.on("ListTagsForResource", ListTagsForResourceRequest::builder, this::tags);
    }

    private Parameters parameters(CallContext context) {
        return ssm.region(context.region());
    }

    /** From a name or an ARN. */
    static String name(String reference) {
        var at = reference.indexOf(":parameter/");
        if (!reference.startsWith("arn:") || at < 0) return reference;
        var path = reference.substring(at + ":parameter".length());
        // An ARN has one slash before a plain name, which the name has not.
        return path.indexOf('/', 1) < 0 ? path.substring(1) : path;
    }

    private static String arn(Parameter parameter, CallContext context) {
        var account = parameter.name().startsWith("/aws/service/") ? "" : context.accountId();
        var path = parameter.name().startsWith("/") ? parameter.name() : "/" + parameter.name();
        return "arn:aws:ssm:" + context.region() + ":" + account + ":parameter" + path;
    }

    static AwsError missing(String name) {
        return AwsError.refused("ParameterNotFound", "Parameter " + name + " not found.");
    }

    private PutParameterResponse put(PutParameterRequest request, CallContext context) {
        if (request.value().isEmpty())
            throw AwsError.refused(
                    "ValidationException",
                    "1 validation error detected: Value '' at 'value' failed to satisfy constraint: Member must have length"
                            + " greater than or equal to 1.");
        if (Boolean.TRUE.equals(request.overwrite()) && !request.tags().isEmpty())
            throw AwsError.refused(
                    "ValidationException",
                    "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please"
                            + " remove overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or"
                            + " RemoveTagsFromResource.");
        var known = parameters(context).find(request.name());
        var word = request.typeAsString();
        if (word == null && known.isEmpty())
            throw AwsError.refused("ValidationException", "A parameter type is required when you create a parameter.");
        var type = word == null ? known.orElseThrow().type() : type(word);
        if (request.allowedPattern() != null && !request.value().matches(request.allowedPattern()))
            throw AwsError.refused(
                    "ParameterPatternMismatchException",
                    "Parameter value, cannot be validated against allowedPattern: " + request.allowedPattern());
        var limit = "Advanced".equals(request.tierAsString()) ? 8192 : 4096;
        if (request.value().getBytes(StandardCharsets.UTF_8).length > limit)
            throw AwsError.refused(
                    "ValidationException",
                    "Standard tier parameters support a maximum parameter value of " + limit + " characters.");
        var replace = Boolean.TRUE.equals(request.overwrite()) ? Parameters.Replace.YES : Parameters.Replace.NO;
        var put = parameters(context)
                .put(
                        new Parameter(
                                request.name(),
                                type,
                                request.value(),
                                0,
                                context.now(),
                                Document.only(request, "Description", "KeyId", "AllowedPattern", "Tier", "DataType")),
                        replace);
        if (!request.tags().isEmpty()) parameters(context).tags(put.name(), tags(request.tags()));
        return PutParameterResponse.builder()
                .version(put.version())
                .tier(request.tierAsString() == null ? "Standard" : request.tierAsString())
                .build();
    }

    private static Parameter.Type type(String word) {
        for (var type : Parameter.Type.values()) if (type.ssmName().equals(word)) return type;
        throw AwsError.refused("UnsupportedParameterType", "The parameter type is not supported: " + word);
    }

    private GetParameterResponse get(GetParameterRequest request, CallContext context) {
        var found = parameters(context).find(name(request.name())).orElseThrow(() -> missing(request.name()));
        var asked = name(request.name());
        var colon = asked.lastIndexOf(':');
        return GetParameterResponse.builder()
                .parameter(toSdk(found, Boolean.TRUE.equals(request.withDecryption()), context).toBuilder()
                        .selector(colon < 0 ? null : asked.substring(colon))
                        .build())
                .build();
    }

    private static software.amazon.awssdk.services.ssm.model.Parameter toSdk(
            Parameter parameter, boolean decrypted, CallContext context) {
        return software.amazon.awssdk.services.ssm.model.Parameter.builder()
                .name(parameter.name())
                .type(parameter.type().ssmName())
                .value(value(parameter, decrypted))
                .version(parameter.version())
                .lastModifiedDate(parameter.modifiedAt())
                .arn(arn(parameter, context))
                .dataType(dataType(parameter))
                .build();
    }

    private static String dataType(Parameter parameter) {
        return (String) parameter.asGiven().getOrDefault("DataType", "text");
    }

    /** A secret that is not to be decrypted shows as an opaque text, from which nobody gets it back. */
    private static String value(Parameter parameter, boolean decrypted) {
        if (decrypted || parameter.type() != Parameter.Type.SECURE_STRING) return parameter.value();
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(parameter.toString().getBytes(StandardCharsets.UTF_8));
            return "AQICAH"
                    + Base64.getEncoder()
                            .encodeToString(digest.digest(parameter.value().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private GetParametersResponse getAll(GetParametersRequest request, CallContext context) {
        if (request.names().isEmpty() || request.names().size() > NAMES_AT_MOST)
            throw AwsError.refused(
                    "ValidationException",
                    "1 validation error detected: Value at 'names' failed to satisfy constraint: Member must have length"
                            + " between 1 and " + NAMES_AT_MOST);
        var found = new ArrayList<software.amazon.awssdk.services.ssm.model.Parameter>();
        var invalid = new ArrayList<String>();
        for (var name : request.names())
            parameters(context)
                    .find(name(name))
                    .ifPresentOrElse(
                            one -> found.add(toSdk(one, Boolean.TRUE.equals(request.withDecryption()), context)),
                            () -> invalid.add(name));
        return GetParametersResponse.builder()
                .parameters(found)
                .invalidParameters(invalid)
                .build();
    }

    private GetParametersByPathResponse byPath(GetParametersByPathRequest request, CallContext context) {
        if (!request.path().startsWith("/"))
            throw AwsError.refused(
                    "ValidationException",
                    "The parameter doesn't meet the parameter name requirements. The parameter name must begin with a"
                            + " forward slash \"/\".");
        var path = request.path().endsWith("/") ? request.path() : request.path() + "/";
        var recursive = Boolean.TRUE.equals(request.recursive());
        var own = parameters(context).own().stream();
        var all = path.startsWith("/aws/") ? Stream.concat(own, parameters(context).published().stream()) : own;
        var wanted = all.filter(one -> one.name().startsWith(path))
                .filter(one -> recursive || one.name().indexOf('/', path.length()) < 0)
                .filter(one -> request.parameterFilters().stream().allMatch(filter -> fits(one, filter, context)))
                .toList();
        var page = BY_PATH.cut(wanted, Parameter::name, request.nextToken(), request.maxResults());
        return GetParametersByPathResponse.builder()
                .parameters(page.items().stream()
                        .map(one -> toSdk(one, Boolean.TRUE.equals(request.withDecryption()), context))
                        .toList())
                .nextToken(page.nextToken())
                .build();
    }

    private GetParameterHistoryResponse history(GetParameterHistoryRequest request, CallContext context) {
        var versions = parameters(context).history(name(request.name()));
        if (versions.isEmpty()) throw missing(request.name());
        var page = PAGES.cut(versions, one -> Long.toString(one.version()), request.nextToken(), request.maxResults());
        return GetParameterHistoryResponse.builder()
                .parameters(page.items().stream()
                        .map(one -> Document.into(ParameterHistory.builder(), one.asGiven())
                                .name(one.name())
                                .type(one.type().ssmName())
                                .value(value(one, Boolean.TRUE.equals(request.withDecryption())))
                                .version(one.version())
                                .dataType(dataType(one))
                                .keyId(keyId(one).isEmpty() ? null : keyId(one))
                                .tier((String) one.asGiven().getOrDefault("Tier", "Standard"))
                                .labels(parameters(context).labels(one.name()).entrySet().stream()
                                        .filter(label -> label.getValue() == one.version())
                                        .map(Map.Entry::getKey)
                                        .toList())
                                .lastModifiedDate(one.modifiedAt())
                                .lastModifiedUser("arn:aws:iam::" + context.accountId() + ":root")
                                .build())
                        .toList())
                .nextToken(page.nextToken())
                .build();
    }

    private DescribeParametersResponse describe(DescribeParametersRequest request, CallContext context) {
        var wanted = parameters(context).own().stream()
                .filter(one -> request.parameterFilters().stream().allMatch(filter -> fits(one, filter, context)))
                .filter(one -> request.filters().stream().allMatch(filter -> fits(one, legacy(filter), context)))
                .toList();
        var page = PAGES.cut(wanted, Parameter::name, request.nextToken(), request.maxResults());
        return DescribeParametersResponse.builder()
                .parameters(
                        page.items().stream().map(one -> metadata(one, context)).toList())
                .nextToken(page.nextToken())
                .build();
    }

    /** A secret without a key of its own is under the account's. */
    private static String keyId(Parameter parameter) {
        var secret = parameter.type() == Parameter.Type.SECURE_STRING;
        return (String) parameter.asGiven().getOrDefault("KeyId", secret ? "alias/aws/ssm" : "");
    }

    private static ParameterMetadata metadata(Parameter parameter, CallContext context) {
        return Document.into(ParameterMetadata.builder(), parameter.asGiven())
                .name(parameter.name())
                .arn(arn(parameter, context))
                .type(parameter.type().ssmName())
                .version(parameter.version())
                .lastModifiedDate(parameter.modifiedAt())
                .lastModifiedUser("arn:aws:iam::" + context.accountId() + ":root")
                .keyId(keyId(parameter).isEmpty() ? null : keyId(parameter))
                .tier((String) parameter.asGiven().getOrDefault("Tier", "Standard"))
                .dataType(dataType(parameter))
                .build();
    }

    /** The older kind of filter: a name is what it begins with. */
    private static ParameterStringFilter legacy(ParametersFilter filter) {
        return ParameterStringFilter.builder()
                .key(filter.keyAsString())
                .option("Name".equals(filter.keyAsString()) ? "BeginsWith" : "Equals")
                .values(filter.values())
                .build();
    }

    private boolean fits(Parameter parameter, ParameterStringFilter filter, CallContext context) {
        if (filter.key().startsWith("tag:")) {
            var value =
                    parameters(context).tags(parameter.name()).get(filter.key().substring("tag:".length()));
            return value != null
                    && (filter.values().isEmpty() || filter.values().contains(value));
        }
        var option = filter.option() == null ? "Equals" : filter.option();
        return switch (filter.key()) {
            case "Name" ->
                filter.values().stream().anyMatch(value -> switch (option) {
                    case "BeginsWith" -> parameter.name().startsWith(value);
                    case "Contains" -> parameter.name().contains(value);
                    case "Equals" -> parameter.name().equals(value);
                    default ->
                        throw AwsError.refused(
                                "InvalidFilterOption",
                                "The following filter option is not valid: " + option + ". Valid options include:"
                                        + " [BeginsWith, Equals, Contains].");
                });
            case "KeyId" -> filter.values().contains(keyId(parameter));
            case "Tier" -> filter.values().contains(parameter.asGiven().getOrDefault("Tier", "Standard"));
            case "DataType" -> filter.values().contains(dataType(parameter));
            case "Label" ->
                parameters(context).labels(parameter.name()).entrySet().stream()
                        .anyMatch(label -> label.getValue() == parameter.version()
                                && filter.values().contains(label.getKey()));
            case "Type" -> filter.values().contains(parameter.type().ssmName());
            case "Path" ->
                filter.values().stream()
                        .map(value -> value.endsWith("/") ? value : value + "/")
                        .anyMatch(path -> parameter.name().startsWith(path)
                                && (option.equals("Recursive")
                                        || parameter.name().indexOf('/', path.length()) < 0));
            default ->
                throw AwsError.refused(
                        "InvalidFilterKey",
                        "The following filter key is not valid: " + filter.key()
                                + ". Valid filter keys include: [Path, Name, Type, KeyId, Tier, DataType, Label, tag:].");
        };
    }

    private DeleteParameterResponse delete(DeleteParameterRequest request, CallContext context) {
        if (!parameters(context).delete(name(request.name()))) throw missing(request.name());
        return DeleteParameterResponse.builder().build();
    }

    private DeleteParametersResponse deleteAll(DeleteParametersRequest request, CallContext context) {
        var deleted = new ArrayList<String>();
        var invalid = new ArrayList<String>();
        for (var name : request.names()) (parameters(context).delete(name(name)) ? deleted : invalid).add(name);
        return DeleteParametersResponse.builder()
                .deletedParameters(deleted)
                .invalidParameters(invalid)
                .build();
    }

    private static Map<String, String> tags(List<Tag> tags) {
        var map = new LinkedHashMap<String, String>();
        tags.forEach(tag -> map.put(tag.key(), tag.value()));
        return map;
    }

    private String tagged(String resourceId, CallContext context) {
        var name = name(resourceId);
        if (parameters(context).history(name).isEmpty())
            throw AwsError.refused("InvalidResourceId", "The resource ID is not valid: " + resourceId);
        return name;
    }

    private AddTagsToResourceResponse tag(AddTagsToResourceRequest request, CallContext context) {
        var name = tagged(request.resourceId(), context);
        var tags = new LinkedHashMap<>(parameters(context).tags(name));
        tags.putAll(tags(request.tags()));
        parameters(context).tags(name, tags);
        return AddTagsToResourceResponse.builder().build();
    }

    private RemoveTagsFromResourceResponse untag(RemoveTagsFromResourceRequest request, CallContext context) {
        var name = tagged(request.resourceId(), context);
        var tags = new LinkedHashMap<>(parameters(context).tags(name));
        request.tagKeys().forEach(tags::remove);
        parameters(context).tags(name, tags);
        return RemoveTagsFromResourceResponse.builder().build();
    }

    private ListTagsForResourceResponse tags(ListTagsForResourceRequest request, CallContext context) {
        var name = tagged(request.resourceId(), context);
        return ListTagsForResourceResponse.builder()
                .tagList(parameters(context).tags(name).entrySet().stream()
                        .map(tag -> Tag.builder()
                                .key(tag.getKey())
                                .value(tag.getValue())
                                .build())
                        .toList())
                .build();
    }
}
