package dev.ballast.sim.world.ec2;

import dev.ballast.sim.world.core.Refused;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Client tokens: what was done under one is done once. */
public final class Tokens {
    /** The bound is ours, so that a long load cannot fill the heap; EC2 keeps tokens for some days. */
    private static final int KEPT_MAX = 10_000;

    private record Key(String operation, String token) {}

    private record Done(Object asked, Object answer) {}

    private final Map<Key, Done> done = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Done> eldest) {
            return size() > KEPT_MAX;
        }
    };

    /**
     * Does the work, or returns what it made the first time. An empty token always does it; work that is refused leaves the
     * token unused.
     *
     * @throws Refused IdempotentParameterMismatch where the token came before with something else
     */
    @SuppressWarnings("unchecked") // an operation has one kind of answer
    public <T> T once(String operation, String token, Object asked, Supplier<T> work) {
        if (token.isEmpty()) return work.get();
        var key = new Key(operation, token);
        var before = done.get(key);
        if (before == null) {
            var answer = work.get();
            done.put(key, new Done(asked, answer));
            return answer;
        }
        if (!before.asked().equals(asked))
            throw new Refused(
                    "IdempotentParameterMismatch",
                    "The request uses the same client token as a previous, but non-identical request.");
        return (T) before.answer();
    }
}
