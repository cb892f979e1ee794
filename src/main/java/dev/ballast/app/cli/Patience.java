package dev.ballast.app.cli;

import java.time.Duration;
import picocli.CommandLine.Option;

/** How long a command waits for its goal. */
final class Patience {
    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "30m",
            description = "give up after so long, in the cloud's time (default: ${DEFAULT-VALUE})")
    private String timeout;

    /** @throws dev.ballast.app.session.Refusal when it is no duration */
    Duration duration() {
        return Words.duration("--timeout", timeout);
    }
}
