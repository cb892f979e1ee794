package dev.ballast.app.session;

import dev.ballast.config.Overrides;
import dev.ballast.model.Settings;

/**
 * What Ballast runs with in the papers' set-up of a backtest, where no file says it: every default, but for what that set-up leaves no sense in. Money
 * bounds nothing there, on demand is bought at once, and all replicas of a handful may go together without the view being wrong.
 */
public final class PapersSettings {
    private PapersSettings() {}

    public static Settings read() {
        var text = """
                cluster: backtest
                region: us-east-1
                capacity:
                  target: 0
                  types: [m5.large]
                  survive: none
                  on-demand: {patience: 0s, cap-per-hour: 100000}
                disruption: {minimum-age: 0s, cool-down: 0s}
                interruption: {margin: 0s}
                brakes: {missing-share: 1, drains-at-once: 100}
                """;
        return SettingsFile.of(text, "(the papers' set-up)", Overrides.none());
    }
}
