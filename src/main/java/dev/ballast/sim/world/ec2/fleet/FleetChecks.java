package dev.ballast.sim.world.ec2.fleet;

import dev.ballast.sim.world.core.Refused;
import dev.ballast.sim.world.ec2.fleet.FleetConfig.Kind;
import dev.ballast.sim.world.ec2.fleet.FleetConfig.Source;
import dev.ballast.sim.world.ec2.fleet.FleetConfig.Type;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;

/** What EC2 refuses of a fleet's configuration, with its codes: the Spot Fleet API names the parameter, the EC2 Fleet API the fault. */
final class FleetChecks {
    /** Quotas of 2023. */
    private static final int POOLS_MAX = 300;

    private static final int TARGET_MAX = 10_000;

    private FleetChecks() {}

    static void check(FleetConfig config, Instant now) {
        checkTarget(config);
        var window = config.window();
        window.until().filter(end -> !end.isAfter(now)).ifPresent(past -> {
            throw invalid(config.kind(), "ValidUntil", "The valid until time must be in the future.");
        });
        if (window.from().isPresent()
                && window.until().isPresent()
                && !window.from().get().isBefore(window.until().get()))
            throw invalid(config.kind(), "ValidFrom", "The valid from time must be before the valid until time.");
        var empty = switch (config.source()) {
            case Source.Specifications specifications -> specifications.list().isEmpty();
            case Source.Templates templates -> templates.list().isEmpty();
        };
        if (empty)
            throw invalid(
                    config.kind(),
                    "LaunchSpecifications",
                    "The fleet request must contain at least one launch template configuration.");
        if (config.source() instanceof Source.Specifications && config.target().onDemandShare() > 0)
            throw invalid(config.kind(), "OnDemandTargetCapacity", "On-demand capacity needs launch templates.");
    }

    static void checkTarget(FleetConfig config) {
        var target = config.target();
        var least = config.type() == Type.MAINTAIN ? 0 : 1;
        if (target.total() < least || target.total() > TARGET_MAX)
            throw invalid(
                    config.kind(),
                    "TargetCapacity",
                    "The total target capacity must be between " + least + " and " + TARGET_MAX + ".");
        if (target.onDemand() < 0 || target.spot() < 0 || target.onDemand() + target.spot() > target.total())
            throw invalid(
                    config.kind(),
                    "OnDemandTargetCapacity",
                    "The spot and on-demand target capacities must not exceed the total target capacity.");
    }

    static void checkPools(FleetConfig config, List<Candidate> candidates) {
        if (candidates.isEmpty())
            throw config.kind() == Kind.SPOT_FLEET
                    ? invalid(config.kind(), "LaunchTemplateConfigs", "")
                    : new Refused("InvalidFleetConfig", "No instance type satisfies the instance requirements.");
        if (candidates.size() > POOLS_MAX)
            throw invalid(
                    config.kind(), "LaunchSpecifications", "A fleet has at most " + POOLS_MAX + " instance pools.");
        if (config.kind() == Kind.SPOT_FLEET) return;
        var seen = new TreeSet<String>();
        for (var candidate : candidates) {
            var pool = candidate.type().name() + "/" + candidate.subnet().zone().name() + "/"
                    + candidate.parameters().machine().imageId().orElse("");
            if (!seen.add(pool))
                throw new Refused("InvalidFleetConfig", "The fleet configuration contains duplicate instance pools.");
        }
    }

    private static Refused invalid(Kind kind, String parameter, String sentence) {
        return kind == Kind.SPOT_FLEET
                ? new Refused(
                        "InvalidSpotFleetRequestConfig",
                        "Parameter: SpotFleetRequestConfig." + parameter + " is invalid.")
                : new Refused("InvalidFleetConfig", sentence);
    }
}
