package dev.ballast.bench;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code -o table|json}, of every bench, and the command that was typed. */
public final class Output {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec bench;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table or json (default: ${DEFAULT-VALUE})")
    private Report.Format format;

    /** As it was typed: what it takes to measure again. */
    public String command() {
        return "./bench "
                + String.join(
                        " ", bench.commandLine().getParent().getParseResult().originalArgs());
    }

    public void print(Report report) {
        bench.commandLine().getOut().println(report.in(format));
    }
}
