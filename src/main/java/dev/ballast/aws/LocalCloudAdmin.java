package dev.ballast.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ballast.model.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/** The local cloud's own door, {@code /_ballast/}: what AWS has no API for, or another one. Calls are signed as AWS's are. */
final class LocalCloudAdmin {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int OK = 200;
    private static final int SERVER_FAULT = 500;

    private final AwsClients clients;

    LocalCloudAdmin(AwsClients clients) {
        this.clients = clients;
    }

    /** @param status HTTP's */
    record Answer(int status, String body) {
        /** @throws UncheckedIOException where it is no JSON */
        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (JsonProcessingException malformed) {
                throw new UncheckedIOException(malformed);
            }
        }

        /** Of a refusal: its code as AWS's JSON services write it, else the status. */
        String code() {
            return isJson() ? json().path("__type").asText("HTTP " + status) : "HTTP " + status;
        }

        String words() {
            return AwsErrors.oneLine(isJson() ? json().path("message").asText(body) : body);
        }

        private boolean isJson() {
            return body.startsWith("{");
        }
    }

    /** The notice at once, and two minutes of the world's time later the end. */
    Outcome interrupt(List<String> instanceIds) {
        var body = JSON.createObjectNode();
        var ids = body.putArray("instanceIds");
        instanceIds.forEach(ids::add);
        Answer answer;
        try {
            answer = send(SdkHttpMethod.POST, "/_ballast/interrupt", Optional.of(body.toString()));
        } catch (UncheckedIOException failed) {
            return new Outcome.Unknown("the local cloud did not answer: " + AwsErrors.oneLine(failed.getMessage()));
        }
        if (answer.status() / 100 == OK / 100) return Outcome.DONE;
        return answer.status() >= SERVER_FAULT
                ? new Outcome.Unknown(answer.code() + ": " + answer.words())
                : new Outcome.Refused(answer.code(), answer.words());
    }

    /** @throws UncheckedIOException where nobody answered */
    Answer send(SdkHttpMethod method, String path, Optional<String> body) {
        var payload = body.map(text -> ContentStreamProvider.fromUtf8String(text));
        var request = SdkHttpRequest.builder()
                .uri(URI.create(base() + path))
                .method(method)
                .putHeader("Accept", "application/json");
        body.ifPresent(text -> request.putHeader("Content-Type", "application/json")
                .putHeader("Content-Length", Integer.toString(text.getBytes(StandardCharsets.UTF_8).length)));
        var signed = AwsV4HttpSigner.create().sign(sign -> {
            sign.identity((AwsCredentials) clients.credentials().resolveCredentials())
                    .request(request.build())
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "ballast")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, clients.place().region());
            payload.ifPresent(sign::payload);
        });
        try (SdkHttpClient http = UrlConnectionHttpClient.create()) {
            var sent = HttpExecuteRequest.builder().request(signed.request());
            signed.payload().ifPresent(sent::contentStreamProvider);
            var answer = http.prepareRequest(sent.build()).call();
            try (InputStream stream =
                    answer.responseBody().isPresent() ? answer.responseBody().get() : InputStream.nullInputStream()) {
                return new Answer(
                        answer.httpResponse().statusCode(), new String(stream.readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private String base() {
        return clients.place().endpoint().orElseThrow().toString().replaceAll("/+$", "");
    }
}
