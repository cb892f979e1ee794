package dev.ballast.app.cli;

import dev.ballast.app.session.ExitStatus;
import dev.ballast.app.session.Refusal;
import dev.ballast.backtest.loss.ColdStart;
import dev.ballast.model.Target;
import java.time.Duration;
import java.util.regex.Pattern;

/** Reads the values of options; what cannot be read is refused with the option's name and an example. */
final class Words {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,6})\\s*(s|m|h|d)");

    private Words() {}

    static Duration duration(String option, String text) {
        var match = DURATION.matcher(text.strip());
        if (!match.matches())
            throw new Refusal(
                    ExitStatus.BAD_INPUT,
                    option + ": '" + text + "' is no duration, expected a number with s, m, h or d, for example 30m");
        var amount = Long.parseLong(match.group(1));
        return switch (match.group(2)) {
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    /** {@code 60s-100s}, or one duration. */
    static ColdStart coldStart(String option, String text) {
        var ends = text.split("-", 2);
        var shortest = duration(option, ends[0]);
        var longest = ends.length == 1 ? shortest : duration(option, ends[1]);
        try {
            return new ColdStart(shortest, longest);
        } catch (IllegalArgumentException impossible) {
            throw new Refusal(ExitStatus.BAD_INPUT, option + ": " + impossible.getMessage());
        }
    }

    static Target target(String text) {
        try {
            return Target.of(text);
        } catch (IllegalArgumentException unreadable) {
            throw new Refusal(ExitStatus.BAD_INPUT, unreadable.getMessage());
        }
    }
}
