package dev.ballast.sim.api;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.AwsResponse;

/**
 * The client tokens that a world has seen, each with its request and answer. It belongs to one world and goes with it; only code
 * behind the {@link Gate} touches it.
 */
public final class ClientTokens {
    /** A token as AWS tells them apart: the same text means something else in another operation or region. */
    record Token(Service service, String operation, String region, String text) {}

    private record Use(Object request, Object answer) {}

    /** AWS keeps tokens for a day at least; the bound is ours, so that a long load cannot fill the heap with answers. */
    private static final int KEPT_MAX = 10_000;

    private final Map<Token, Use> uses = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Token, Use> eldest) {
            return size() > KEPT_MAX;
        }
    };

    /**
     * Does the work the first time and repeats its answer afterwards. Work that throws leaves the token unused.
     *
     * @throws AwsError the given mismatch, where the token came before with another request
     */
    @SuppressWarnings("unchecked") // a token's operation has one response class
    <R extends AwsResponse> R once(Token token, Object request, AwsError mismatch, Supplier<R> work) {
        Use known = uses.get(token);
        if (known == null) {
            R answer = work.get();
            uses.put(token, new Use(request, answer));
            return answer;
        }
        if (!known.request().equals(request)) {
            throw mismatch;
        }
        return (R) known.answer();
    }
}
