package dev.ballast.config;

import dev.ballast.model.InstanceCatalogue;
import dev.ballast.model.InstanceType;
import dev.ballast.model.UsdPerHour;
import java.util.List;
import java.util.Optional;

/** The instance types that are known where ballast.yaml is read: a built-in table, or what the cloud itself says. */
public interface TypeCatalogue {
    Optional<InstanceType> find(String name);

    /** In a defined order, the same in every run. */
    List<InstanceType> all();

    /** Linux, on demand; empty where no price is known. */
    Optional<UsdPerHour> onDemandPrice(String type, String region);

    /** What the type costs on the spot market most of the time; empty where nobody knows. */
    default Optional<UsdPerHour> usualSpotPrice(String type, String region) {
        return Optional.empty();
    }

    /** The table inside the program. */
    static TypeCatalogue builtIn() {
        return new TypeCatalogue() {
            @Override
            public Optional<InstanceType> find(String name) {
                return InstanceCatalogue.find(name).map(InstanceCatalogue.Entry::type);
            }

            @Override
            public List<InstanceType> all() {
                return InstanceCatalogue.all().stream()
                        .map(InstanceCatalogue.Entry::type)
                        .toList();
            }

            @Override
            public Optional<UsdPerHour> onDemandPrice(String type, String region) {
                return InstanceCatalogue.onDemand(type, region);
            }

            @Override
            public Optional<UsdPerHour> usualSpotPrice(String type, String region) {
                return InstanceCatalogue.find(type)
                        .flatMap(entry -> onDemandPrice(type, region).map(price -> price.times(entry.spotShare())));
            }
        };
    }
}
