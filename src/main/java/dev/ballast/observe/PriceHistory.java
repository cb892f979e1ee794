package dev.ballast.observe;

import dev.ballast.model.MarketTrace;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Port in: what spot pools have cost. */
public interface PriceHistory {
    /**
     * Every price of these types over all zones of the region, as far back as AWS keeps it; by pool. A type that the region does not
     * have, or a pool without a spot market, is not there.
     *
     * @param since from which times count; a price that held then already counts from zero
     * @throws CloudUnreachable when AWS gave no usable answer
     */
    List<MarketTrace.Prices> since(Instant since, Collection<String> instanceTypes);
}
