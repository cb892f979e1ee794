package dev.ballast.app.cli;

import dev.ballast.app.session.ExitStatus;
import dev.ballast.app.session.Refusal;
import dev.ballast.app.session.Session;
import dev.ballast.app.view.Wording;
import dev.ballast.journal.Journal;
import java.time.temporal.ChronoUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "why",
        description = "The recorded reasons for everything that concerns an instance, pool, service or task.")
final class WhyCommand extends ClusterCommand {
    @Parameters(
            paramLabel = "WHAT",
            arity = "0..1",
            defaultValue = "",
            description = "an id, a pool such as m5.large/eu-west-1a, or a name; without it, everything")
    String what;

    @Option(
            names = "--most",
            paramLabel = "N",
            defaultValue = "20",
            description = "newest first, so many (default: ${DEFAULT-VALUE})")
    int most;

    @Option(names = "--export", description = "the whole journal, one JSON line an entry, oldest first")
    boolean export;

    @Override
    int call(Session session) {
        if (!session.journalExists())
            throw new Refusal(
                    ExitStatus.FAILED,
                    "no journal of " + session.place() + " in " + cloud.journalFolder
                            + "; decisions are recorded from the first 'ballast up' on");
        if (export) {
            try (var lines = session.journal().export()) {
                lines.forEach(out()::println);
            }
            out().flush();
            return ExitStatus.OK;
        }
        var entries = session.journal().about(what, most);
        if (output.isJson()) {
            Output.json(out(), entries);
            return ExitStatus.OK;
        }
        if (entries.isEmpty()) {
            out().println("nothing recorded about " + (what.isEmpty() ? "this cluster" : what));
            out().flush();
            return ExitStatus.FAILED;
        }
        entries.forEach(this::print);
        out().flush();
        return ExitStatus.OK;
    }

    private void print(Journal.Entry entry) {
        out().printf(
                        "%s  decision %d  %s%n",
                        entry.at().truncatedTo(ChronoUnit.SECONDS),
                        entry.decision(),
                        entry.step().map(step -> Wording.of(step.action())).orElse("no action"));
        out().println("    because " + entry.reason().sentence());
        for (var alternative : entry.reason().alternatives()) out().println("    rather than " + alternative);
        entry.answered()
                .map(answered -> Wording.of(answered.outcome()))
                .ifPresent(outcome -> out().println("    -> " + (outcome.isEmpty() ? "done" : outcome)));
    }
}
