package dev.ballast.config;

import dev.ballast.config.SpotFleetRequest.Member;
import dev.ballast.model.UsdPerHour;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What a request's price bound does to its types. */
final class FleetPrice {
    private final SpotFleetRequest request;
    private final FleetSpecifications specifications;
    private final Findings findings;

    FleetPrice(SpotFleetRequest request, FleetSpecifications specifications, Findings findings) {
        this.request = request;
        this.specifications = specifications;
        this.findings = findings;
    }

    /**
     * The bound for one instance, where there is one.
     *
     * @param region whose on-demand prices are compared
     */
    Optional<UsdPerHour> bound(List<String> types, TypeCatalogue catalogue, String region) {
        var own = specifications.commonest("SpotPrice");
        var written = request.member("SpotPrice").or(() -> own);
        if (written.isEmpty()) return Optional.empty();
        if (request.has("SpotPrice"))
            own.ifPresent(member -> findings.dropped(
                    member.place(),
                    member.path(),
                    "bounds the price of some types apart",
                    "the request's own bound was taken"));
        var bound = UsdPerHour.of(written.get().text());
        tell(written.get(), bound, types, catalogue, region);
        return Optional.of(bound);
    }

    private void tell(Member member, UsdPerHour bound, List<String> types, TypeCatalogue catalogue, String region) {
        record Priced(String type, UsdPerHour onDemand) {}
        var priced = new ArrayList<Priced>();
        for (var type : types)
            catalogue.onDemandPrice(type, region).ifPresent(price -> priced.add(new Priced(type, price)));
        if (priced.isEmpty()) return;
        priced.sort(Comparator.comparing(Priced::onDemand));
        var cut = priced.stream()
                .filter(type -> type.onDemand().compareTo(bound) > 0)
                .toList();
        var words = "bounds the price at " + Kinds.print(bound) + " dollars an hour";
        if (cut.isEmpty()) {
            var dearest = priced.getLast();
            findings.look(
                    member.place(),
                    member.path(),
                    words + ", above the on-demand price of every type (" + dearest.type() + ", the dearest, costs "
                            + shown(dearest.onDemand()) + " in " + region
                            + "), which AWS never exceeds: it cuts off no pool",
                    "kept as capacity.max-price; it would cut off dearer types that are added later");
            return;
        }
        var named = new ArrayList<String>();
        for (var type : cut) {
            var usual = catalogue.usualSpotPrice(type.type(), region);
            var outOfReach = usual.filter(price -> price.compareTo(bound) > 0).isPresent();
            named.add(type.type() + " (" + shown(type.onDemand()) + (outOfReach ? ", usually out of reach" : "") + ")");
        }
        findings.look(
                member.place(),
                member.path(),
                words + ", below the on-demand price of " + cut.size() + " of " + priced.size() + " types: "
                        + String.join(", ", named)
                        + "; their pools are cut off, or interrupted, whenever the market is above it",
                "kept as capacity.max-price; take it away and AWS's own bound holds, the on-demand price, while one still pays the"
                        + " market price");
    }

    private static String shown(UsdPerHour price) {
        return price.toBigDecimal().setScale(3, RoundingMode.HALF_UP).toPlainString();
    }
}
