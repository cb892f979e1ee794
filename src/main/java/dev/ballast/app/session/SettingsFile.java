package dev.ballast.app.session;

import dev.ballast.config.BallastYaml;
import dev.ballast.config.BallastYaml.Reading;
import dev.ballast.config.Overrides;
import dev.ballast.config.TypeCatalogue;
import dev.ballast.model.Settings;
import dev.ballast.template.Template;
import java.nio.file.Path;
import java.util.List;

/** ballast.yaml as every command reads it: with all its faults at once, those of the launch template among them. */
public final class SettingsFile {
    private SettingsFile() {}

    /** @throws dev.ballast.config.BadInput with everything that is wrong */
    public static Settings read(Path file, Overrides overrides) {
        return BallastYaml.read(file, reading(overrides));
    }

    /** @param name for messages */
    public static Settings of(String text, String name, Overrides overrides) {
        return BallastYaml.open(text, name, reading(overrides)).settings();
    }

    private static Reading reading(Overrides overrides) {
        return Reading.of(overrides, TypeCatalogue.builtIn()).checkedBy(Template::flaws);
    }

    /**
     * For looking at a cluster without a file: every default, and the types that are there.
     *
     * @param types may be empty, where nothing runs
     */
    public static Settings without(String cluster, String region, List<String> types) {
        var text = "cluster: \"" + cluster + "\"\nregion: \"" + region
                + "\"\ncapacity:\n  target: 0\n  types: [m5.large]\n";
        var settings = of(text, "(no file)", Overrides.none());
        return settings.withTypes(types);
    }
}
