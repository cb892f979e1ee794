package dev.ballast.observe;

import dev.ballast.model.Image;
import dev.ballast.model.Offer;
import dev.ballast.model.Settings;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** Port in: what can be bought. Changes slowly; read on its own schedule. */
public interface MarketReader {
    /**
     * Every pool of the settings' types over the zones of its subnets, spot and on-demand, by pool; where the settings
     * name no subnet, over the default subnets. A type that is not offered in a zone has no pool there.
     */
    List<Offer> offers(Settings settings);

    /** The image that the settings choose, empty where it does not exist. */
    Optional<Image> image(Settings.ImageChoice choice);

    /**
     * EC2's spot placement score of each zone of the settings' subnets, by the zone's name, as {@link PlacementQuestion} asks for it.
     * A zone that is not scored is left out.
     */
    SortedMap<String, Integer> placementScores(Settings settings);
}
