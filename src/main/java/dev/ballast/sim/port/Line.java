package dev.ballast.sim.port;

import dev.ballast.model.Outcome;
import dev.ballast.observe.CloudUnreachable;
import dev.ballast.sim.world.World;
import dev.ballast.sim.world.core.Refused;
import dev.ballast.sim.world.faults.Called;
import dev.ballast.sim.world.faults.Fate;
import dev.ballast.sim.world.faults.What;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The calls that a port stands for, as they would reach the world over the wire: the same buckets throttle them and the same faults
 * befall them. What it cannot show: an answer comes at once or never, because a port does not let time pass, and so the attempts of a
 * read have no pauses between them.
 */
final class Line {
    /** As the aws room: a read may be repeated freely, a write is sent once. */
    private static final int READ_ATTEMPTS = 5;

    private final World world;
    private final String region;

    Line(World world, String region) {
        this.world = world;
        this.region = region;
    }

    /** A call that was not answered as it should be. */
    static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /** Empty: it was sent, and no answer came. */
        private final transient Optional<What.Refusal> refusal;

        private Broken(Optional<What.Refusal> refusal) {
            super(
                    refusal.map(said -> said.code() + ": " + said.message())
                            .orElse("the connection ended without an answer (sent, no answer)"),
                    null,
                    false,
                    false);
            this.refusal = refusal;
        }

        /** What a write that ends with it came to. */
        Outcome outcome() {
            return refusal.map(Codes::outcome).orElseGet(() -> new Outcome.Unknown(getMessage()));
        }

        private boolean isPassing() {
            return refusal.map(Codes::isPassing).orElse(true);
        }

        /** @param doing completes "cannot …" */
        CloudUnreachable unreachable(String doing) {
            return new CloudUnreachable("cannot " + doing + ": " + getMessage(), this);
        }
    }

    /**
     * Sends once. Where the answer is lost the work is done, a refusal of the world included.
     *
     * @throws Broken where it is throttled, refused by a fault, or not answered
     */
    <T> T write(String service, String operation, Supplier<T> work) {
        return write(new Called(service, operation, region), work);
    }

    /** Ends instances: EC2 counts them beside the call. */
    <T> T terminate(int instances, Supplier<T> work) {
        return write(new Called("ec2", "TerminateInstances", region).with(instances), work);
    }

    private <T> T write(Called called, Supplier<T> work) {
        var fate = fate(called);
        if (fate.refusal().isPresent()) throw new Broken(fate.refusal());
        if (!fate.answerLost()) return work.get();
        try {
            work.get();
        } catch (Refused unheard) {
            // the refusal is the answer that is lost
        }
        throw new Broken(Optional.empty());
    }

    /**
     * Asks that often, as a client does that asks in pages.
     *
     * @throws Broken where one of the calls is not answered in any of its attempts
     */
    void read(String service, String operation, int calls) {
        for (var call = 0; call < calls; call++) read(service, operation);
    }

    private void read(String service, String operation) {
        for (var attempt = 1; ; attempt++) {
            var fate = fate(new Called(service, operation, region));
            if (fate.refusal().isEmpty() && !fate.answerLost()) return;
            var broken = new Broken(fate.refusal());
            if (attempt == READ_ATTEMPTS || !broken.isPassing()) throw broken;
        }
    }

    /** How many calls it takes where one takes that many; at least one. */
    static int pages(int all, int perCall) {
        return Math.max(1, (all + perCall - 1) / perCall);
    }

    private Fate fate(Called called) {
        var throttled = world.throttles().refuse(called);
        return throttled.isPresent()
                ? new Fate(throttled, Duration.ZERO, false)
                : world.faults().befalls(called);
    }
}
