package dev.ballast.app.cli;

import dev.ballast.app.gameday.RequestLoad;
import dev.ballast.app.gameday.Steady;
import dev.ballast.app.session.ExitStatus;
import dev.ballast.app.session.Refusal;
import java.net.URI;
import java.time.Duration;
import picocli.CommandLine.Option;

/** Real requests while a loss goes on. They go to this machine only: a game day is no load test of somebody else's. */
final class RequestOptions {
    private static final int RATE_MAX = 1_000;

    @Option(
            names = "--request",
            paramLabel = "URL",
            description =
                    "ask this URL all the while and count what fails; a listener of a local cloud with real tasks")
    private String url;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "20",
            description = "requests a second (default: ${DEFAULT-VALUE})")
    private int rate;

    /** @throws Refusal where it is no URL of this machine, or the rate is out of bounds */
    void check() {
        if (rate < 1 || rate > RATE_MAX)
            throw new Refusal(ExitStatus.BAD_INPUT, "--rate: " + rate + " is out of bounds, expected 1 to " + RATE_MAX);
        if (url != null) parsed();
    }

    private URI parsed() {
        try {
            var parsed = URI.create(url.strip());
            if ("http".equals(parsed.getScheme()) && RequestLoad.isLoopback(parsed)) return parsed;
        } catch (IllegalArgumentException malformed) {
            // the sentence below says all there is to say
        }
        throw new Refusal(
                ExitStatus.BAD_INPUT,
                "--request: '" + url + "' is no http URL of this machine, expected for example http://127.0.0.1:8080/");
    }

    /** @throws Refusal where what is to be asked fails already: everything would be counted as lost by the game day */
    void tryOnce() throws InterruptedException {
        if (url == null) return;
        var one = Steady.send(parsed(), 1, Duration.ofSeconds(1));
        if (one.failed() > 0)
            throw new Refusal(
                    ExitStatus.FAILED,
                    "--request: " + url + " fails before anything is taken away ("
                            + String.join(", ", one.failures().keySet()) + "); nothing was done");
    }

    /** @param most how long at most, in this machine's time */
    RequestLoad start(Duration most) {
        return url == null ? RequestLoad.none() : RequestLoad.start(parsed(), rate, most);
    }
}
