package dev.ballast.bench;

import dev.ballast.bench.backtest.BacktestBench;
import dev.ballast.bench.cloud.CloudBench;
import dev.ballast.bench.interruptions.InterruptionsBench;
import dev.ballast.bench.notices.NoticesBench;
import dev.ballast.bench.plan.PlanBench;
import dev.ballast.bench.simulator.SimulatorBench;
import dev.ballast.bench.traffic.TrafficBench;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The benches by name. A new one is a class with picocli's {@code @Command} and its line in {@link #BENCHES}. */
@Command(
        name = "./bench",
        mixinStandardHelpOptions = true,
        description = "Measures what was asked for. Exit codes: 0 as asked, 1 a number falls short, 2 bad usage.")
public final class Main implements Runnable {
    private static final List<Object> BENCHES = List.of(
            new BacktestBench(),
            new CloudBench(),
            new InterruptionsBench(),
            new NoticesBench(),
            new PlanBench(),
            new SimulatorBench(),
            new TrafficBench());

    private static final int BAD_USAGE = 2;

    @Spec
    private CommandSpec spec;

    public static void main(String... words) {
        System.exit(commandLine().execute(words));
    }

    static CommandLine commandLine() {
        var line = new CommandLine(new Main());
        BENCHES.forEach(line::addSubcommand);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler((fault, words) -> {
            var command = fault.getCommandLine();
            var err = command.getErr();
            err.println("bench: "
                    + (command == line && fault instanceof UnmatchedArgumentException
                            ? "there is no bench '" + words[0] + "'"
                            : fault.getMessage()));
            if (command == line) list(line, err);
            else command.usage(err);
            return BAD_USAGE;
        });
        line.setExecutionExceptionHandler((fault, command, parsed) -> {
            command.getErr().println("bench: " + command.getCommandName() + " could not be measured:");
            fault.printStackTrace(command.getErr());
            return CommandLine.ExitCode.SOFTWARE;
        });
        return line;
    }

    /** Without a name: the list. */
    @Override
    public void run() {
        list(spec.commandLine(), spec.commandLine().getOut());
    }

    private static void list(CommandLine line, PrintWriter to) {
        to.println("usage: ./bench NAME [options]; ./bench NAME --help says which");
        line.getSubcommands()
                .forEach((name, bench) -> to.printf(
                        "  %-14s %s%n",
                        name, bench.getCommandSpec().usageMessage().description()[0]));
        to.flush();
    }
}
