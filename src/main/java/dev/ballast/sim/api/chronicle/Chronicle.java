package dev.ballast.sim.api.chronicle;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** Keeps what is done to the worlds of one local cloud; of those there were, only the last. Safe for any thread. */
public interface Chronicle extends AutoCloseable {
    /** Keeps nothing: the world ends with the process. */
    Chronicle NONE = new Chronicle() {
        @Override
        public Optional<Kept> kept() {
            return Optional.empty();
        }

        @Override
        public void read(Consumer<Deed> reader) {}

        @Override
        public void begin(Beginning beginning) {}

        @Override
        public void add(int world, Deed deed) {}

        @Override
        public void reached(int world, Instant moment) {}

        @Override
        public void close() {}
    };

    /** @param reached the last moment that it is known to have come to */
    record Kept(Beginning beginning, long deeds, Instant reached) {}

    Optional<Kept> kept();

    /** Every deed of the kept world, in order. */
    void read(Consumer<Deed> reader);

    /** Another world begins; what was kept is forgotten. */
    void begin(Beginning beginning);

    /**
     * Kept when this returns. What is done to a world that is over is nobody's any more.
     *
     * @param world its number
     */
    void add(int world, Deed deed);

    void reached(int world, Instant moment);

    @Override
    void close();
}
