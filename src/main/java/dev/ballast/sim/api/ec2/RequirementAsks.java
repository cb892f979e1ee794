package dev.ballast.sim.api.ec2;

import dev.ballast.model.Architecture;
import dev.ballast.sim.api.AwsError;
import dev.ballast.sim.world.ec2.fleet.TypeRequirements;
import dev.ballast.sim.world.ec2.fleet.TypeRequirements.Generations;
import dev.ballast.sim.world.ec2.fleet.TypeRequirements.Inclusion;
import dev.ballast.sim.world.ec2.fleet.TypeRequirements.LocalStorage;
import dev.ballast.sim.world.ec2.fleet.TypeRequirements.Range;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.services.ec2.model.InstanceRequirements;
import software.amazon.awssdk.services.ec2.model.InstanceRequirementsRequest;

/** Attribute-based type selection, as asked and as repeated. */
final class RequirementAsks {
    private RequirementAsks() {}

    /** @throws AwsError MissingParameter without vCPUs or memory, InvalidParameterCombination for two lists of types */
    static TypeRequirements of(InstanceRequirementsRequest asked, List<String> architectures) {
        if (asked.vCpuCount() == null || asked.vCpuCount().min() == null)
            throw AwsError.refused(
                    "MissingParameter", "The request must contain the parameter InstanceRequirements.VCpuCount.Min");
        if (asked.memoryMiB() == null || asked.memoryMiB().min() == null)
            throw AwsError.refused(
                    "MissingParameter", "The request must contain the parameter InstanceRequirements.MemoryMiB.Min");
        if (!asked.allowedInstanceTypes().isEmpty()
                && !asked.excludedInstanceTypes().isEmpty())
            throw AwsError.refused(
                    "InvalidParameterCombination",
                    "AllowedInstanceTypes and ExcludedInstanceTypes cannot be specified in the same request.");
        var allowedArchitectures = EnumSet.noneOf(Architecture.class);
        for (var name : architectures)
            for (var architecture : Architecture.values())
                if (architecture.ec2Name().equals(name)) allowedArchitectures.add(architecture);
        var accelerators = asked.acceleratorCount();
        var wantsGpu = asked.acceleratorTypesAsStrings().contains("gpu");
        return new TypeRequirements(
                range(asked.vCpuCount().min(), asked.vCpuCount().max()),
                range(asked.memoryMiB().min(), asked.memoryMiB().max()),
                allowedArchitectures,
                inclusion(asked.burstablePerformanceAsString()),
                inclusion(asked.bareMetalAsString()),
                accelerators != null
                        ? range(accelerators.min(), accelerators.max())
                        : wantsGpu ? new Range(1, Integer.MAX_VALUE) : Range.ANY,
                storage(asked),
                generations(asked.instanceGenerationsAsStrings()),
                List.copyOf(asked.allowedInstanceTypes()),
                List.copyOf(asked.excludedInstanceTypes()));
    }

    private static Range range(Integer min, Integer max) {
        return new Range(min == null ? 0 : min, max == null ? Integer.MAX_VALUE : max);
    }

    /** Burstable and bare metal types are left out unless the request takes them in. */
    private static Inclusion inclusion(String word) {
        if (word == null) return Inclusion.EXCLUDED;
        return switch (word) {
            case "included" -> Inclusion.INCLUDED;
            case "required" -> Inclusion.REQUIRED;
            default -> Inclusion.EXCLUDED;
        };
    }

    private static LocalStorage storage(InstanceRequirementsRequest asked) {
        if (asked.localStorageAsString() == null) return LocalStorage.ANY;
        return switch (asked.localStorageAsString()) {
            case "required" -> LocalStorage.WITH;
            case "excluded" -> LocalStorage.WITHOUT;
            default -> LocalStorage.ANY;
        };
    }

    private static Generations generations(List<String> words) {
        if (words.size() != 1) return Generations.ANY;
        return words.getFirst().equals("current") ? Generations.CURRENT : Generations.PREVIOUS;
    }

    static InstanceRequirements told(TypeRequirements requirements) {
        var told = InstanceRequirements.builder()
                .vCpuCount(it -> it.min(requirements.vcpus().min()).max(end(requirements.vcpus())))
                .memoryMiB(it -> it.min(requirements.memoryMib().min()).max(end(requirements.memoryMib())))
                .burstablePerformance(word(requirements.burstable()))
                .bareMetal(word(requirements.bareMetal()))
                .localStorage(
                        switch (requirements.localStorage()) {
                            case ANY -> "included";
                            case WITH -> "required";
                            case WITHOUT -> "excluded";
                        });
        if (!requirements.gpus().equals(Range.ANY))
            told.acceleratorCount(it -> it.min(requirements.gpus().min()).max(end(requirements.gpus())));
        switch (requirements.generations()) {
            case ANY -> {}
            case CURRENT -> told.instanceGenerationsWithStrings("current");
            case PREVIOUS -> told.instanceGenerationsWithStrings("previous");
        }
        if (!requirements.allowed().isEmpty()) told.allowedInstanceTypes(requirements.allowed());
        if (!requirements.excluded().isEmpty()) told.excludedInstanceTypes(requirements.excluded());
        return told.build();
    }

    private static Integer end(Range range) {
        return range.max() == Integer.MAX_VALUE ? null : range.max();
    }

    private static String word(Inclusion inclusion) {
        return inclusion.name().toLowerCase(Locale.ROOT);
    }
}
