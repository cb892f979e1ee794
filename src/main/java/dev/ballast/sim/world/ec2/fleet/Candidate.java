package dev.ballast.sim.world.ec2.fleet;

import dev.ballast.model.InstanceType;
import dev.ballast.model.UsdPerHour;
import dev.ballast.sim.world.ec2.LaunchParameters;
import dev.ballast.sim.world.ec2.LaunchTemplates;
import dev.ballast.sim.world.ec2.Subnet;
import java.util.Optional;

/**
 * One pool that a fleet may launch into.
 *
 * @param index its place in the request
 * @param weight units that an instance counts
 * @param maxPrice for an instance and hour; empty: up to on-demand
 * @param priority lower is better
 * @param template and {@code override} are what it came from, for errors that name it; empty for launch specifications
 */
record Candidate(
        int index,
        InstanceType type,
        Subnet subnet,
        LaunchParameters parameters,
        double weight,
        Optional<UsdPerHour> maxPrice,
        double priority,
        Optional<LaunchTemplates.Reference> template,
        FleetConfig.Override override) {}
