package dev.ballast.sim.world.ec2.fleet;

import dev.ballast.model.InstanceType;
import dev.ballast.sim.world.core.Refused;
import dev.ballast.sim.world.ec2.LaunchParameters;
import dev.ballast.sim.world.ec2.LaunchTemplates;
import dev.ballast.sim.world.ec2.Region;
import dev.ballast.sim.world.ec2.Subnet;
import dev.ballast.sim.world.ec2.fleet.FleetConfig.Override;
import dev.ballast.sim.world.ec2.fleet.FleetConfig.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Spells out what a fleet was asked for, pool by pool. */
final class Candidates {
    private final Region region;
    private final FleetConfig config;
    private final List<Candidate> list = new ArrayList<>();

    private Candidates(Region region, FleetConfig config) {
        this.region = region;
        this.config = config;
    }

    /** @throws Refused where a type, subnet, zone or template is not what EC2 would take */
    static List<Candidate> of(Region region, FleetConfig config) {
        var candidates = new Candidates(region, config);
        switch (config.source()) {
            case Source.Specifications specifications -> specifications.list().forEach(candidates::add);
            case Source.Templates templates -> templates.list().forEach(candidates::add);
        }
        return List.copyOf(candidates.list);
    }

    private void add(FleetConfig.Specification specification) {
        var placing = specification.parameters().placing();
        var override = new Override(
                Optional.empty(),
                placing.subnetId(),
                placing.zone(),
                Optional.empty(),
                specification.weight(),
                specification.maxPrice(),
                Optional.empty(),
                Optional.empty());
        var type = region.launches().type(specification.parameters());
        for (var subnet : subnets(placing.subnetId(), placing.zone()))
            add(type, subnet, specification.parameters(), override, Optional.empty());
    }

    private void add(FleetConfig.TemplateConfig templateConfig) {
        var base = region.launchTemplates().resolve(templateConfig.template()).parameters();
        var overrides = templateConfig.overrides().isEmpty() ? List.of(Override.NONE) : templateConfig.overrides();
        for (var override : overrides) {
            var parameters = override.imageId()
                    .map(image -> base.with(new LaunchParameters.Machine(
                            Optional.of(image),
                            base.machine().instanceType(),
                            base.machine().userData())))
                    .orElse(base);
            var placed = override.subnetId().isPresent() || override.zone().isPresent();
            var subnets = subnets(
                    placed ? override.subnetId() : base.placing().subnetId(),
                    placed ? override.zone() : base.placing().zone());
            for (var type : types(override, parameters))
                for (var subnet : subnets)
                    add(type, subnet, parameters, override, Optional.of(templateConfig.template()));
        }
    }

    private List<InstanceType> types(Override override, LaunchParameters parameters) {
        if (override.requirements().isPresent()) {
            var architecture = parameters
                    .machine()
                    .imageId()
                    .map(region.launches()::imageId)
                    .flatMap(region.images()::find)
                    .map(image -> image.architecture());
            return override.requirements().get().matching().stream()
                    .filter(type -> architecture.isEmpty() || architecture.get() == type.architecture())
                    .toList();
        }
        return List.of(region.launches()
                .type(override.instanceType()
                        .map(type -> parameters.placedAs(type, Optional.empty(), Optional.empty()))
                        .orElse(parameters)));
    }

    private void add(
            InstanceType type,
            Subnet subnet,
            LaunchParameters parameters,
            Override override,
            Optional<LaunchTemplates.Reference> template) {
        var weight = switch (config.target().unit()) {
            case UNITS -> override.weight().orElse(1.0);
            case VCPU -> (double) type.vcpus();
            case MEMORY_MIB -> (double) type.memoryMib();
        };
        var perUnit = override.maxPrice().or(() -> config.origin().maxPrice());
        list.add(new Candidate(
                list.size(),
                type,
                subnet,
                parameters
                        .placedAs(type.name(), Optional.of(subnet.id()), Optional.empty())
                        .with(config.origin().launchTags().over(parameters.tagging())),
                weight,
                perUnit.map(price -> price.times(weight)),
                override.priority().orElse(Double.MAX_VALUE),
                template,
                override));
    }

    /** Both may be lists with commas; where nothing is said, every default subnet. */
    private List<Subnet> subnets(Optional<String> subnetIds, Optional<String> zones) {
        var subnets = new ArrayList<Subnet>();
        if (subnetIds.isPresent()) {
            for (var id : subnetIds.get().split("\\s*,\\s*"))
                subnets.add(region.network().subnet(id.strip()));
        } else if (zones.isPresent()) {
            for (var zone : zones.get().split("\\s*,\\s*"))
                subnets.add(region.launches().subnet(LaunchParameters.Placing.in(zone.strip())));
        } else {
            for (var zone : region.zones())
                region.network().defaultSubnet(zone.name()).ifPresent(subnets::add);
        }
        return subnets;
    }
}
