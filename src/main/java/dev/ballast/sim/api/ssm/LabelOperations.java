package dev.ballast.sim.api.ssm;

import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.world.ssm.Parameter;
import dev.ballast.sim.world.ssm.Parameters;
import dev.ballast.sim.world.ssm.Ssm;
import java.util.List;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ssm.model.LabelParameterVersionRequest;
import software.amazon.awssdk.services.ssm.model.LabelParameterVersionResponse;
import software.amazon.awssdk.services.ssm.model.UnlabelParameterVersionRequest;
import software.amazon.awssdk.services.ssm.model.UnlabelParameterVersionResponse;

/** Labels of a parameter's versions. */
final class LabelOperations {
    /** Letters, numbers, points, hyphens and underscores, not beginning with a number, aws or ssm. */
    private static final Pattern LABEL =
            Pattern.compile("(?!aws|ssm)[A-Za-z._-][A-Za-z0-9._-]{0,99}", Pattern.CASE_INSENSITIVE);

    private final Ssm ssm;

    LabelOperations(Ssm ssm) {
        this.ssm = ssm;
    }

    void register(Operations operations) {
        operations
                .on("LabelParameterVersion", LabelParameterVersionRequest::builder, this::label)
                .alwaysWrites("invalidLabels");
        operations
                .on("UnlabelParameterVersion", UnlabelParameterVersionRequest::builder, this::unlabel)
                .alwaysWrites("removedLabels", "invalidLabels");
    }

    private LabelParameterVersionResponse label(LabelParameterVersionRequest request, CallContext context) {
        var parameters = ssm.region(context.region());
        var version = version(parameters, request.name(), request.parameterVersion());
        var valid = request.labels().stream()
                .filter(label -> LABEL.matcher(label).matches())
                .toList();
        parameters.label(SsmApi.name(request.name()), version, valid);
        return LabelParameterVersionResponse.builder()
                .parameterVersion(version)
                .invalidLabels(without(request.labels(), valid))
                .build();
    }

    /** The newest where none is named. */
    private static long version(Parameters parameters, String reference, Long wanted) {
        var versions = parameters.history(SsmApi.name(reference));
        if (versions.isEmpty()) throw SsmApi.missing(reference);
        if (wanted == null) return versions.getLast().version();
        return versions.stream()
                .mapToLong(Parameter::version)
                .filter(version -> version == wanted)
                .findFirst()
                .orElseThrow(() -> AwsError.refused(
                        "ParameterVersionNotFound",
                        "Systems Manager could not find version " + wanted + " of " + reference
                                + ". Verify the version and try again."));
    }

    private static List<String> without(List<String> all, List<String> some) {
        return all.stream().filter(one -> !some.contains(one)).toList();
    }

    private UnlabelParameterVersionResponse unlabel(UnlabelParameterVersionRequest request, CallContext context) {
        var parameters = ssm.region(context.region());
        var version = version(parameters, request.name(), request.parameterVersion());
        var removed = parameters.unlabel(SsmApi.name(request.name()), version, request.labels());
        return UnlabelParameterVersionResponse.builder()
                .removedLabels(removed)
                .invalidLabels(without(request.labels(), removed))
                .build();
    }
}
