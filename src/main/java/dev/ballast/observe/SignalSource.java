package dev.ballast.observe;

import dev.ballast.model.Signal;
import java.time.Duration;
import java.util.List;

/** Port in: what AWS says by itself, at least once and in any order. */
public interface SignalSource {
    /**
     * Waits until something came or {@code patience} (in the world's time) is over.
     *
     * @return what came, empty after the wait
     */
    List<Signal> receive(Duration patience);

    /** Called once the received signals are part of a recorded decision, so that they are not delivered again. */
    void acknowledge(List<Signal> signals);
}
