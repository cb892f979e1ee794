package dev.ballast.sim.api.chronicle;

import dev.ballast.sim.api.Await;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What is done to one world, as it is done: behind its gate, each thing kept before its answer leaves. */
public final class Deeds {
    /** Of one that is not kept. */
    public static final Deeds UNKEPT = new Deeds(Chronicle.NONE, 0, () -> 0);

    private static final byte[] NOTHING = {};
    private static final List<String> READS = List.of("Describe", "Get", "List", "Search");

    /**
     * A request as it came.
     *
     * @param head its line and the headers that matter
     */
    public record Request(Instant received, String head, byte[] body) {}

    private final Chronicle chronicle;
    private final int world;
    private final LongSupplier drawn;
    private volatile boolean retelling;

    /** @param drawn how much the world has drawn */
    public Deeds(Chronicle chronicle, int world, LongSupplier drawn) {
        this.chronicle = chronicle;
        this.world = world;
        this.drawn = drawn;
    }

    /** What is done is what the chronicle tells, until the task ends. */
    public void retell(Runnable task) {
        retelling = true;
        try {
            task.run();
        } finally {
            retelling = false;
        }
    }

    /** Whether what is done now was done before: it is not kept again, and faults have been asked about it. */
    public boolean areRetold() {
        return retelling;
    }

    /** Compares with what was drawn when it was done. */
    public boolean agree(Deed deed) {
        return drawn.getAsLong() == deed.drawn();
    }

    /** Does the work of a call; one that only reads is kept where the world has drawn for it. */
    public <R> R call(String operation, Request request, Instant now, Supplier<R> work) {
        var before = drawn.getAsLong();
        try {
            var answer = work.get();
            called(operation, request, now, before);
            return answer;
        } catch (Await notYet) {
            throw notYet;
        } catch (RuntimeException refused) {
            called(operation, request, now, before);
            throw refused;
        }
    }

    private void called(String operation, Request request, Instant now, long before) {
        if (drawn.getAsLong() == before && READS.stream().anyMatch(operation::startsWith)) return;
        keep(Deed.Kind.CALL, request.received(), now, request.head(), request.body());
    }

    /** Does what an order asks; one that is refused has changed nothing. */
    public <R> R order(String route, String json, Instant now, Supplier<R> work) {
        var answer = work.get();
        keep(Deed.Kind.ORDER, now, now, route, json.getBytes(StandardCharsets.UTF_8));
        return answer;
    }

    public void fate(String service, String operation, String region, Instant now) {
        keep(Deed.Kind.FATE, now, now, service + " " + operation + " " + region, NOTHING);
    }

    private void keep(Deed.Kind kind, Instant received, Instant now, String head, byte[] body) {
        if (!retelling) chronicle.add(world, new Deed(kind, received, now, head, body, drawn.getAsLong()));
    }
}
