package dev.ballast.config;

import dev.ballast.config.SpotFleetRequest.Member;
import dev.ballast.model.Architecture;
import dev.ballast.model.InstanceType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The instance types and subnets of a request, and which further types would do the same work. */
final class FleetTypes {
    /** The last ones that run on Xen; all others need drivers that images from before 2017 do not have. */
    private static final List<String> XEN_FAMILIES = List.of(
            "t1", "t2", "m1", "m2", "m3", "m4", "c1", "c3", "c4", "r3", "r4", "i2", "i3", "d2", "g2", "g3", "p2", "p3",
            "x1");

    private static final int PROPOSED = 12;

    private final SpotFleetRequest request;
    private final TypeCatalogue catalogue;
    private final Findings findings;
    private final LinkedHashMap<String, Member> types = new LinkedHashMap<>();
    /** What stands in ballast.yaml as a comment only. */
    private final LinkedHashSet<String> others = new LinkedHashSet<>();

    private final LinkedHashSet<String> subnets = new LinkedHashSet<>();

    FleetTypes(SpotFleetRequest request, TypeCatalogue catalogue, Findings findings) {
        this.request = request;
        this.catalogue = catalogue;
        this.findings = findings;
    }

    void read() {
        var pools = new LinkedHashSet<String>();
        for (var path : request.elements(FleetSpecifications.LIST)) pool(path, pools);
        for (var template : request.elements("LaunchTemplateConfigs"))
            for (var override : request.elements(template + ".Overrides")) pool(override, pools);
        var combinations = (types.size() + others.size()) * subnets.size();
        if (!subnets.isEmpty() && pools.size() < combinations)
            findings.look(
                    request.place(FleetSpecifications.LIST),
                    FleetSpecifications.LIST,
                    "asks for " + pools.size() + " of the " + combinations + " pairs of a type and a subnet",
                    "ballast.yaml takes every type in every subnet: more markets, less lost at once");
    }

    List<String> types() {
        return List.copyOf(types.keySet());
    }

    /** Types that this program does not know, or that the image cannot boot on. */
    List<String> others() {
        return List.copyOf(others);
    }

    List<String> subnets() {
        return List.copyOf(subnets);
    }

    /** Types of the same processors and sizes that the request does not name, the closest first. */
    List<String> proposals(int least) {
        var named = types.keySet().stream()
                .map(catalogue::find)
                .flatMap(Optional::stream)
                .toList();
        if (named.isEmpty()) return List.of();
        var shapes = named.stream().map(FleetTypes::shape).collect(Collectors.toSet());
        var families = named.stream().map(InstanceType::family).collect(Collectors.toSet());
        var vcpus = named.stream().mapToInt(InstanceType::vcpus).summaryStatistics();
        var memory = named.stream().mapToInt(InstanceType::memoryMib).summaryStatistics();
        return catalogue.all().stream()
                .filter(type -> !types.containsKey(type.name()))
                .filter(type -> type.architecture() == named.getFirst().architecture())
                .filter(type -> type.traits().currentGeneration()
                        && !type.traits().burstable()
                        && !type.traits().bareMetal()
                        && type.gpus() == 0)
                .filter(type -> type.vcpus() >= vcpus.getMin() && type.vcpus() <= vcpus.getMax())
                .filter(type -> type.memoryMib() >= memory.getMin() && type.memoryMib() <= memory.getMax())
                .sorted(Comparator.comparing((InstanceType type) -> !shapes.contains(shape(type)))
                        .thenComparing(type -> families.contains(type.family())))
                .limit(Math.max(PROPOSED, least - types.size()))
                .map(InstanceType::name)
                .toList();
    }

    private static String shape(InstanceType type) {
        return type.vcpus() + "/" + Math.round(type.memoryMib() / 1024.0);
    }

    /** Types that need network and disk drivers which the image does not have. */
    List<String> needingDrivers() {
        return types.keySet().stream()
                .filter(name -> !XEN_FAMILIES.contains(name.substring(0, name.indexOf('.'))))
                .toList();
    }

    /** Where the request first names the type. */
    Member first(String type) {
        return types.get(type);
    }

    /** Takes out what the image cannot boot on: the others' processors, or the rarer where the image's are not known. */
    void onlyFor(Optional<Architecture> ofImage) {
        var architectures = types.keySet().stream()
                .map(catalogue::find)
                .flatMap(Optional::stream)
                .map(InstanceType::architecture)
                .toList();
        var arm = architectures.stream().filter(Architecture.ARM64::equals).count();
        var kept = ofImage.orElse(2 * arm > architectures.size() ? Architecture.ARM64 : Architecture.X86_64);
        for (var type : types())
            catalogue.find(type).filter(known -> known.architecture() != kept).ifPresent(known -> {
                var member = types.remove(type);
                others.add(type);
                findings.look(
                        member.place(),
                        member.path(),
                        "is " + known.architecture().ec2Name() + ", and the image that was taken boots on "
                                + kept.ec2Name(),
                        "it stands in ballast.yaml as a comment");
            });
    }

    private void pool(String path, LinkedHashSet<String> pools) {
        var names = new ArrayList<String>();
        request.member(path + ".InstanceType").ifPresent(member -> {
            names.add(member.text());
            type(member);
        });
        if (request.has(path + ".InstanceRequirements")) requirements(path + ".InstanceRequirements");
        var here = request.member(path + ".SubnetId")
                .or(() -> request.member(path + ".NetworkInterfaces[0].SubnetId"))
                .map(Member::text)
                .orElse("");
        for (var subnet : here.split(",")) {
            if (subnet.isBlank()) continue;
            subnets.add(subnet.strip());
            for (var name : names) pools.add(name + "/" + subnet.strip());
        }
    }

    private void type(Member member) {
        if (types.containsKey(member.text()) || others.contains(member.text())) return;
        if (catalogue.all().isEmpty() || catalogue.find(member.text()).isPresent()) {
            types.put(member.text(), member);
            return;
        }
        others.add(member.text());
        var names = catalogue.all().stream().map(InstanceType::name).toList();
        findings.look(
                member.place(),
                member.path(),
                "'" + member.text() + "' is no type that is known here" + Nearest.hint(member.text(), names),
                "it stands in ballast.yaml as a comment");
    }

    private void requirements(String path) {
        var vcpus = range(path + ".VCpuCount");
        var memory = range(path + ".MemoryMiB");
        var found = catalogue.all().stream()
                .filter(type -> vcpus.contains(type.vcpus()) && memory.contains(type.memoryMib()))
                .filter(type -> type.architecture() == Architecture.X86_64)
                .filter(type -> type.traits().currentGeneration()
                        && !type.traits().burstable()
                        && !type.traits().bareMetal())
                .map(InstanceType::name)
                .toList();
        found.forEach(name -> types.putIfAbsent(name, new Member(path, request.place(path), name)));
        findings.look(
                request.place(path),
                path,
                "names types by requirement",
                "ballast.yaml lists the " + found.size()
                        + " x86_64 types with these vCPUs and memory; the other requirements were" + " not looked at");
    }

    private WholeRange range(String path) {
        var least = request.member(path + ".Min")
                .map(member -> Integer.parseInt(member.text()))
                .orElse(0);
        var most = request.member(path + ".Max")
                .map(member -> Integer.parseInt(member.text()))
                .orElse(Integer.MAX_VALUE);
        return new WholeRange(least, most);
    }
}
