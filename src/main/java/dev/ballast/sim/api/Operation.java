package dev.ballast.sim.api;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/**
 * One operation of a service: its name, how its request is built, and the method that answers it. The methods that return the
 * operation itself say more about it while it is registered and are not called afterwards.
 */
public final class Operation<Q extends AwsRequest, R extends AwsResponse> {
    /** Answers one request; runs behind the {@link Gate}. */
    @FunctionalInterface
    public interface Handler<Q, R> {
        R handle(Q request, CallContext context);
    }

    private final Service service;
    private final String name;
    private final Supplier<? extends SdkBuilder<?, Q>> request;
    private final Handler<Q, R> handler;
    private final List<String> required = new ArrayList<>();
    private final List<String> alwaysWritten = new ArrayList<>();
    private String method = "POST";
    private String path = "/";
    private Function<Q, String> clientToken = ignored -> null;
    private AwsError tokenMismatch;

    Operation(Service service, String name, Supplier<? extends SdkBuilder<?, Q>> request, Handler<Q, R> handler) {
        this.service = service;
        this.name = name;
        this.request = request;
        this.handler = handler;
    }

    /** Members of the request, by the SDK's member name, that this operation needs beyond those that AWS's API model requires. */
    public Operation<Q, R> requires(String... memberNames) {
        required.addAll(List.of(memberNames));
        return this;
    }

    /**
     * Lists and maps, by the SDK's member name, that an answer carries even when they are empty, wherever in it they stand: what
     * the real service writes and clients count on. Every other empty list is left out.
     */
    public Operation<Q, R> alwaysWrites(String... memberNames) {
        alwaysWritten.addAll(List.of(memberNames));
        return this;
    }

    /** Where a REST operation answers, for example {@code at("GET", "/experiments/{id}")}. */
    public Operation<Q, R> at(String httpMethod, String pathPattern) {
        method = httpMethod;
        path = pathPattern;
        return this;
    }

    /**
     * The operation does its work once per client token: the same token with the same parameters gets the stored answer, with
     * other parameters the given error. A request without a token always runs.
     */
    public Operation<Q, R> idempotent(Function<Q, String> token, AwsError mismatch) {
        clientToken = token;
        tokenMismatch = mismatch;
        return this;
    }

    public Service service() {
        return service;
    }

    public String name() {
        return name;
    }

    public List<String> required() {
        return required;
    }

    public List<String> alwaysWritten() {
        return alwaysWritten;
    }

    public String method() {
        return method;
    }

    public String path() {
        return path;
    }

    /** An empty request to be filled by its {@code sdkFields()}. */
    public SdkBuilder<?, Q> newRequest() {
        return request.get();
    }

    /**
     * Answers a request that has all its required members; runs behind the gate.
     *
     * @throws AwsError where the service would refuse the call
     * @throws Await where there is nothing to answer yet
     */
    public R answer(Q asked, CallContext context, ClientTokens tokens) {
        String token = clientToken.apply(asked);
        if (token == null) {
            return handler.handle(asked, context);
        }
        ClientTokens.Token said = new ClientTokens.Token(service, name, context.region(), token);
        return tokens.once(said, asked, tokenMismatch, () -> handler.handle(asked, context));
    }
}
