package dev.ballast.sim.host.tasks;

import java.util.Optional;

/** Who is let in at a port on loopback. */
@FunctionalInterface
public interface Door {
    /** Why a request with this Host and Origin, null where there is none, is refused; empty where it may come in. */
    Optional<String> refusal(String host, String origin);
}
