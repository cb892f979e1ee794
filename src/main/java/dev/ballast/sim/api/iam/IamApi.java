package dev.ballast.sim.api.iam;

import dev.ballast.sim.api.Api;
import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.api.Service;
import dev.ballast.sim.world.ec2.LaunchSpec;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.iam.model.GetInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.GetInstanceProfileResponse;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.Role;

/**
 * Identity and Access Management, as far as launching asks it: clients turn a profile's name into its ARN. As EC2 takes every
 * profile here, every well-formed name has one, with a role of the same name that EC2 may assume.
 */
public final class IamApi implements Api {
    /** The bounds of the API model. */
    private static final Pattern NAME = Pattern.compile("[\\w+=,.@-]{1,128}");
    /** Profiles are older than any world. */
    private static final Instant CREATED = Instant.parse("2020-01-01T00:00:00Z");

    /** IAM writes policies with percent escapes. */
    private static final String TRUST = URLEncoder.encode(
                    "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
                            + "\"Principal\":{\"Service\":\"ec2.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}",
                    StandardCharsets.UTF_8)
            .replace("+", "%20");

    @Override
    public Service service() {
        return Service.IAM;
    }

    @Override
    public void register(Operations operations) {
        operations.on("GetInstanceProfile", GetInstanceProfileRequest::builder, this::getInstanceProfile);
    }

    private GetInstanceProfileResponse getInstanceProfile(GetInstanceProfileRequest request, CallContext context) {
        String name = request.instanceProfileName();
        if (!NAME.matcher(name).matches()) {
            throw AwsError.refused(
                    "ValidationError",
                    "1 validation error detected: Value at 'instanceProfileName' failed to satisfy constraint:"
                            + " Member must have 1 to 128 characters and satisfy regular expression pattern: [\\w+=,.@-]+");
        }
        String account = "arn:aws:iam::" + context.accountId();
        String arn = account + ":instance-profile/" + name;
        String id = LaunchSpec.InstanceProfile.at(arn).id();
        return GetInstanceProfileResponse.builder()
                .instanceProfile(InstanceProfile.builder()
                        .path("/")
                        .instanceProfileName(name)
                        .instanceProfileId(id)
                        .arn(arn)
                        .createDate(CREATED)
                        .roles(Role.builder()
                                .path("/")
                                .roleName(name)
                                .roleId(id.replaceFirst("AIPA", "AROA"))
                                .arn(account + ":role/" + name)
                                .createDate(CREATED)
                                .assumeRolePolicyDocument(TRUST)
                                .build())
                        .build())
                .build();
    }
}
