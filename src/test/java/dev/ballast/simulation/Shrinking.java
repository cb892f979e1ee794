package dev.ballast.simulation;

import dev.ballast.simulation.Hostile.Failure;
import java.time.Duration;
import java.util.EnumSet;

/** Makes a failing scenario smaller as long as it breaks the same promise: fewer adversities, then a shorter storm. */
final class Shrinking {
    private Shrinking() {}

    /** @param scenario the smallest that was found */
    record Shrunk(Scenario scenario, String promise) {
        String command() {
            return "./hostile --seed " + scenario.seed() + " --only " + Hostile.words(scenario.adversities())
                    + " --storm " + scenario.stormy();
        }
    }

    static Shrunk of(Failure failure) {
        var smallest = failure.scenario();
        for (var adversity : failure.scenario().adversities()) {
            var fewer = EnumSet.copyOf(smallest.adversities());
            fewer.remove(adversity);
            var candidate = smallest.with(fewer);
            if (breaks(candidate, failure.promise())) smallest = candidate;
        }
        for (var half = smallest.stormy().dividedBy(2);
                half.compareTo(Duration.ofMinutes(10)) > 0;
                half = half.dividedBy(2)) {
            var candidate = smallest.withStorm(Duration.ofSeconds(half.toSeconds()));
            if (!breaks(candidate, failure.promise())) break;
            smallest = candidate;
        }
        return new Shrunk(smallest, failure.promise());
    }

    private static boolean breaks(Scenario scenario, String promise) {
        return Hostile.attempt(scenario) instanceof Failure failure
                && failure.promise().equals(promise);
    }
}
