package dev.ballast.sim.wire;

import dev.ballast.sim.api.admin.LiveWorld;
import dev.ballast.sim.api.admin.Worlds;
import java.util.Optional;
import java.util.function.Supplier;

/** The doors of whichever world is live; made once a world. */
final class WorldDoors implements Supplier<CloudServer.Doors> {
    private record Made(LiveWorld world, CloudServer.Doors doors) {}

    private final Worlds worlds;
    private volatile Made made;

    WorldDoors(Worlds worlds) {
        this.worlds = worlds;
        made = make(worlds.current());
    }

    @Override
    public CloudServer.Doors get() {
        LiveWorld current = worlds.current();
        Made known = made;
        return known.world() == current ? known.doors() : replaced();
    }

    private synchronized CloudServer.Doors replaced() {
        LiveWorld current = worlds.current();
        if (made.world() != current) {
            made = make(current);
        }
        return made.doors();
    }

    private static Made make(LiveWorld world) {
        MetadataDoor metadata = new MetadataDoor(world.metadata());
        return new Made(world, new CloudServer.Doors(Wire.of(world), Optional.of(metadata), world.clock()));
    }
}
