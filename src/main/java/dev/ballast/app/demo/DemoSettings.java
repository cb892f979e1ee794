package dev.ballast.app.demo;

import dev.ballast.app.session.SettingsFile;
import dev.ballast.config.Imported;
import dev.ballast.config.Overrides;
import dev.ballast.config.SpotFleetImport;
import dev.ballast.config.SpotFleetImport.Around;
import dev.ballast.config.TypeCatalogue;
import dev.ballast.model.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * What the demo runs with: a spot fleet request taken through init.
 *
 * @param source of the request, for messages
 */
public record DemoSettings(Path source, Imported imported, Settings settings) {
    /** Where the example lies in the program. */
    private static final String EXAMPLE = "/examples/spot_request.json";

    /**
     * @param fleet empty: the example that comes with the project
     * @param asOf against which the request's dates are held
     * @throws dev.ballast.config.BadInput with everything that makes the request unusable
     */
    public static DemoSettings of(Optional<Path> fleet, Instant asOf) {
        var around = new Around(asOf, Optional.empty(), TypeCatalogue.builtIn(), Optional.empty());
        var source = fleet.orElse(Path.of("examples", "spot_request.json"));
        var imported = fleet.isPresent()
                ? SpotFleetImport.read(fleet.get(), around)
                : SpotFleetImport.read(example(), source.toString(), around);
        // The demo shows what survives the loss of a pool without waiting for measured cold starts.
        var overrides =
                Overrides.none().set("capacity.survive", "pool", "demo").otherwise("region", "eu-west-1", "demo");
        return new DemoSettings(
                source, imported, SettingsFile.of(imported.yaml(), "ballast.yaml made from " + source, overrides));
    }

    private static String example() {
        try (var file = DemoSettings.class.getResourceAsStream(EXAMPLE)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("the program was built without " + EXAMPLE, unreadable);
        }
    }
}
