package dev.ballast.sim.world.faults;

import java.util.Optional;

/** Which calls are meant; what is left open means every one. */
public record Calls(Optional<String> service, Optional<String> operation, Optional<String> region) {
    public static final Calls ALL = new Calls(Optional.empty(), Optional.empty(), Optional.empty());

    boolean mean(Called called) {
        return service.map(called.service()::equals).orElse(true)
                && operation.map(called.operation()::equals).orElse(true)
                && region.map(called.region()::equals).orElse(true);
    }
}
