package dev.ballast.observe;

import java.time.Duration;

/** Port in: that something changed in the cluster, without what; whoever wants to know looks. */
public interface ChangeSource {
    /**
     * Waits until something changed or {@code patience} (in the world's time) is over.
     *
     * @return true where something did
     */
    boolean await(Duration patience);
}
