package dev.ballast.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;

class CommandNamesTest {
    @Test
    void everyCommandIsFoundByTheNameThatItHas() {
        Main.COMMANDS.forEach((name, command) ->
                assertThat(command.getAnnotation(Command.class).name()).isEqualTo(name));
    }

    @Test
    void aCommandAloneIsTheSameAsAmongAllOthers() {
        for (var name : Main.COMMANDS.keySet())
            assertThat(Main.commandLine(name).getSubcommands().get(name).getUsageMessage())
                    .isEqualTo(Main.commandLine("--help")
                            .getSubcommands()
                            .get(name)
                            .getUsageMessage());
    }

    @Test
    void theHelpNamesEveryCommandThatIsNotHidden() {
        var help = Main.commandLine("--help").getUsageMessage();
        Main.COMMANDS.forEach((name, command) -> {
            if (!command.getAnnotation(Command.class).hidden()) assertThat(help).contains("\n  " + name + " ");
        });
    }
}
