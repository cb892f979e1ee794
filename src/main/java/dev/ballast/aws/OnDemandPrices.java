package dev.ballast.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ballast.model.InstanceCatalogue;
import dev.ballast.model.UsdPerHour;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.pricing.model.Filter;
import software.amazon.awssdk.services.pricing.model.FilterType;

/**
 * What types cost on demand in this region, Linux on shared tenancy. Prices change a few times a year, so they are asked once a
 * day, one call a type. Where the price list does not answer (it needs a permission of its own) the built-in catalogue stands in.
 * Thread-safe.
 */
final class OnDemandPrices {
    private static final Duration KEPT = Duration.ofDays(1);
    /** How long a price list that refused is left alone. */
    private static final Duration REFUSED_PAUSE = Duration.ofHours(1);

    private static final ObjectMapper JSON = new ObjectMapper();

    private record Known(Optional<UsdPerHour> price, Instant readAt) {}

    private final AwsClients clients;
    private final InstantSource clock;
    private final Map<String, Known> known = new TreeMap<>();
    private Instant refusedUntil = Instant.MIN;
    private List<String> remarks = List.of();

    OnDemandPrices(AwsClients clients, InstantSource clock) {
        this.clients = clients;
        this.clock = clock;
    }

    /** By type; without those that neither the price list nor the catalogue knows. */
    synchronized Map<String, UsdPerHour> of(Collection<String> types) {
        var now = clock.instant();
        var said = new ArrayList<String>();
        ask(types, now, said);
        var prices = new TreeMap<String, UsdPerHour>();
        var estimated = new TreeSet<String>();
        for (var type : types) {
            var listed = Optional.ofNullable(known.get(type)).flatMap(Known::price);
            listed.or(() -> catalogued(type, estimated)).ifPresent(price -> prices.put(type, price));
        }
        if (!estimated.isEmpty())
            said.add("on-demand prices of " + String.join(", ", estimated)
                    + " come from the built-in catalogue, not from AWS's price list");
        remarks = List.copyOf(said);
        return prices;
    }

    /** What the last answer could not read from AWS. */
    synchronized List<String> remarks() {
        return remarks;
    }

    private Optional<UsdPerHour> catalogued(String type, Collection<String> estimated) {
        var price = InstanceCatalogue.onDemand(type, clients.place().region());
        if (price.isPresent()) estimated.add(type);
        return price;
    }

    private void ask(Collection<String> types, Instant now, List<String> said) {
        var missing = new TreeSet<>(types);
        missing.removeIf(type ->
                known.containsKey(type) && known.get(type).readAt().plus(KEPT).isAfter(now));
        if (missing.isEmpty() || now.isBefore(refusedUntil)) return;
        try {
            // the first alone: a price list that refuses is not asked again for every other type
            var first = missing.pollFirst();
            known.put(first, new Known(read(first), now));
            var rest = List.copyOf(missing);
            var answers = Together.each(rest, this::read);
            for (var i = 0; i < rest.size(); i++) known.put(rest.get(i), new Known(answers.get(i), now));
        } catch (SdkException error) {
            refusedUntil = now.plus(REFUSED_PAUSE);
            said.add(AwsErrors.unreachable("read the price list", clients.place(), error)
                    .getMessage());
        }
    }

    private Optional<UsdPerHour> read(String type) {
        return clients
                .reads()
                .pricing()
                .getProducts(request -> request.serviceCode("AmazonEC2")
                        .filters(
                                is("instanceType", type),
                                is("regionCode", clients.place().region()),
                                is("operatingSystem", "Linux"),
                                is("preInstalledSw", "NA"),
                                is("tenancy", "Shared"),
                                is("capacitystatus", "Used"))
                        .formatVersion("aws_v1"))
                .priceList()
                .stream()
                .flatMap(product -> hourly(product).stream())
                .findFirst();
    }

    private static Filter is(String field, String value) {
        return Filter.builder()
                .type(FilterType.TERM_MATCH)
                .field(field)
                .value(value)
                .build();
    }

    /**
     * {@code {"terms": {"OnDemand": {"SKU.TERM": {"priceDimensions": {"SKU.TERM.RATE": {"unit": "Hrs",
     * "pricePerUnit": {"USD": "0.0960000000"}}}}}}}}
     */
    static Optional<UsdPerHour> hourly(String product) {
        JsonNode terms;
        try {
            terms = JSON.readTree(product).at("/terms/OnDemand");
        } catch (JsonProcessingException malformed) {
            return Optional.empty();
        }
        for (var term : terms)
            for (var dimension : term.path("priceDimensions")) {
                var usd = dimension.at("/pricePerUnit/USD").asText();
                if ("Hrs".equals(dimension.path("unit").asText()) && usd.matches("\\d+(\\.\\d+)?")) {
                    var price = UsdPerHour.of(new BigDecimal(usd));
                    if (price.micros() > 0) return Optional.of(price);
                }
            }
        return Optional.empty();
    }
}
