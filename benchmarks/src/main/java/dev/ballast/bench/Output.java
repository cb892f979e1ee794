package dev.ballast.bench;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code -o table|json}, of every bench. */
public final class Output {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec bench;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table or json (default: ${DEFAULT-VALUE})")
    private Report.Format format;

    public void print(Report report) {
        bench.commandLine().getOut().println(report.in(format));
    }
}
