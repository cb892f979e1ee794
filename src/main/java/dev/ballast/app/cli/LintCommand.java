package dev.ballast.app.cli;

import dev.ballast.app.session.ExitStatus;
import dev.ballast.app.session.Refusal;
import dev.ballast.app.session.Session;
import dev.ballast.app.view.Sarif;
import dev.ballast.app.view.Table;
import dev.ballast.app.view.Wording;
import dev.ballast.decide.lint.Lint;
import dev.ballast.decide.lint.Weakness;
import dev.ballast.decide.lint.Weakness.Change;
import dev.ballast.decide.lint.Weakness.Level;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "lint",
        description = {
            "Which services cannot survive the two minutes of a spot notice, why, and the exact setting to change.",
            "Reads only. Exit status 1 where something is found that --fail-on names."
        })
final class LintCommand extends ClusterCommand {
    enum FailOn {
        error,
        warning,
        note,
        never
    }

    @Option(
            names = "--fail-on",
            paramLabel = "LEVEL",
            defaultValue = "error",
            description = "exit status 1 from this level on: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private FailOn failOn;

    @Option(
            names = "--sarif",
            paramLabel = "FILE",
            description = "write it in SARIF 2.1.0 as well, which pull requests show")
    private File sarif;

    /** As a program reads it. */
    record Report(String cluster, int services, List<Found> weaknesses) {}

    record Found(
            String level, String rule, String title, Weakness.Subject subject, String because, List<Change> changes) {
        static Found of(Weakness weakness) {
            return new Found(
                    text(weakness.level()),
                    weakness.rule().id(),
                    weakness.rule().title(),
                    weakness.subject(),
                    weakness.because(),
                    weakness.changes());
        }
    }

    @Override
    int call(Session session) {
        var seen = session.observe();
        var weaknesses = Lint.of(seen, session.settingsOrDefaults());
        var services = seen.services().value().size();
        if (sarif != null) write(weaknesses);
        if (output.isJson()) {
            var found = weaknesses.stream().map(Found::of).toList();
            Output.json(out(), new Report(session.place().cluster(), services, found));
        } else {
            out().println(session.place());
            print(weaknesses, services);
            out().flush();
        }
        return weaknesses.stream().anyMatch(this::fails) ? ExitStatus.FAILED : ExitStatus.OK;
    }

    private void write(List<Weakness> weaknesses) {
        var settingsFile = cloud.file.toString().replace(File.separatorChar, '/');
        try (var writer = new PrintWriter(sarif, StandardCharsets.UTF_8)) {
            Output.json(writer, Sarif.of(Main.version(), settingsFile, weaknesses));
        } catch (IOException unwritable) {
            throw new Refusal(ExitStatus.BAD_INPUT, "--sarif: " + sarif + " cannot be written");
        }
    }

    private boolean fails(Weakness weakness) {
        return switch (failOn) {
            case error -> weakness.level() == Level.ERROR;
            case warning -> weakness.level() != Level.NOTE;
            case note -> true;
            case never -> false;
        };
    }

    private void print(List<Weakness> weaknesses, int services) {
        if (weaknesses.isEmpty()) {
            out().println(Wording.count(services, "service") + ", nothing found that would not survive a notice");
            return;
        }
        var table = new Table("LEVEL", "WHAT", "RULE", "SETTING", "NOW", "CHANGE TO");
        for (var weakness : weaknesses) {
            var level = text(weakness.level());
            var what = Wording.of(weakness.subject());
            if (weakness.changes().isEmpty())
                table.row(level, what, weakness.rule().id(), "-", "-", "-");
            for (var change : weakness.changes())
                table.row(level, what, weakness.rule().id(), change.setting(), change.now(), change.then());
        }
        out().print("\n" + table);
        for (var weakness : weaknesses) {
            out().println("\n" + Wording.of(weakness.subject()) + ", "
                    + weakness.rule().id());
            out().println("    because " + weakness.because());
            for (var change : weakness.changes())
                out().println("    change  " + change.setting() + ": " + change.how());
        }
        out().println("\n" + summary(weaknesses, services));
    }

    private static String summary(List<Weakness> weaknesses, int services) {
        var text = new StringBuilder(Wording.count(services, "service") + ": ");
        for (var level : List.of(Level.ERROR, Level.WARNING, Level.NOTE)) {
            var count = (int)
                    weaknesses.stream().filter(one -> one.level() == level).count();
            text.append(Wording.count(count, text(level))).append(level == Level.NOTE ? "" : ", ");
        }
        return text.toString();
    }

    private static String text(Level level) {
        return level.name().toLowerCase(Locale.ROOT);
    }
}
