package dev.ballast.config;

import dev.ballast.model.InstanceType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** {@code capacity.types} as requirements: the types of the catalogue that meet them, or which requirement leaves none. */
final class TypeRequirements {
    private static final double MIB_PER_GIB = 1024;

    private final Values values;
    private final TypeCatalogue catalogue;

    TypeRequirements(Values values, TypeCatalogue catalogue) {
        this.values = values;
        this.catalogue = catalogue;
    }

    private record Step(String words, Predicate<InstanceType> takes) {}

    List<String> matching() {
        var vcpus = values.optional(Keys.TYPES_VCPUS);
        var memory = values.optional(Keys.TYPES_MEMORY);
        var architecture = values.orDefault(Keys.TYPES_ARCHITECTURE);
        var exclude = values.list(Keys.TYPES_EXCLUDE);
        var steps = new ArrayList<Step>();
        steps.add(new Step("architecture " + architecture.ec2Name(), type -> type.architecture() == architecture));
        steps.add(new Step("no bare metal", type -> !type.traits().bareMetal()));
        if (!values.orDefault(Keys.TYPES_BURSTABLE))
            steps.add(new Step("no burstable types", type -> !type.traits().burstable()));
        if (!values.orDefault(Keys.TYPES_PREVIOUS_GENERATION))
            steps.add(new Step("no previous generation", type -> type.traits().currentGeneration()));
        vcpus.ifPresent(range -> steps.add(new Step("vcpus " + range, type -> range.contains(type.vcpus()))));
        memory.ifPresent(range -> steps.add(
                new Step("memory " + range + " GiB", type -> range.contains(type.memoryMib() / MIB_PER_GIB))));
        if (!exclude.isEmpty())
            steps.add(new Step(
                    "exclude " + String.join(", ", exclude),
                    type -> !exclude.contains(type.name()) && !exclude.contains(type.family())));
        return left(steps);
    }

    private List<String> left(List<Step> steps) {
        var left = catalogue.all();
        var told = new ArrayList<String>();
        for (var step : steps) {
            left = left.stream().filter(step.takes).toList();
            told.add(step.words + " leaves " + left.size());
        }
        if (left.isEmpty() && !values.isFaulty("capacity.types"))
            values.fault(
                    "capacity.types",
                    "no instance type meets these requirements: of "
                            + catalogue.all().size() + " types, " + String.join(", ", told));
        return left.stream().map(InstanceType::name).toList();
    }
}
