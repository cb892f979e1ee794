package dev.ballast.sim.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ballast.sim.wire.Admin;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may come in to the admin API. */
class AdminDoorsContractTest {
    private static final String SIGNED =
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260105/eu-west-1/ballast/aws4_request, SignedHeaders=host;x-amz-date, Signature=0";

    private final AdminCloud cloud = new AdminCloud();

    @AfterEach
    void close() {
        cloud.close();
    }

    private static HttpRequest.BodyPublisher body() {
        return HttpRequest.BodyPublishers.ofString("{}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"reset", "clock", "interrupt", "faults"})
    void whatActsNeedsTheTokenOrASignature(String name) {
        var world = cloud.get("clock").path("world");
        var unsigned = cloud.send(cloud.request(name).POST(body()));
        assertThat(unsigned.statusCode()).isEqualTo(403);
        assertThat(unsigned.body()).startsWith("{\"__type\":\"MissingAuthenticationToken\",\"message\":");
        var guessed = cloud.send(
                cloud.request(name).header(Admin.TOKEN_HEADER, "guess").POST(body()));
        assertThat(guessed.statusCode()).isEqualTo(403);
        assertThat(cloud.get("clock").path("world")).isEqualTo(world);
        var signed = cloud.send(cloud.request(name)
                .header("Authorization", SIGNED)
                .header("X-Amz-Date", "20260105T080000Z")
                .POST(body()));
        assertThat(signed.statusCode()).isIn(200, 400);
        assertThat(signed.body()).doesNotContain("MissingAuthenticationToken");
    }

    @ParameterizedTest
    @ValueSource(strings = {"reset", "clock", "interrupt", "faults", "state"})
    void aPageElsewhereGetsNothingEvenWithTheToken(String name) {
        var answer = cloud.send(cloud.request(name)
                .header(Admin.TOKEN_HEADER, cloud.cloud.token())
                .header("Origin", "https://evil.example")
                .method(name.equals("state") ? "GET" : "POST", body()));
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).startsWith("{\"__type\":\"AccessDenied\",\"message\":");
        assertThat(answer.headers().firstValue("content-type")).contains("application/json");
    }

    @Test
    void aRouteThatIsNotThereNamesThoseThatAre() {
        var answer = cloud.answer("POST", "state", "{}");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body())
                .startsWith("{\"__type\":\"NotFound\"")
                .contains("GET clock, faults, state", "POST clock, reset, interrupt, faults");
        assertThat(cloud.answer("GET", "nothing", "").statusCode()).isEqualTo(404);
        assertThat(cloud.answer("PUT", "clock", "{}").statusCode()).isEqualTo(405);
        assertThat(cloud.answer("POST", "clock", "{").body()).startsWith("{\"__type\":\"SerializationException\"");
    }

    @Test
    void theTokenOutlivesAReset() {
        cloud.post("reset", "");
        cloud.post("reset", "");
        assertThat(cloud.get("clock").path("world").asText()).endsWith("-3");
    }
}
