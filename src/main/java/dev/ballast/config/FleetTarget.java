package dev.ballast.config;

import dev.ballast.config.SpotFleetRequest.Member;
import dev.ballast.model.InstanceType;
import dev.ballast.model.Target;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** TargetCapacity in Ballast's units. With weights it counts units that only the request knows. */
final class FleetTarget {
    private static final double MIB_PER_GIB = 1024;
    private static final double ALIKE = 0.01;

    private final SpotFleetRequest request;
    private final TypeCatalogue catalogue;
    private final Findings findings;

    FleetTarget(SpotFleetRequest request, TypeCatalogue catalogue, Findings findings) {
        this.request = request;
        this.catalogue = catalogue;
        this.findings = findings;
    }

    Target target() {
        var member = request.member("TargetCapacity").orElseThrow();
        var amount = Integer.parseInt(member.text());
        switch (request.member("TargetCapacityUnitType").map(Member::text).orElse("units")) {
            case "vcpu" -> {
                return new Target(amount, Target.Unit.VCPUS);
            }
            case "memory-mib" -> {
                return new Target((int) Math.ceil(amount / MIB_PER_GIB), Target.Unit.MEMORY_GIB);
            }
            default -> {}
        }
        var weights = weights();
        return weights.isEmpty() ? Target.instances(amount) : weighted(member, amount, weights);
    }

    private Target weighted(Member member, int amount, Map<String, Double> weights) {
        var mean = weights.values().stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(1);
        var exact = exact(amount, weights);
        var target = exact.orElseGet(() -> Target.instances((int) Math.ceil(amount / mean)));
        findings.look(
                member.place(),
                member.path(),
                "counts units of WeightedCapacity, " + amount + " of them",
                "taken as " + target
                        + (exact.isPresent() ? "" : ", by the mean weight of " + Math.round(mean * 100) / 100.0));
        return target;
    }

    /** Where the weights are a size of the types, or nothing at all. */
    private Optional<Target> exact(int amount, Map<String, Double> weights) {
        if (weights.values().stream().allMatch(weight -> weight == 1)) return Optional.of(Target.instances(amount));
        var perVcpu = ratio(weights, InstanceType::vcpus);
        var perGib = ratio(weights, type -> type.memoryMib() / MIB_PER_GIB);
        var countsGib = perGib.filter(weight -> Math.abs(weight - 1) < ALIKE).isPresent();
        if (perVcpu.isPresent() && !countsGib)
            return Optional.of(new Target((int) Math.ceil(amount / perVcpu.get()), Target.Unit.VCPUS));
        return perGib.map(weight -> new Target((int) Math.ceil(amount / weight), Target.Unit.MEMORY_GIB));
    }

    /** What one vCPU or GiB weighs, where it weighs the same in every type. */
    private Optional<Double> ratio(
            Map<String, Double> weights, java.util.function.ToDoubleFunction<InstanceType> size) {
        var ratios = weights.entrySet().stream()
                .map(weight ->
                        catalogue.find(weight.getKey()).map(type -> weight.getValue() / size.applyAsDouble(type)))
                .toList();
        if (ratios.stream().anyMatch(Optional::isEmpty)) return Optional.empty();
        var first = ratios.getFirst().orElseThrow();
        return ratios.stream().allMatch(ratio -> Math.abs(ratio.orElseThrow() - first) < ALIKE)
                ? Optional.of(first)
                : Optional.empty();
    }

    private Map<String, Double> weights() {
        var weights = new LinkedHashMap<String, Double>();
        var templates = request.elements("LaunchTemplateConfigs").stream()
                .flatMap(template -> request.elements(template + ".Overrides").stream());
        Stream.concat(request.elements(FleetSpecifications.LIST).stream(), templates)
                .forEach(path -> request.member(path + ".WeightedCapacity")
                        .ifPresent(weight -> weights.put(
                                request.member(path + ".InstanceType")
                                        .map(Member::text)
                                        .orElse(""),
                                Double.parseDouble(weight.text()))));
        return weights.containsValue(0.0) ? Map.of() : weights;
    }
}
