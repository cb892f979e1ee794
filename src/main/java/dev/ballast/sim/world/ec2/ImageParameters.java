package dev.ballast.sim.world.ec2;

import java.util.Optional;

/** Where image ids of the form {@code resolve:ssm:NAME} are looked up. */
@FunctionalInterface
public interface ImageParameters {
    /** The value of a parameter, its version behind a colon or none; empty where there is no such parameter. */
    Optional<String> value(String region, String name);
}
