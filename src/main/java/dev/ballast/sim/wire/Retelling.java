package dev.ballast.sim.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.api.admin.FaultOrders;
import dev.ballast.sim.api.admin.InterruptOrders;
import dev.ballast.sim.api.admin.LiveWorld;
import dev.ballast.sim.api.admin.Worlds;
import dev.ballast.sim.api.chronicle.Chronicle;
import dev.ballast.sim.api.chronicle.Deed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Does to a world again what was done to it, each thing at its moment, so that it is the world that it was. */
public final class Retelling {
    private static final ObjectMapper JSON = new ObjectMapper(JsonReader.FACTORY);

    /** The deeds make another world than they made before. */
    public static final class Astray extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Astray(long number, Deed deed) {
            super("deed " + number + " (" + deed.head().lines().findFirst().orElse("") + ", at " + deed.at()
                    + ") has another effect than it had");
        }
    }

    private final LiveWorld live;
    private final Wire wire;
    private final InterruptOrders interrupt;
    private final FaultOrders faults;
    private long told;

    private Retelling(Worlds worlds) {
        live = worlds.current();
        wire = Wire.of(live);
        interrupt = new InterruptOrders(worlds);
        faults = new FaultOrders(worlds);
    }

    /**
     * Tells it all and lets the clock run, from the moment that the world had come to.
     *
     * @throws Astray where that makes another world; then the world is of no use
     */
    public static void of(Worlds worlds, Chronicle chronicle) {
        var kept = chronicle.kept();
        if (kept.isEmpty()) return;
        var retelling = new Retelling(worlds);
        retelling.live.deeds().retell(() -> {
            chronicle.read(retelling::tell);
            retelling.advanceTo(kept.get().reached());
        });
        worlds.current().clock().resume();
    }

    private void tell(Deed deed) {
        told++;
        advanceTo(deed.at());
        switch (deed.kind()) {
            case CALL -> wire.answer(Call.of(deed.head(), deed.body()), Optional.of(deed.received()));
            case ORDER -> order(deed);
            case FATE -> {
                var call = deed.head().split(" ");
                live.gate().call(now -> live.befall(call[0], call[1], call[2]));
            }
        }
        if (!live.deeds().agree(deed)) throw new Astray(told, deed);
    }

    private void order(Deed deed) {
        try {
            var body = JSON.readTree(new String(deed.body(), StandardCharsets.UTF_8));
            if (deed.head().equals("interrupt")) interrupt.answer(body);
            else faults.answer(body);
        } catch (JsonProcessingException | AwsError refused) {
            throw new Astray(told, deed);
        }
    }

    private void advanceTo(Instant moment) {
        var clock = live.clock();
        var forward = Duration.between(clock.instant(), moment);
        if (forward.isPositive()) clock.advance(forward);
        live.gate().call(now -> now);
    }
}
