package dev.ballast.simulation;

import dev.ballast.app.session.SettingsFile;
import dev.ballast.config.Overrides;
import dev.ballast.model.Settings;
import dev.ballast.model.Settings.Survive;
import dev.ballast.model.Target;
import dev.ballast.model.UsdPerHour;
import java.util.List;
import java.util.random.RandomGenerator;

/** A scenario's ballast.yaml, and what its team makes of it while the cluster runs. */
final class SimulatedSettings {
    private Settings settings;

    SimulatedSettings(Scenario scenario) {
        settings = of(scenario);
    }

    static Settings of(Scenario scenario) {
        return SettingsFile.of(scenario.yaml(), "seed " + scenario.seed(), Overrides.none());
    }

    Settings now() {
        return settings;
    }

    void change(RandomGenerator draws) {
        var capacity = settings.capacity();
        settings = switch (draws.nextInt(4)) {
            case 0, 1 -> settings.withTarget(Target.instances(draws.nextInt(21)));
            case 2 -> settings.with(capacity.with(Survive.values()[draws.nextInt(Survive.values().length)]));
            default ->
                settings.with(capacity.with(new Settings.OnDemand(
                        capacity.onDemand().patience(),
                        UsdPerHour.of(List.of("0", "1.00", "20.00").get(draws.nextInt(3))),
                        capacity.onDemand().share(),
                        capacity.onDemand().base(),
                        capacity.onDemand().caution())));
        };
    }
}
