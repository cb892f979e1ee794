package dev.ballast.app.session;

import java.net.URI;
import java.util.Optional;

/**
 * What a command is about to change, as it is shown before any change.
 *
 * @param world what tells one account from another: the account id, or the id of a local cloud
 * @param endpoint empty for AWS itself
 */
public record Place(
        String world,
        String accountId,
        String region,
        String cluster,
        Optional<URI> endpoint,
        Optional<LocalWorld> local) {

    /** @param speed seconds of the world in a second of ours */
    public record LocalWorld(long seed, double speed) {}

    public boolean isAws() {
        return local.isEmpty();
    }

    @Override
    public String toString() {
        var where = local.map(world -> "local cloud at "
                        + endpoint.map(URI::toString).orElse("this process") + ", seed " + world.seed()
                        + (world.speed() == 1 ? "" : ", " + Math.round(world.speed()) + " x faster than real time"))
                .or(() -> endpoint.map(URI::toString))
                .orElse("AWS");
        return "cluster " + cluster + " · account " + accountId + " · region " + region + " · " + where;
    }
}
