package dev.ballast.sim.api.sts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.sim.api.CallContext;
import dev.ballast.sim.api.ClientTokens;
import dev.ballast.sim.api.Operation;
import dev.ballast.sim.api.Operations;
import dev.ballast.sim.api.Service;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

class StsApiTest {
    private static final Instant NOW = Instant.parse("2026-01-05T08:00:00Z");

    @Test
    @SuppressWarnings("unchecked")
    void theCallerIsTheRootUserOfTheCallsAccount() {
        Operation<GetCallerIdentityRequest, GetCallerIdentityResponse> operation =
                (Operation<GetCallerIdentityRequest, GetCallerIdentityResponse>) Operations.of(List.of(new StsApi()))
                        .get(Service.STS)
                        .named("GetCallerIdentity")
                        .orElseThrow();
        CallContext context = new CallContext(
                Service.STS, "GetCallerIdentity", "111122223333", "eu-west-1", "AKIDEXAMPLE", "r-1", NOW, NOW);

        GetCallerIdentityResponse answer =
                operation.answer(GetCallerIdentityRequest.builder().build(), context, new ClientTokens());

        assertThat(answer.arn()).isEqualTo("arn:aws:iam::111122223333:root");
        assertThat(answer.account()).isEqualTo("111122223333");
    }
}
