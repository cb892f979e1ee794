package dev.ballast.sim.world.ecs;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a container's program ended.
 *
 * @param exitCode empty where it never started
 * @param reason why it never started, in the words that a stopped task shows; else empty
 */
public record ProgramEnd(String container, OptionalInt exitCode, Optional<String> reason) {
    public static ProgramEnd exited(String container, int code) {
        return new ProgramEnd(container, OptionalInt.of(code), Optional.empty());
    }

    public static ProgramEnd neverStarted(String container, String reason) {
        return new ProgramEnd(container, OptionalInt.empty(), Optional.of("CannotStartContainerError: " + reason));
    }
}
