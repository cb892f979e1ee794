package dev.ballast.config;

import dev.ballast.model.Flaw;
import dev.ballast.model.Redaction;
import dev.ballast.model.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/**
 * A ballast.yaml that was read: its settings with every default filled in, and the line of every key.
 *
 * <p>Nothing is half read: either every fault is told at once ({@link BadInput}), or the settings hold.
 */
public final class BallastYaml {
    private final Values values;
    private final Settings settings;

    private BallastYaml(Values values, Settings settings) {
        this.values = values;
        this.settings = settings;
    }

    /**
     * What reading needs beside the text.
     *
     * @param types against which {@code capacity.types} is checked
     * @param check finds what cannot be made of the settings, for example user data that are too long
     */
    public record Reading(Overrides overrides, TypeCatalogue types, Function<Settings, List<Flaw>> check) {
        public static Reading of(Overrides overrides, TypeCatalogue types) {
            return new Reading(overrides, types, settings -> List.of());
        }

        public Reading checkedBy(Function<Settings, List<Flaw>> check) {
            return new Reading(overrides, types, check);
        }
    }

    /** @throws BadInput with everything that is wrong */
    public static BallastYaml open(Path file, Reading reading) {
        var text =
                LocatedReader.text(file, LocatedReader.MOST_YAML_BYTES, "'ballast init --spot-fleet FILE' writes one");
        return open(text, file.toString(), reading);
    }

    /**
     * @param name for messages, as the person named the file
     * @throws BadInput with everything that is wrong
     */
    public static BallastYaml open(String text, String name, Reading reading) {
        var faults = new Faults();
        var document = LocatedReader.yaml(text, name, faults);
        faults.refuse();
        if (document instanceof Node.Mapping) reading.overrides().apply(document, faults);
        KeyTree.check(document, faults);
        if (!(document instanceof Node.Mapping)) faults.refuse();
        var values = new Values(document, faults);
        var settings = new SettingsReading(values, reading.types()).read();
        Contradictions.tell(values, settings, reading.types());
        for (var flaw : reading.check().apply(settings)) values.faultOnce(flaw.key(), flaw.message());
        faults.refuse();
        return new BallastYaml(values, settings);
    }

    /** @throws BadInput with everything that is wrong */
    public static Settings read(Path file, Reading reading) {
        return open(file, reading).settings();
    }

    public Settings settings() {
        return settings;
    }

    /** Flaws that showed only later, for example against the image, with the lines of their keys. */
    public BadInput badInput(List<Flaw> flaws) {
        return BadInput.of(flaws.stream()
                .map(flaw -> values.place(flaw.key()).fault(flaw.key(), flaw.message()))
                .toList());
    }

    /** The settings in force, as a ballast.yaml that says everything; what may be a secret is hidden. */
    public static String effective(Settings settings) {
        return new SettingsText(Redaction::hidden).write(settings);
    }
}
