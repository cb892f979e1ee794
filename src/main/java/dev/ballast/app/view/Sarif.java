package dev.ballast.app.view;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ballast.decide.lint.Rule;
import dev.ballast.decide.lint.Weakness;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What lint found, in the Static Analysis Results Interchange Format 2.1.0, which code reviews show beside the change. Each result stands
 * at the first line of the settings file, because GitHub takes none without a place in a file; what it is about is its logical location.
 *
 * @see <a href="https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html">the format</a>
 */
public record Sarif(@JsonProperty("$schema") String schema, String version, List<Run> runs) {
    private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

    public record Run(Tool tool, List<Result> results) {}

    public record Tool(Driver driver) {}

    public record Driver(String name, String semanticVersion, List<ReportingDescriptor> rules) {}

    public record ReportingDescriptor(
            String id, String name, Message shortDescription, Message fullDescription, Message help) {}

    public record Message(String text) {}

    public record Result(
            String ruleId,
            int ruleIndex,
            String level,
            Message message,
            List<Location> locations,
            Map<String, String> partialFingerprints) {}

    public record Location(PhysicalLocation physicalLocation, List<LogicalLocation> logicalLocations) {}

    public record PhysicalLocation(ArtifactLocation artifactLocation, Region region) {}

    public record ArtifactLocation(String uri) {}

    public record Region(int startLine) {}

    public record LogicalLocation(String name, String fullyQualifiedName, String kind) {}

    /**
     * One run.
     *
     * @param version of Ballast
     * @param settingsFile its path as the repository has it, with slashes
     */
    public static Sarif of(String version, String settingsFile, List<Weakness> weaknesses) {
        var rules = Arrays.stream(Rule.values()).map(Sarif::descriptor).toList();
        var results = weaknesses.stream()
                .map(weakness -> result(weakness, settingsFile))
                .toList();
        return new Sarif(
                SCHEMA, "2.1.0", List.of(new Run(new Tool(new Driver("ballast lint", version, rules)), results)));
    }

    private static ReportingDescriptor descriptor(Rule rule) {
        return new ReportingDescriptor(
                rule.id(),
                name(rule),
                new Message(rule.title() + "."),
                new Message(rule.explanation()),
                new Message(rule.explanation() + " More in docs/lint.md."));
    }

    /** SARIF wants PascalCase. */
    private static String name(Rule rule) {
        var name = new StringBuilder();
        for (var word : rule.id().split("-"))
            name.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
        return name.toString();
    }

    private static Result result(Weakness weakness, String settingsFile) {
        var subject = weakness.subject();
        return new Result(
                weakness.rule().id(),
                weakness.rule().ordinal(),
                weakness.level().name().toLowerCase(Locale.ROOT),
                new Message(text(weakness)),
                List.of(new Location(
                        new PhysicalLocation(new ArtifactLocation(settingsFile), new Region(1)),
                        List.of(new LogicalLocation(subject.name(), subject.arn(), "resource")))),
                // a result is the same one as long as its rule and what it is about are
                Map.of("ballast/v1", weakness.rule().id() + ":" + subject.arn()));
    }

    private static String text(Weakness weakness) {
        var lines = new ArrayList<String>();
        lines.add(Wording.of(weakness.subject()) + ": " + weakness.because() + ".");
        for (var change : weakness.changes())
            lines.add("Change " + change.setting() + " from " + change.now() + " to " + change.then() + ": "
                    + change.how());
        return String.join("\n", lines);
    }
}
