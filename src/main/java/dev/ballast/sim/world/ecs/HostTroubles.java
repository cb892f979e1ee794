package dev.ballast.sim.world.ecs;

import java.util.Optional;

/** What may go wrong on hosts; ECS asks at the moment at which it matters. */
public interface HostTroubles {
    /** Nothing does. */
    HostTroubles NONE = new HostTroubles() {
        @Override
        public boolean isCutOff(Machine machine) {
            return false;
        }

        @Override
        public boolean neverRegisters(Machine machine) {
            return false;
        }

        @Override
        public Optional<String> pullFailure(String image) {
            return Optional.empty();
        }
    };

    /** Whether the agent of that machine cannot reach ECS now; it goes on trying. */
    boolean isCutOff(Machine machine);

    /** Asked once at each boot: whether its agent does not come up at all. */
    boolean neverRegisters(Machine machine);

    /** Why the image cannot be pulled now, as the stopped task is told; empty where it can. */
    Optional<String> pullFailure(String image);
}
