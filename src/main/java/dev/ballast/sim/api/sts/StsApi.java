package dev.ballast.sim.api.sts;

import dev.ballast.sim.api.Api;
import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.api.Service;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/** Security Token Service: who is calling. Every access key is the account's root user. */
public final class StsApi implements Api {
    @Override
    public Service service() {
        return Service.STS;
    }

    @Override
    public void register(Operations operations) {
        operations.on("GetCallerIdentity", GetCallerIdentityRequest::builder, this::getCallerIdentity);
    }

    private GetCallerIdentityResponse getCallerIdentity(GetCallerIdentityRequest request, CallContext context) {
        return GetCallerIdentityResponse.builder()
                .account(context.accountId())
                .userId(context.accountId())
                .arn("arn:aws:iam::" + context.accountId() + ":root")
                .build();
    }
}
