package dev.ballast.app.cli;

import dev.ballast.app.session.ExitStatus;
import dev.ballast.app.session.Refusal;
import dev.ballast.config.BadInput;
import dev.ballast.observe.CloudUnreachable;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where the program starts. */
@Command(
        name = "ballast",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Runs an AWS ECS cluster on EC2 Spot capacity as if it were on demand.",
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:done",
            "1:carried out, but what the command promises does not hold",
            "2:wrong words or a file with faults; nothing was changed",
            "3:no usable answer from AWS: credentials, network or permissions",
            "4:refused: another ballast works on this cluster, or a question was answered with no",
            "130:ended by Ctrl-C; run the same command again to go on"
        },
        footer = {"", "First steps:  ballast demo", "Documentation: docs/ in the project's folder"})
public final class Main implements Runnable {
    /**
     * In the order of the help. Names stand here so that a start builds the one command that it is about: reading the others'
     * options costs a quarter of a second.
     */
    static final Map<String, Class<?>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("demo", DemoCommand.class);
        COMMANDS.put("init", InitCommand.class);
        COMMANDS.put("plan", PlanCommand.class);
        COMMANDS.put("up", UpCommand.class);
        COMMANDS.put("status", StatusCommand.class);
        COMMANDS.put("scale", ScaleCommand.class);
        COMMANDS.put("interrupt", InterruptCommand.class);
        COMMANDS.put("drain", DrainCommand.class);
        COMMANDS.put("why", WhyCommand.class);
        COMMANDS.put("lint", LintCommand.class);
        COMMANDS.put("down", DownCommand.class);
        COMMANDS.put("backtest", BacktestCommand.class);
        COMMANDS.put("market", MarketCommand.class);
        COMMANDS.put("local", LocalCommand.class);
        COMMANDS.put("warm-up", WarmUpCommand.class);
    }

    @Spec
    private CommandSpec spec;

    public static void main(String... arguments) {
        System.exit(run(arguments));
    }

    /** Runs one command in this process and returns its exit status. */
    static int run(String... arguments) {
        return commandLine(arguments).execute(arguments);
    }

    /** With the one command that the words begin with, or with all where they begin otherwise. */
    static CommandLine commandLine(String... arguments) {
        var line = new CommandLine(new Main());
        var named = arguments.length == 0 ? null : COMMANDS.get(arguments[0]);
        if (named != null) line.addSubcommand(named);
        else {
            COMMANDS.values().forEach(line::addSubcommand);
            line.addSubcommand(CommandLine.HelpCommand.class);
        }
        return line.setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((thrown, command, parsed) -> explain(thrown, command.getErr()))
                .setParameterExceptionHandler(Main::explainWords);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    private static int explainWords(ParameterException thrown, String[] arguments) {
        var command = thrown.getCommandLine();
        var err = command.getErr();
        err.println("ballast: " + thrown.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(thrown, err);
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        err.flush();
        return ExitStatus.BAD_INPUT;
    }

    /** One sentence (or one line a fault), never a stack trace, for everything that a person can cause or mend. */
    private static int explain(Exception thrown, PrintWriter err) {
        var status = switch (thrown) {
            case BadInput bad -> {
                bad.faults().forEach(err::println);
                yield ExitStatus.BAD_INPUT;
            }
            case Refusal refusal -> {
                err.println("ballast: " + refusal.getMessage());
                yield refusal.exitStatus();
            }
            case CloudUnreachable unreachable -> {
                err.println("ballast: " + unreachable.getMessage());
                yield ExitStatus.UNREACHABLE;
            }
            case UncheckedIOException io -> {
                err.println("ballast: " + io.getMessage());
                yield ExitStatus.FAILED;
            }
            case InterruptedException interrupted -> ExitStatus.INTERRUPTED;
            default -> {
                err.println("ballast: a fault in Ballast itself, please report it with these lines:");
                thrown.printStackTrace(err);
                yield ExitStatus.FAILED;
            }
        };
        err.flush();
        return status;
    }

    /** From the jar's manifest. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"ballast " + version()};
        }
    }

    static String version() {
        var version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "(not built by Maven)" : version;
    }
}
