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
    private record Key(Service service, String operation, String token) {}

    private record Use(Object request, Object answer) {}

    /** AWS keeps tokens for a day at least; the bound is ours, so that a long load cannot fill the heap. */
    private static final int KEPT_MAX = 100_000;

    private final Map<Key, Use> uses = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Use> eldest) {
            return size() > KEPT_MAX;
        }
    };

    /**
     * Does the work the first time and repeats its answer afterwards. Work that throws leaves the token unused.
     *
     * @throws AwsError the given mismatch, where the token came before with another request
     */
    @SuppressWarnings("unchecked") // a key's operation has one response class
    <R extends AwsResponse> R once(
            Operation<?, R> operation, String token, Object request, AwsError mismatch, Supplier<R> work) {
        Key key = new Key(operation.service(), operation.name(), token);
        Use known = uses.get(key);
        if (known == null) {
            R answer = work.get();
            uses.put(key, new Use(request, answer));
            return answer;
        }
        if (!known.request().equals(request)) {
            throw mismatch;
        }
        return (R) known.answer();
    }
}
