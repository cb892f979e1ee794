package dev.ballast.config;

import dev.ballast.config.SpotFleetRequest.Member;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The launch specifications of a request, side by side. AWS lets each differ in everything; a ballast.yaml has one way to
 * make an instance, so the commonest wins and the others are told.
 */
final class FleetSpecifications {
    static final String LIST = "LaunchSpecifications";

    private final SpotFleetRequest request;
    private final List<String> paths;
    private final Findings findings;

    FleetSpecifications(SpotFleetRequest request, Findings findings) {
        this.request = request;
        this.paths = request.elements(LIST);
        this.findings = findings;
    }

    List<String> paths() {
        return paths;
    }

    /** The value that most specifications have at the member, with the place of its first; none where none has it. */
    Optional<Member> commonest(String member) {
        return commonest(
                        member,
                        path -> request.member(path + "." + member)
                                .map(Member::text)
                                .orElse(""))
                .flatMap(path -> request.member(path + "." + member));
    }

    /**
     * The first specification of the largest group that is alike.
     *
     * @param content what makes two of them alike
     */
    Optional<String> commonest(String member, Function<String, String> content) {
        Map<String, Group> groups = new LinkedHashMap<>();
        for (var path : paths)
            groups.merge(
                    content.apply(path), new Group(path, 1), (group, one) -> new Group(group.first, group.count + 1));
        if (groups.isEmpty()) return Optional.empty();
        var most = groups.values().stream()
                .max(Comparator.comparingInt(Group::count))
                .orElseThrow();
        groups.values().stream()
                .filter(group -> group != most)
                .findFirst()
                .ifPresent(other -> findings.look(
                        request.place(other.first + "." + member),
                        other.first + "." + member,
                        "is not alike in all launch specifications: " + most.count + " of " + paths.size()
                                + " have what stands on line "
                                + request.place(most.first + "." + member).line() + ", " + (paths.size() - most.count)
                                + " differ",
                        "a ballast.yaml makes all instances alike; the commonest was taken"));
        return Optional.of(most.first);
    }

    private record Group(String first, int count) {}
}
