package dev.ballast.aws;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** The time of the cloud behind the endpoint: AWS's is ours, a local cloud's may run faster, stand still or jump. */
public interface CloudClock extends InstantSource {
    /** How long a duration of that world lasts here. */
    Duration wallTime(Duration world);

    /** Seconds of that world in a second of ours. */
    double speed();

    /** Which local cloud this is; empty on AWS. */
    Optional<World> world();

    /** @param id no other world has it, not even the next one at the same endpoint */
    record World(String id, long seed) {}

    /**
     * Asks the endpoint where it is on this machine, and takes this machine's clock for every other.
     *
     * @throws dev.ballast.observe.CloudUnreachable where nobody answers at an endpoint on this machine
     */
    static CloudClock of(AwsClients clients) {
        return clients.place().isLoopback()
                ? LocalCloudClock.read(clients).<CloudClock>map(local -> local).orElse(AWS)
                : AWS;
    }

    /** This machine's clock. */
    CloudClock AWS = new CloudClock() {
        @Override
        public Instant instant() {
            return InstantSource.system().instant();
        }

        @Override
        public Duration wallTime(Duration world) {
            return world;
        }

        @Override
        public double speed() {
            return 1;
        }

        @Override
        public Optional<World> world() {
            return Optional.empty();
        }
    };
}
