package dev.ballast.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "market",
        mixinStandardHelpOptions = true,
        description = "What the spot market has been; 'market record' writes it down for 'ballast backtest'.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = MarketRecordCommand.class)
final class MarketCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: ballast market record");
    }
}
